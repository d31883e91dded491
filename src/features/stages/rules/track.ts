import type { ForceProfile, Route } from '../../../forces/profile.ts'
import { phasesOf, stagesNext, type Phase, type StageShown } from './path.ts'
import { currentStage, reapplyFrom, standing, type StageRecord } from './records.ts'
import { isWithdrawReason, withdrawals } from './withdrawals.ts'

type Record = StageRecord & { until: Date | null; reason: string | null }
type Plan = { id: string; route: string; stage: string; expectedOn: Date }

/** One route as the person on it sees it: where they are, what comes next, and what a result that was not a pass leaves open. */
export type Track<R extends Record = Record, P extends Plan = Plan> = {
  route: Route
  phases: Phase[]
  current: R | undefined
  now: StageShown[]
  next: StageShown[]
  plans: P[]
  again: ReturnType<typeof reapplyFrom>
  after: (typeof withdrawals)[keyof typeof withdrawals] | undefined
}

/** The routes that somebody follows: those they chose, and those of which anything is recorded. */
export const routesFollowed = (force: ForceProfile, chosen: string[], records: StageRecord[]): Route[] =>
  force.routes.filter(({ id }) => chosen.includes(id) || standing(records).some(({ route }) => route === id))

export function trackOf<R extends Record, P extends Plan>(force: ForceProfile, route: Route, records: R[], plans: P[]): Track<R, P> {
  const own = standing(records).filter((record) => record.route === route.id)
  const phases = phasesOf(route, own)
  const stages = phases.flatMap((phase) => phase.stages)
  const current = currentStage(own)
  const reason = current?.state === 'withdrew' ? current.reason : undefined
  return {
    ...{ route, phases, current, next: stagesNext(phases), now: stages.filter(({ tile }) => tile === 'now') },
    plans: plans.filter((plan) => plan.route === route.id),
    again: current && reapplyFrom(force, current),
    after: isWithdrawReason(reason) ? withdrawals[reason] : undefined,
  }
}
