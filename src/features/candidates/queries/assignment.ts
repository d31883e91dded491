import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { findOfTeam, findOwners, LEFT, namesOf } from '../../accounts/queries/team.ts'

/** Who looks after one candidate, and how it came to that, latest first. */
export async function findAssignment(actor: Team, { id, ownerId }: { id: string; ownerId: string | null }) {
  const [ownerOf, history] = await Promise.all([
    findOwners(actor),
    db.assignment.findMany({ where: { candidateId: id }, orderBy: { id: 'desc' } }),
  ])
  const names = await namesOf(history.flatMap(({ fromId, toId, byId }) => [fromId, toId, byId]))
  const nameOf = (accountId: string | null) => (accountId === null ? undefined : (names.get(accountId) ?? LEFT))
  return {
    ownerId,
    owner: ownerOf(ownerId),
    mine: ownerId === actor.accountId,
    history: history.map(({ fromId, toId, byId, reason, at }) => ({
      from: nameOf(fromId),
      to: nameOf(toId),
      by: nameOf(byId),
      reason,
      at,
    })),
  }
}

/** The first name of who looks after this candidate, for the candidate; nobody where that person has left. */
export async function findOwnHelper(candidateId: string): Promise<string | undefined> {
  const candidate = await db.candidate.findUnique({ where: { id: candidateId }, select: { ownerId: true } })
  if (candidate?.ownerId == null) return undefined
  const name = await findOfTeam(candidate.ownerId)
  return name?.trim().split(/\s+/)[0]
}
