import { monthsAfter } from '../../core/dates.ts'
import type { ForceProfile, Route, Stage } from '../../forces/profile.ts'

export const stageStates = ['inProgress', 'passed', 'notPassed', 'withdrew', 'deferred'] as const
export type StageState = (typeof stageStates)[number]

export const stageWords: Record<StageState, { text: string; mine: string; colour: string }> = {
  inProgress: { text: 'In progress', mine: 'I am at this stage', colour: 'blue' },
  passed: { text: 'Passed', mine: 'I passed it', colour: 'green' },
  notPassed: { text: 'Not passed', mine: 'I did not pass it this time', colour: 'grey' },
  withdrew: { text: 'Withdrew', mine: 'I withdrew', colour: 'grey' },
  deferred: { text: 'Deferred', mine: 'It is deferred', colour: 'orange' },
}

export type StageRecord = {
  id: string
  route: string
  stage: string
  state: string
  happenedOn: Date
  source: string
  recordedAt: Date
  voidedAt: Date | null
}

export type StageRefusal = 'unknownRoute' | 'unknownStage' | 'inFuture' | 'tooLongAgo'
export type StageDecision = { ok: true; route: Route; stage: Stage } | { ok: false; reason: StageRefusal }

const YEARS = 20

/** Decides whether a dated record can be added: a stage of the route's template, on a day that has come. No support moves a stage. */
export function decideStage(force: ForceProfile, given: { route: string; stage: string; on: string }, today: string): StageDecision {
  const route = force.routes.find(({ id }) => id === given.route)
  if (!route) return { ok: false, reason: 'unknownRoute' }
  const stage = route.stages.find(({ id }) => id === given.stage)
  if (!stage) return { ok: false, reason: 'unknownStage' }
  if (given.on > today) return { ok: false, reason: 'inFuture' }
  if (Number(today.slice(0, 4)) - Number(given.on.slice(0, 4)) > YEARS) return { ok: false, reason: 'tooLongAgo' }
  return { ok: true, route, stage }
}

const latestFirst = (a: StageRecord, b: StageRecord) =>
  b.happenedOn.getTime() - a.happenedOn.getTime() || b.recordedAt.getTime() - a.recordedAt.getTime()

/** The records that stand, latest first. */
export const standing = <R extends StageRecord>(records: R[]): R[] => records.filter(({ voidedAt }) => voidedAt === null).sort(latestFirst)

/** The current stage is the latest record that stands. */
export const currentStage = <R extends StageRecord>(records: R[]): R | undefined => standing(records)[0]

/** Records of one stage of one route in which two sources disagree: both are shown, neither wins. */
export function conflicts<R extends StageRecord>(records: R[]): R[][] {
  const groups = new Map<string, R[]>()
  for (const record of standing(records)) {
    const key = `${record.route} ${record.stage}`
    groups.set(key, [...(groups.get(key) ?? []), record])
  }
  return [...groups.values()].flatMap((group) => {
    const latest = [...new Map(group.toReversed().map((record) => [record.source, record])).values()]
    return new Set(latest.map(({ state }) => state)).size > 1 ? [latest] : []
  })
}

/** Six months for the national assessment, to be confirmed by each force: said as usual, never as law. */
const REAPPLY_MONTHS = 6

/** From when somebody who did not pass can usually apply again; undefined where the current stage is another story. */
export function reapplyFrom(records: StageRecord[]): Date | undefined {
  const current = currentStage(records)
  return current?.state === 'notPassed' ? monthsAfter(current.happenedOn, REAPPLY_MONTHS) : undefined
}

/** A stage's name in its route's own words; what a profile no longer has is named as it was stored. */
export function stageName(force: ForceProfile, record: { route: string; stage: string }): { route: string; stage: string } {
  const route = force.routes.find(({ id }) => id === record.route)
  return { route: route?.name ?? record.route, stage: route?.stages.find(({ id }) => id === record.stage)?.name ?? record.stage }
}
