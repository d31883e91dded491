import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { namesOf } from '../../accounts/queries/team.ts'

/** One candidate with everything the team handles; undefined where there is none, or where the account was closed. */
export async function findCandidate(_actor: Team, id: string) {
  const candidate = await db.candidate.findFirst({
    where: { id, closedAt: null },
    include: {
      account: { select: { email: true } },
      facts: true,
      access: true,
      requests: { orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }], include: { changes: { orderBy: { id: 'asc' } } } },
      places: { where: { state: 'offered' }, select: { state: true, expiresAt: true, workshop: { select: { title: true } } } },
    },
  })
  if (!candidate) return undefined
  const owners = await namesOf(candidate.requests.flatMap(({ ownerId, changes }) => [ownerId, ...changes.map(({ byId }) => byId)]))
  return { ...candidate, nameOf: (accountId: string | null) => (accountId === null ? undefined : owners.get(accountId)) }
}
