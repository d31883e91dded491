import type { Candidate, Supporter, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { ChecksRefusal } from '../rules/words.ts'
import { tellOfChecks } from './notices.ts'

export type ChecksActor = Candidate | Team | Supporter
export type ChecksDecision = { ok: true } | { ok: false; reason: ChecksRefusal }
export const refuse = (reason: ChecksRefusal): ChecksDecision => ({ ok: false, reason })

export type LockedPlacement = { id: string; candidateId: string; hostId: string; state: string; startsAt: Date | null }

const waiting = new Set(['accepted', 'checks', 'confirmed'])

/**
 * Takes the locks of a person and of a placement of theirs, in this order; undefined where there is none, or not for this actor: the
 * candidate's own, every one for the team, and for who hosts those of a department they host in, once the candidate has said yes.
 */
async function lockPlacement(tx: Tx, actor: ChecksActor, placementId: string): Promise<LockedPlacement | undefined> {
  const [seen] = await tx.$queryRaw<{ candidateId: string }[]>`
    SELECT p.candidate_id AS "candidateId" FROM placements p WHERE p.id = ${placementId}::uuid
      AND CASE ${actor.role}::text
        WHEN 'candidate' THEN p.candidate_id = ${'candidateId' in actor ? actor.candidateId : null}::uuid
        WHEN 'supporter' THEN p.state NOT IN ('requested', 'underConsideration', 'offered')
          AND EXISTS (SELECT FROM host_people o WHERE o.host_id = p.host_id AND o.until IS NULL AND o.supporter_id = ${actor.accountId}::uuid)
        ELSE true END`
  if (!seen) return undefined
  await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${seen.candidateId}::uuid FOR NO KEY UPDATE`
  const [placement] = await tx.$queryRaw<LockedPlacement[]>`
    SELECT p.id, p.candidate_id AS "candidateId", p.host_id AS "hostId", p.state,
      (SELECT d.starts_at FROM host_dates d WHERE d.id = p.date_id) AS "startsAt"
    FROM placements p WHERE p.id = ${placementId}::uuid AND p.candidate_id = ${seen.candidateId}::uuid FOR UPDATE`
  return placement
}

type Step = { tx: Tx; placement: LockedPlacement; at: Date }

/** One thing done to the checks of a placement that waits for them; undefined where there is no such placement for this actor. */
export const onChecks = (
  actor: ChecksActor,
  { placementId, event, data }: { placementId: string; event: string; data: Record<string, string> },
  work: (step: Step) => Promise<ChecksDecision | undefined>,
): Promise<ChecksDecision | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const placement = await lockPlacement(tx, actor, placementId)
    if (!placement) return undefined
    if (!waiting.has(placement.state)) return refuse('notNow')
    const decision = await work({ tx, placement, at })
    if (!decision?.ok) return decision
    if (actor.role === 'candidate')
      await tx.candidate.update({ where: { id: actor.candidateId }, data: { activeAt: at }, select: { id: true } })
    await recordEvent(tx, actor, event, { candidateId: placement.candidateId, subjectId: placementId, data })
    await tellOfChecks(tx, placementId, at)
    return decision
  })

/** A day of London as the database keeps it. */
export const asDate = (day: string): Date => new Date(`${day}T00:00:00Z`)
