import { monthsAfter } from '../../../core/dates.ts'
import type { ForceProfile, Reapply, Route, Stage } from '../../../forces/profile.ts'

export const stageStates = ['inProgress', 'passed', 'notPassed', 'withdrew', 'deferred'] as const
export type StageState = (typeof stageStates)[number]

export const stageWords: Record<StageState, { text: string; mine: string; colour: string }> = {
  inProgress: { text: 'In progress', mine: 'I am at this stage', colour: 'blue' },
  passed: { text: 'Passed', mine: 'I passed it', colour: 'green' },
  notPassed: { text: 'Not passed', mine: 'I did not pass it this time', colour: 'grey' },
  withdrew: { text: 'Withdrew', mine: 'I withdrew', colour: 'grey' },
  deferred: { text: 'Deferred', mine: 'It is put off until later', colour: 'orange' },
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

export type StageGiven = {
  route: string
  stage: string
  state: StageState
  on: string
  until?: string | undefined
  reason?: string | undefined
}
export type StageRefusal =
  'unknownRoute' | 'unknownStage' | 'inFuture' | 'tooLongAgo' | 'noUntil' | 'untilTooEarly' | 'untilTooLate' | 'noReason'
type Found = { ok: true; route: Route; stage: Stage }
export type StageDecision = Found | { ok: false; reason: StageRefusal }

const YEARS = 20
const YEARS_AHEAD = 5
const yearsBetween = (from: string, to: string) => Number(to.slice(0, 4)) - Number(from.slice(0, 4))

/** Finds a stage in its route's own template. */
export function findStage(force: ForceProfile, given: { route: string; stage: string }): StageDecision {
  const route = force.routes.find(({ id }) => id === given.route)
  if (!route) return { ok: false, reason: 'unknownRoute' }
  const stage = route.stages.find(({ id }) => id === given.stage)
  return stage ? { ok: true, route, stage } : { ok: false, reason: 'unknownStage' }
}

/** Decides whether a day can be that of a result: one that has come, and not from another age. */
export function refuseDay(on: string, today: string): 'inFuture' | 'tooLongAgo' | undefined {
  if (on > today) return 'inFuture'
  return yearsBetween(on, today) > YEARS ? 'tooLongAgo' : undefined
}

/** Decides until when something can be deferred: a day after the one on which it was. */
export function refuseUntil(until: string, { on, today }: { on: string; today: string }): 'untilTooEarly' | 'untilTooLate' | undefined {
  if (until <= on) return 'untilTooEarly'
  return yearsBetween(today, until) > YEARS_AHEAD ? 'untilTooLate' : undefined
}

function refuseMore({ state, on, until, reason }: StageGiven, today: string): StageRefusal | undefined {
  if (state === 'withdrew' && reason === undefined) return 'noReason'
  if (state !== 'deferred') return undefined
  return until === undefined ? 'noUntil' : refuseUntil(until, { on, today })
}

/**
 * Decides whether a dated record can be added: a stage of the route's template, on a day that has come; a deferral says
 * until when, a withdrawal why, from a list. Nothing says why anybody did not pass. No support moves a stage.
 */
export function decideStage(force: ForceProfile, given: StageGiven, today: string): StageDecision {
  const found = findStage(force, given)
  if (!found.ok) return found
  const reason = refuseDay(given.on, today) ?? refuseMore(given, today)
  return reason === undefined ? found : { ok: false, reason }
}

const latestFirst = (a: StageRecord, b: StageRecord) =>
  b.happenedOn.getTime() - a.happenedOn.getTime() || b.recordedAt.getTime() - a.recordedAt.getTime() || (a.id < b.id ? 1 : -1)

/** The records that stand, latest first. */
export const standing = <R extends StageRecord>(records: R[]): R[] => records.filter(({ voidedAt }) => voidedAt === null).sort(latestFirst)

/** The current stage is the latest record that stands. */
export const currentStage = <R extends StageRecord>(records: R[]): R | undefined => standing(records)[0]

export type VoidEvent = 'correct' | 'void'
export type VoidRefusal = 'gone' | 'notYours'

/**
 * Decides who may take a record off. A candidate corrects what they said themselves; the team what it or an import
 * entered, and what a candidate said only where it contradicts another source, with a reason that the candidate reads.
 */
export function decideVoid(
  event: VoidEvent,
  record: { source: string; voidedAt: Date | null },
  by: { role: 'candidate' | 'coordinator' | 'lead'; inConflict: boolean },
): { ok: true } | { ok: false; reason: VoidRefusal } {
  if (record.voidedAt !== null) return { ok: false, reason: 'gone' }
  const own = record.source === 'candidate'
  const may = by.role === 'candidate' ? own : event === 'void' && (!own || by.inConflict)
  return may ? { ok: true } : { ok: false, reason: 'notYours' }
}

export const voidReasons = ['mistyped', 'wrongPerson', 'otherRight', 'notHappened'] as const
export type VoidReason = (typeof voidReasons)[number]
/** Why a record no longer stands, in words that candidate and team both read. */
export const voidWords: Record<VoidReason | 'corrected', string> = {
  mistyped: 'It was entered by mistake',
  wrongPerson: 'It was about somebody else',
  otherRight: 'The other record is right',
  notHappened: 'It did not happen',
  corrected: 'Corrected by another entry',
}

/** From when somebody who did not pass can usually apply again, and whether the force has confirmed it. */
export function reapplyFrom(force: ForceProfile, record: { route: string; stage: string; state: string; happenedOn: Date }) {
  const found = findStage(force, record)
  if (record.state !== 'notPassed' || !found.ok) return undefined
  const { months, confirmed }: Reapply = found.stage.reapply ?? found.route.reapply
  return { from: monthsAfter(record.happenedOn, months), confirmed }
}

/** A stage's name in its route's own words; what a profile no longer has is named as it was stored. */
export function stageName(force: ForceProfile, record: { route: string; stage: string }): { route: string; stage: string } {
  const route = force.routes.find(({ id }) => id === record.route)
  return { route: route?.name ?? record.route, stage: route?.stages.find(({ id }) => id === record.stage)?.name ?? record.stage }
}

/**
 * The stages that come before this one and are not recorded as passed: a reason to look again, never to refuse. Stages of
 * one group go in any order; what comes before an application leaves no trace, and is not asked for.
 */
export function missingBefore(route: Route, stageId: string, records: { stage: string; route: string; state: string }[]): Stage[] {
  const at = route.stages.findIndex(({ id }) => id === stageId)
  const group = route.stages[at]?.group
  const passed = new Set(records.filter((record) => record.route === route.id && record.state === 'passed').map(({ stage }) => stage))
  return route.stages
    .slice(0, Math.max(at, 0))
    .filter(
      ({ id, group: other }) => !passed.has(id) && !(group !== undefined && other === group) && id !== 'interest' && id !== 'eligibility',
    )
}
