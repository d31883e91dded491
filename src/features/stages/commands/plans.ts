import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { inTransaction } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { decidePlan, type PlanDecision } from '../rules/plans.ts'
import { tidyReference } from '../rules/mapping.ts'

type Plan = { route: string; stage: string; on: string }

/** Keeps a date to come, in place of the one there was for this stage. It is no result and moves nothing. */
export const planStage = (
  actor: Candidate | Team,
  candidateId: string,
  force: ForceProfile,
  plan: Plan,
): Promise<PlanDecision | undefined> =>
  inTransaction(async (tx) => {
    const { route, stage, on } = plan
    const locked = await tx.$queryRaw<
      object[]
    >`SELECT FROM candidates WHERE id = ${candidateId}::uuid AND closed_at IS NULL FOR NO KEY UPDATE`
    if (locked.length === 0) return undefined
    const decision = decidePlan(force, plan, londonDay(now()))
    if (!decision.ok) return decision
    await tx.plannedStage.updateMany({ where: { candidateId, route, stage, removedAt: null }, data: { removedAt: now() } })
    const { id } = await tx.plannedStage.create({
      data: {
        ...{ candidateId, route, stage, expectedOn: new Date(`${on}T00:00:00Z`), recordedAt: now(), byId: actor.accountId },
        source: actor.role === 'candidate' ? 'candidate' : 'coordinator',
      },
      select: { id: true },
    })
    if (actor.role === 'candidate') await tx.candidate.update({ where: { id: candidateId }, data: { activeAt: now() } })
    await recordEvent(tx, actor, 'stage.planned', { candidateId, subjectId: id, data: { route, stage } })
    return decision
  })

/** Takes a date to come off again; false where there is none. */
export const removePlan = (actor: Candidate | Team, candidateId: string, planId: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const { count } = await tx.plannedStage.updateMany({ where: { id: planId, candidateId, removedAt: null }, data: { removedAt: now() } })
    if (count > 0) await recordEvent(tx, actor, 'stage.planRemoved', { candidateId, subjectId: planId })
    return count > 0
  })

/** Ends what we would have come back about: a candidate says not to, or the team has spoken with them. False where there is nothing. */
export const endFollowUp = (actor: Candidate | Team, candidateId: string, followUpId: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const own = actor.role === 'candidate'
    const { count } = await tx.stageFollowUp.updateMany({
      where: { id: followUpId, candidateId, endedAt: null, candidate: { closedAt: null }, kind: own ? 'askAgain' : 'deferral' },
      data: { endedAt: now(), endedWhy: own ? 'stopped' : 'done', endedById: actor.accountId },
    })
    if (count > 0) await recordEvent(tx, actor, own ? 'stage.doNotAsk' : 'stage.deferralDone', { candidateId, subjectId: followUpId })
    return count > 0
  })

export type ReferenceRefusal = 'notOne' | 'taken'

/** Sets, or with nothing typed takes away, what imports know a candidate by. Undefined where there is no such candidate. */
export const setReference = (
  actor: Team,
  candidateId: string,
  typed: string,
): Promise<{ ok: true } | { ok: false; reason: ReferenceRefusal } | undefined> =>
  inTransaction(async (tx) => {
    const recruitmentReference = typed === '' ? null : tidyReference(typed)
    if (recruitmentReference === undefined) return { ok: false, reason: 'notOne' }
    const candidate = await tx.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { recruitmentReference: true } })
    if (!candidate) return undefined
    if (candidate.recruitmentReference === recruitmentReference) return { ok: true }
    const { count } = await tx.$queryRaw<{ id: string }[]>`
      UPDATE candidates SET recruitment_reference = ${recruitmentReference} WHERE id = ${candidateId}::uuid
        AND NOT EXISTS (SELECT FROM candidates o WHERE o.recruitment_reference = ${recruitmentReference} AND o.id <> ${candidateId}::uuid)
      RETURNING id`.then((rows) => ({ count: rows.length }))
    if (count === 0) return { ok: false, reason: 'taken' }
    await recordEvent(tx, actor, recruitmentReference === null ? 'candidate.referenceRemoved' : 'candidate.referenceSet', { candidateId })
    return { ok: true }
  })
