import { londonDay } from '../../../core/dates.ts'
import type { ForceProfile, Route } from '../../../forces/profile.ts'
import { reapplyFrom, standing, type StageRecord } from '../../stages/rules/records.ts'

/** What somebody may choose to work on after a result that was not a pass. */
export const works = {
  examples: 'Better examples of what I have done',
  telling: 'Telling them clearly and in time',
  values: 'Knowing the values and what they mean in practice',
  writing: 'Writing',
  numbers: 'Numbers and reading charts',
  online: 'Being at ease with a camera and online tests',
  fitness: 'My fitness',
  knowing: 'Knowing the job and the force better',
  calm: 'Staying calm on the day',
  adjustments: 'Asking for what makes it fair for me',
  life: 'Making room for it beside everything else',
} as const
export type Work = keyof typeof works
export const workCodes = Object.keys(works) as [Work, ...Work[]]

/** The stage with which every route begins to be applied for. */
export const APPLICATION = 'application'

/**
 * Is this the result that a route ended with? Only the latest that stands counts: after it comes a new application, and then
 * there is nothing to plan any more.
 */
export function isLastWord<R extends StageRecord>(records: R[], id: string): R | undefined {
  const record = records.find((each) => each.id === id)
  if (record?.state !== 'notPassed' || record.voidedAt !== null) return undefined
  return standing(records.filter(({ route }) => route === record.route))[0]?.id === id ? record : undefined
}

export type StartRefusal = 'early' | 'unknownRoute' | 'beforeResult'

/**
 * Decides whether a new application can be put down: of a route of the force, on a day not before the result, and before the day
 * from which one can usually apply again only where the person says that recruitment told them so. We never forbid it.
 */
export function decideStart(
  force: ForceProfile,
  record: { route: string; stage: string; state: string; happenedOn: Date },
  given: { route: string; on: string; told: boolean },
): { ok: true; route: Route } | { ok: false; reason: StartRefusal } {
  const route = force.routes.find(({ id }) => id === given.route)
  if (!route?.stages.some(({ id }) => id === APPLICATION)) return { ok: false, reason: 'unknownRoute' }
  if (given.on < record.happenedOn.toISOString().slice(0, 10)) return { ok: false, reason: 'beforeResult' }
  const again = reapplyFrom(force, record)
  const early = again !== undefined && given.route === record.route && given.on < londonDay(again.from)
  return early && !given.told ? { ok: false, reason: 'early' } : { ok: true, route }
}
