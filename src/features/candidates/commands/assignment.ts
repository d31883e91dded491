import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { findOfTeam } from '../../accounts/queries/team.ts'
import { recordEvent } from '../../audit/commands.ts'
import { decideAssignment, type AssignDecision, type AssignReason } from '../rules/assignment.ts'

export type Assigning = {
  candidateId: string
  /** Who looks after the person from now on; null for nobody. */
  ownerId: string | null
  /** Needed where somebody looks after the person already. */
  reason?: AssignReason | undefined
  /** Whom the page showed that asks; left out, the wish counts whoever it is by now. */
  seen?: string | null | undefined
}

/** Gives a candidate to somebody of the team to look after; undefined where there is no such candidate. */
export const assignCandidate = (actor: Team, assigning: Assigning): Promise<AssignDecision | undefined> =>
  inTransaction((tx) => assignCandidateIn(tx, actor, assigning))

/** The same inside a transaction that does more, as accepting a request does. Takes the candidate's row lock. */
export async function assignCandidateIn(tx: Tx, actor: Team, { candidateId, ownerId, reason, seen }: Assigning) {
  await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidateId}::uuid FOR UPDATE`
  const candidate = await tx.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { ownerId: true } })
  if (!candidate) return undefined
  const toIsOfTeam = ownerId !== null && (await findOfTeam(ownerId, tx)) !== undefined
  const decision = decideAssignment({ from: candidate.ownerId, to: ownerId, seen, toIsOfTeam, reason })
  if (!decision.ok) return decision
  const move = { candidateId, fromId: candidate.ownerId, toId: ownerId, reason: reason ?? null }
  await tx.assignment.create({ data: { ...move, byId: actor.accountId, byRole: actor.role, at: now() } })
  const name = ownerId === null ? 'candidate.unassigned' : candidate.ownerId === null ? 'candidate.assigned' : 'candidate.reassigned'
  await recordEvent(tx, actor, name, { candidateId, ...(reason !== undefined && { data: { reason } }) })
  return decision
}
