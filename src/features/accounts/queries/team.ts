import type { Team } from '../../../core/access.ts'
import { db, type Tx } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'

/** What stands where the name of a person would who is not there any more. */
export const LEFT = 'Somebody who has left'

/** Those who can have work of the team; nobody who has left. */
const ofTeam = {
  closedAt: null,
  deactivatedAt: null,
  roles: { some: { role: { in: ['coordinator', 'lead'] } } },
} satisfies Prisma.AccountWhereInput

/** Everybody who can have work of the team, by name. */
export const listTeam = (_actor: Team) => db.account.findMany({ where: ofTeam, select: { id: true, name: true }, orderBy: { name: 'asc' } })

/** The name of somebody who can have work of the team; undefined for everybody else, and for who has left. */
export const findOfTeam = async (accountId: string, tx: Pick<Tx, 'account'> = db): Promise<string | undefined> =>
  (await tx.account.findFirst({ where: { id: accountId, ...ofTeam }, select: { name: true } }))?.name

/** Names of accounts, for whoever they stand beside. */
export async function namesOf(ids: (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const accounts = wanted.length === 0 ? [] : await db.account.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } })
  return new Map(accounts.map(({ id, name }) => [id, name]))
}

/** Whose name stands beside a thing of the team: undefined for nobody, words of its own for somebody who has left. */
export async function findOwners(actor: Team): Promise<(ownerId: string | null) => string | undefined> {
  const names = new Map((await listTeam(actor)).map(({ id, name }) => [id, name]))
  return (ownerId) => (ownerId === null ? undefined : (names.get(ownerId) ?? LEFT))
}
