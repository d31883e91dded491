import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'

/** Who can own a request: everybody of the team. */
export const listOwners = (_actor: Team) =>
  db.account.findMany({
    where: { closedAt: null, roles: { some: { role: { in: ['coordinator', 'lead'] } } } },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  })

/** Names of accounts, for whatever they stand beside. */
export async function namesOf(ids: (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const accounts = wanted.length === 0 ? [] : await db.account.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } })
  return new Map(accounts.map(({ id, name }) => [id, name]))
}
