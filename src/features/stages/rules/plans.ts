import type { ForceProfile } from '../../../forces/profile.ts'
import { findStage, type StageDecision } from './records.ts'

export type PlanRefusal = 'unknownRoute' | 'unknownStage' | 'hasBeen' | 'tooFar'
export type PlanDecision = Extract<StageDecision, { ok: true }> | { ok: false; reason: PlanRefusal }

const YEARS_AHEAD = 3

/** Decides whether a day can stand as one to come for a stage: today at the earliest. */
export function decidePlan(force: ForceProfile, given: { route: string; stage: string; on: string }, today: string): PlanDecision {
  const found = findStage(force, given)
  if (!found.ok) return found.reason === 'unknownRoute' ? { ok: false, reason: 'unknownRoute' } : { ok: false, reason: 'unknownStage' }
  if (given.on < today) return { ok: false, reason: 'hasBeen' }
  return Number(given.on.slice(0, 4)) - Number(today.slice(0, 4)) > YEARS_AHEAD ? { ok: false, reason: 'tooFar' } : found
}
