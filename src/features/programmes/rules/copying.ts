import {
  clocksChangeOn,
  date,
  dayAfter,
  daysBetween,
  instantAt,
  isBankHoliday,
  londonDay,
  londonTime,
  offsetOf,
  startOfDay,
  weekday,
} from '../../../core/dates.ts'

export type Original = { id: string; title: string; startsAt: Date; endsAt: Date; bookingClosesAt: Date; online: boolean; venue: string }
export type Planned = {
  original: Original
  startsAt: Date
  endsAt: Date
  bookingClosesAt: Date
  /** What somebody should look at before they say yes: a bank holiday, the clocks, a weekend, a time that does not exist. */
  notes: string[]
}

/**
 * By how many days everything moves. `weekdays` keeps them: then the first workshop is on the chosen day or the next one of its
 * own weekday, and everything moves by whole weeks.
 */
export function shiftOf(first: Date, chosen: string, weekdays: boolean): number {
  const days = daysBetween(londonDay(first), chosen)
  return weekdays ? Math.ceil(days / 7) * 7 : days
}

const HOUR = 3_600_000

/** One workshop so many days later, at the same time by the clocks of London. */
export function shifted(original: Original, days: number): Planned {
  const day = dayAfter(londonDay(original.startsAt), days)
  const clock = londonTime(original.startsAt)
  const wanted = instantAt(day, clock)
  // The hour that is missing in March: an hour later by the clock, and said so
  const startsAt =
    wanted ??
    new Date((instantAt(day, '00:00') ?? startOfDay(day)).getTime() + Number(clock.slice(0, 2)) * HOUR + Number(clock.slice(3)) * 60_000)
  const lasts = original.endsAt.getTime() - original.startsAt.getTime()
  const notes = notesOf(day, wanted === undefined ? startsAt : undefined)
  const closes = original.startsAt.getTime() - original.bookingClosesAt.getTime()
  return { original, startsAt, endsAt: new Date(startsAt.getTime() + lasts), bookingClosesAt: new Date(startsAt.getTime() - closes), notes }
}

function notesOf(day: string, moved: Date | undefined): string[] {
  const holiday = isBankHoliday(day)
  const change = clocksChangeOn(day)
  const noon = instantAt(day, '12:00') ?? startOfDay(day)
  return [
    ...(holiday === true ? ['A bank holiday in England and Wales'] : []),
    ...(holiday === undefined ? ['The bank holidays of that year are not known to us yet'] : []),
    ...(/^S(at|un)/.test(weekday(noon)) ? ['A weekend'] : []),
    ...(change === undefined ? [] : [`The clocks go ${change} that night`]),
    ...(moved === undefined ? [] : ['This time does not exist that night, so it begins an hour later']),
  ]
}

/** The workshops of a series once more, in order; a change of the clocks between two of them is said at the second. */
export function planCopies(originals: readonly Original[], chosen: string, weekdays: boolean): Planned[] {
  const inOrder = [...originals].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
  const [first] = inOrder
  if (!first) return []
  const days = shiftOf(first.startsAt, chosen, weekdays)
  const plans = inOrder.map((original) => shifted(original, days))
  return plans.map((plan, i) => {
    const before = plans[i - 1]
    const changed = before !== undefined && offsetOf(before.startsAt) !== offsetOf(plan.startsAt)
    return changed
      ? { ...plan, notes: [...plan.notes, 'The clocks changed since the one before: the time by the clock is the same'] }
      : plan
  })
}

export type CopyRefusal = 'nothingToCopy' | 'inThePast' | 'windowTooLate'

/** May this series be made? Every workshop must lie ahead, and people must be able to ask before the last of them. */
export function decideCopy(plans: readonly Planned[], closesAt: Date, now: Date): { ok: true } | { ok: false; reason: CopyRefusal } {
  const [first] = plans
  const last = plans.at(-1)
  if (!first || !last) return { ok: false, reason: 'nothingToCopy' }
  if (first.startsAt <= now) return { ok: false, reason: 'inThePast' }
  return closesAt > startOfDay(dayAfter(londonDay(last.startsAt), 1)) ? { ok: false, reason: 'windowTooLate' } : { ok: true }
}

export const copyRefusals: Record<CopyRefusal, string> = {
  nothingToCopy: 'This cohort has no workshops that could be run again',
  inThePast: 'Choose a first date that is still to come',
  windowTooLate: 'The last day to ask must not be after the last workshop',
}

/** "14 January to 18 March 2027" for the days of a new cohort. */
export const spanOf = (plans: readonly Planned[]): { startsOn: string; endsOn: string } | undefined => {
  const [first] = plans
  const last = plans.at(-1)
  return first && last && { startsOn: londonDay(first.startsAt), endsOn: londonDay(last.endsAt) }
}

/** A name for the next run, to be changed at will. */
export const nameAgain = (name: string, startsAt: Date): string => `${name.slice(0, 70)} (from ${date(startsAt)})`.replaceAll('\u00a0', ' ')
