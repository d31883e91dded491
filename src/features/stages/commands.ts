import type { Candidate, Team } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { londonDay } from '../../core/dates.ts'
import { inTransaction } from '../../core/db.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { recordEvent, recordLook } from '../audit/commands.ts'
import { decideStage, type StageDecision, type StageState } from './rules.ts'

type Given = { route: string; stage: string; state: StageState; on: string }

/** Adds one dated record of a stage. Nothing is overwritten: what was wrong is voided, and stays. Undefined where there is no such candidate. */
export const recordStage = (
  actor: Candidate | Team,
  candidateId: string,
  force: ForceProfile,
  given: Given,
): Promise<StageDecision | undefined> =>
  inTransaction(async (tx) => {
    const candidate = await tx.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { id: true } })
    if (!candidate) return undefined
    const decision = decideStage(force, given, londonDay(now()))
    if (!decision.ok) return decision
    const { route, stage, state, on } = given
    const source = actor.role === 'candidate' ? 'candidate' : 'coordinator'
    const { id } = await tx.stageRecord.create({
      data: {
        ...{ candidateId, route, stage, state, source },
        happenedOn: new Date(`${on}T00:00:00Z`),
        byId: actor.accountId,
        recordedAt: now(),
      },
      select: { id: true },
    })
    if (actor.role === 'candidate') await tx.candidate.update({ where: { id: candidateId }, data: { activeAt: now() } })
    await recordEvent(tx, actor, 'stage.recorded', { candidateId, subjectId: id, data: { route, stage, state } })
    return decision
  })

/** Voids a record that was a mistake: it stays in the history. Each side voids only what it entered; false where there is none. */
export const voidStage = (actor: Candidate | Team, candidateId: string, recordId: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const source = actor.role === 'candidate' ? 'candidate' : { not: 'candidate' }
    const where = { id: recordId, candidateId, voidedAt: null, source }
    const { count } = await tx.stageRecord.updateMany({ where, data: { voidedAt: now() } })
    if (count > 0) await recordEvent(tx, actor, 'stage.voided', { candidateId, subjectId: recordId })
    return count > 0
  })

/** Records that the team opened the page on which a candidate's stage is entered. */
export const lookAtStages = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'recruitment stages', 'To run your support'))
