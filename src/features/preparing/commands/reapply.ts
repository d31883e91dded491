import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import type { Tx } from '../../../core/db.ts'
import type { ForceProfile, SupportKind } from '../../../forces/profile.ts'
import { askForSupport } from '../../requests/commands/ask.ts'
import { recordStageIn } from '../../stages/commands/records.ts'
import { findStage, reapplyFrom, type StageRefusal } from '../../stages/rules/records.ts'
import type { StepRefusal } from '../rules/plan.ts'
import { APPLICATION, decideStart, isLastWord, type StartRefusal, type Work } from '../rules/reapply.ts'
import { addStepIn } from './plan.ts'
import { ownAct } from './own.ts'

/** The result that a plan is about, where it is theirs and still the last word of its route. */
async function findResult(tx: Tx, { candidateId }: Candidate, recordId: string) {
  return isLastWord(await tx.stageRecord.findMany({ where: { candidateId } }), recordId)
}
type Result = NonNullable<Awaited<ReturnType<typeof findResult>>>

/** The plan after this result; the one made before the result was corrected goes on with it. */
async function keepPlan(tx: Tx, { id: recordId, candidateId, route, stage }: Result, at: Date): Promise<string> {
  const own = await tx.reapplyPlan.findFirst({
    where: { candidateId, OR: [{ recordId }, { beganAt: null, record: { route, stage, voidedAt: { not: null } } }] },
    orderBy: [{ changedAt: 'desc' }],
  })
  if (own?.recordId === recordId) return own.id
  if (own) return (await tx.reapplyPlan.update({ where: { id: own.id }, data: { recordId }, select: { id: true } })).id
  return (await tx.reapplyPlan.create({ data: { candidateId, recordId, madeAt: at, changedAt: at }, select: { id: true } })).id
}

/** One act about the plan after a result; undefined where there is nothing to plan after. */
const act = <T>(candidate: Candidate, recordId: string, work: (tx: Tx, result: Result, at: Date) => Promise<T>): Promise<T | undefined> => {
  const at = now()
  return ownAct(candidate, at, async (tx) => {
    const result = await findResult(tx, candidate, recordId)
    return result && work(tx, result, at)
  })
}

type Words = { feedback: string; works: Work[]; workWords: string }

/** Keeps what somebody was told, in their own words, and what they mean to work on. */
export const saveReapply = (candidate: Candidate, recordId: string, { feedback, works, workWords }: Words): Promise<boolean | undefined> =>
  act(candidate, recordId, async (tx, result, at) => {
    const id = await keepPlan(tx, result, at)
    const data = { feedback: feedback === '' ? null : feedback, works, workWords: workWords === '' ? null : workWords, changedAt: at }
    await tx.reapplyPlan.update({ where: { id }, data, select: { id: true } })
    return true
  })

/** Asks for one kind of support that fits the stage, in one press. False where it has been asked for already. */
export const askMeanwhile = (
  candidate: Candidate,
  recordId: string,
  kind: SupportKind,
  force: ForceProfile,
): Promise<boolean | undefined> =>
  act(candidate, recordId, async (tx, result, at) => {
    const found = findStage(force, result)
    if (!found.ok || !found.stage.support.includes(kind)) return undefined
    await keepPlan(tx, result, at)
    return (await askForSupport(tx, candidate, kind, force)).ok
  })

/** Puts the day from which one can usually apply again into the plan, with a reminder the day before. */
export const planTheDay = (
  candidate: Candidate,
  recordId: string,
  force: ForceProfile,
): Promise<{ ok: true; stepId: string } | { ok: false; reason: StepRefusal } | undefined> =>
  act(candidate, recordId, async (tx, result, at) => {
    const again = reapplyFrom(force, result)
    if (!again) return undefined
    const { route, stage } = result
    const dueOn = londonDay(again.from)
    const day = dueOn < londonDay(at) ? { dueOn: undefined, remind: false } : { dueOn, remind: true }
    const words = again.confirmed ? 'From this day I can apply again' : 'From about this day I can apply again: ask first'
    return addStepIn(tx, candidate.candidateId, { ...{ words, route, stage, code: 'again' }, ...day }, at)
  })

type Start = { route: string; on: string; told: boolean }

/** Puts down that a new application has begun: a new dated record of its own, and the plan is done. Nothing old is touched. */
export const startAgain = (
  candidate: Candidate,
  recordId: string,
  force: ForceProfile,
  given: Start,
): Promise<{ ok: true } | { ok: false; reason: StartRefusal | StageRefusal } | undefined> =>
  act(candidate, recordId, async (tx, result, at) => {
    const decision = decideStart(force, result, given)
    if (!decision.ok) return decision
    const { route, on } = given
    const recorded = await recordStageIn(tx, candidate, candidate.candidateId, force, {
      route,
      stage: APPLICATION,
      state: 'inProgress',
      on,
    })
    if (!recorded.ok) return recorded
    const id = await keepPlan(tx, result, at)
    await tx.reapplyPlan.update({ where: { id }, data: { beganAt: at, beganRecordId: recorded.recordId }, select: { id: true } })
    return { ok: true }
  })
