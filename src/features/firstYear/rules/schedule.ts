import { dayAfter, daysBetween, londonDay, monthsAfter, startOfDay } from '../../../core/dates.ts'

/** The weeks after the start at which we ask how it goes. */
export const weeks = [2, 6, 13, 26, 39, 52] as const
export type Week = (typeof weeks)[number]

const MONTHS = 12
const YEARS_AHEAD = 3

/** A time that does not count, both days in London as 2027-01-14: from the first on, until the day on which it goes on. */
export type Deferral = { from: string; until: string }

/** A day that was reckoned from the start, moved on by every deferral that begins on it or before it. */
export const movedBy = (day: string, deferrals: readonly Deferral[]): string =>
  [...deferrals]
    .sort((a, b) => a.from.localeCompare(b.from))
    .reduce((moved, { from, until }) => (from <= moved ? dayAfter(moved, daysBetween(from, until)) : moved), day)

/** The London day of the check-in of a week. */
export const dueOn = (startedOn: string, week: Week, deferrals: readonly Deferral[]): string =>
  movedBy(dayAfter(startedOn, 7 * week), deferrals)

/** The London day on which the year is over. */
export const endsOn = (startedOn: string, deferrals: readonly Deferral[]): string =>
  movedBy(londonDay(monthsAfter(startOfDay(startedOn), MONTHS)), deferrals)

/** Does the year rest on this day? */
export const isResting = (day: string, deferrals: readonly Deferral[]): boolean =>
  deferrals.some(({ from, until }) => from <= day && day < until)

/** How many weeks of the year have passed on a day, those of deferrals left out; 1 in the first seven days. */
export function weekOn(day: string, startedOn: string, deferrals: readonly Deferral[]): number {
  const rested = deferrals.reduce((sum, { from, until }) => {
    const end = until < day ? until : day
    return sum + (from < end ? daysBetween(from, end) : 0)
  }, 0)
  return Math.max(1, Math.floor((daysBetween(startedOn, day) - rested) / 7) + 1)
}

/** Days after which a check-in without an answer is looked at, and those after which a late beginning leaves one out. */
export const MISSED_AFTER_DAYS = 7

/** Is this check-in too long gone to be asked now? */
export const isTooLate = (due: string, today: string): boolean => daysBetween(due, today) > MISSED_AFTER_DAYS

export type DeferralRefusal = 'noDays' | 'beforeStart' | 'tooFar' | 'overlaps'

/** May these days be left out of a year? Two deferrals share no day, so that none counts twice. */
export function refuseDeferral(
  given: Deferral,
  { startedOn, others }: { startedOn: string; others: readonly Deferral[] },
): DeferralRefusal | undefined {
  if (given.until <= given.from) return 'noDays'
  if (given.from < startedOn) return 'beforeStart'
  if (daysBetween(startedOn, given.until) > YEARS_AHEAD * 366) return 'tooFar'
  return others.some(({ from, until }) => given.from < until && from < given.until) ? 'overlaps' : undefined
}

/** May a year begin on this day, by the word of the team? Not before today's year, and not long before it is known. */
export function refuseStart(startsOn: string, today: string): 'tooLongAgo' | 'tooFar' | undefined {
  if (daysBetween(startsOn, today) > 330) return 'tooLongAgo'
  return daysBetween(today, startsOn) > 366 ? 'tooFar' : undefined
}
