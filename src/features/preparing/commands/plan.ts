import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import type { Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { findStage } from '../../stages/rules/records.ts'
import { decideStep, type StepGiven, type StepRefusal } from '../rules/plan.ts'
import { findSuggestion } from '../rules/suggestions.ts'
import { asDay, dayOf, ownAct } from './own.ts'

export type Step = StepGiven & { words: string; route?: string | undefined; stage?: string | undefined; code?: string | undefined }
type Decision = { ok: true; stepId: string } | { ok: false; reason: StepRefusal } | undefined

const live = (candidateId: string) => ({ candidateId, removedAt: null })

/** Puts a step into the plan, in a transaction of the caller, under the lock on the candidate. */
export async function addStepIn(tx: Tx, candidateId: string, given: Step, at: Date): Promise<NonNullable<Decision>> {
  const { words, dueOn, remind, route, stage, code } = given
  const steps = await tx.planStep.count({ where: live(candidateId) })
  const decision = decideStep(given, { today: londonDay(at), steps })
  if (!decision.ok) return decision
  const suggested = { route: route ?? null, stage: stage ?? null, code: code ?? null }
  const there = code === undefined ? 0 : await tx.planStep.count({ where: { ...live(candidateId), ...suggested } })
  if (there > 0) return { ok: false, reason: 'twice' }
  const { id } = await tx.planStep.create({
    data: { candidateId, ...suggested, words, remind, dueOn: dueOn === undefined ? null : asDay(dueOn), madeAt: at },
    select: { id: true },
  })
  return { ok: true, stepId: id }
}

export const addStep = (candidate: Candidate, given: Step): Promise<Decision> => {
  const at = now()
  return ownAct(candidate, at, (tx) => addStepIn(tx, candidate.candidateId, given, at))
}

/** Puts one of the things worth doing before a stage into the plan; undefined where there is no such suggestion. */
export const addSuggested = async (
  candidate: Candidate,
  force: ForceProfile,
  { route, stage, code }: { route: string; stage: string; code: string },
): Promise<Decision> => {
  const suggestion = findStage(force, { route, stage }).ok ? findSuggestion(stage, code) : undefined
  return suggestion && addStep(candidate, { words: suggestion.words, route, stage, code, dueOn: undefined, remind: false })
}

/** Changes the words or the day of a step. A new day is reminded of anew, and what is in a calendar gets a newer number. */
export const changeStep = (candidate: Candidate, stepId: string, given: Pick<Step, 'words' | 'dueOn' | 'remind'>): Promise<Decision> => {
  const at = now()
  return ownAct(candidate, at, async (tx) => {
    const step = await tx.planStep.findFirst({ where: { id: stepId, ...live(candidate.candidateId) } })
    if (!step) return undefined
    const before = step.dueOn === null ? undefined : dayOf(step.dueOn)
    const decision = decideStep(given, { today: londonDay(at), before, steps: 0 })
    if (!decision.ok) return decision
    const { words, dueOn, remind } = given
    const data = { words, remind, dueOn: dueOn === undefined ? null : asDay(dueOn), sequence: { increment: 1 } }
    await tx.planStep.update({ where: { id: stepId }, data, select: { id: true } })
    return { ok: true, stepId }
  })
}

export const stepEvents = ['done', 'undone', 'remove', 'restore'] as const
export type StepEvent = (typeof stepEvents)[number]

/** Ticks a step off or not, takes it out or puts it back. False where it is not theirs, or was deleted since. */
export const moveStep = async (candidate: Candidate, stepId: string, event: StepEvent): Promise<boolean> => {
  const at = now()
  const { candidateId } = candidate
  const moved = await ownAct(candidate, at, async (tx) => {
    const step = await tx.planStep.findFirst({ where: { id: stepId, candidateId } })
    if (!step || (event !== 'restore' && step.removedAt !== null) || (event === 'restore' && (await isThereAgain(tx, step))))
      return undefined
    const done = { done: { doneAt: at }, undone: { doneAt: null }, remove: { removedAt: at }, restore: { removedAt: null } }[event]
    const { count } = await tx.planStep.updateMany({ where: { id: stepId }, data: { ...done, sequence: { increment: 1 } } })
    return count === 0 ? undefined : true
  })
  return moved === true
}

type Kept = { candidateId: string; route: string | null; stage: string | null; code: string | null }
/** The same suggestion, put into the plan a second time after this one was taken out. */
const isThereAgain = async (tx: Tx, { candidateId, route, stage, code }: Kept): Promise<boolean> =>
  code !== null && (await tx.planStep.count({ where: { ...live(candidateId), route, stage, code } })) > 0
