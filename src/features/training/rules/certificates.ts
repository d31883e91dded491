import { dayAfter, daysBetween, londonDay, monthsAfter, startOfDay } from '../../../core/dates.ts'
import type { Course } from '../../../forces/profile.ts'

/** A session and a passed check make a certificate where no more than so many days lie between them, whichever came first. */
export const PAIR_DAYS = 60
/** How many days before its end a certificate is reminded of; the last on the day itself. */
export const reminderSteps = [60, 30, 7, 0] as const
export type ReminderStep = (typeof reminderSteps)[number]
/** From how many days before its end it counts as ending soon. */
export const SOON_DAYS = 60

/** All days here are those of the calendar in London, as 2027-01-14. */
export type Attended = { placeId: string; day: string }
export type Passed = { attemptId: string; day: string }
export type Pair = { placeId: string; attemptId: string; earnedOn: string }

/** The latest session and the latest check that belong together; earned on the later of the two. Undefined where something is missing yet. */
export function pairOf(sessions: readonly Attended[], passes: readonly Passed[]): Pair | undefined {
  const byDay = (a: { day: string }, b: { day: string }) => (a.day < b.day ? 1 : -1)
  for (const { placeId, day } of [...sessions].sort(byDay)) {
    const pass = [...passes].sort(byDay).find((each) => Math.abs(daysBetween(day, each.day)) <= PAIR_DAYS)
    if (pass) return { placeId, attemptId: pass.attemptId, earnedOn: day > pass.day ? day : pass.day }
  }
  return undefined
}

const lastDay = (from: string, months: number): string => dayAfter(londonDay(monthsAfter(startOfDay(from), months)), -1)

/**
 * The last day of a certificate. One that is renewed before its end goes on from there, so that nobody loses by being early; but
 * never further than twice the time from the day on which it was earned.
 */
export function validUntil(earnedOn: string, months: number, before: string | undefined): string {
  const fresh = lastDay(earnedOn, months)
  if (before === undefined || before < earnedOn) return fresh
  const onward = lastDay(dayAfter(before, 1), months)
  const most = lastDay(earnedOn, 2 * months)
  return onward < most ? onward : most
}

export const standings = ['lapsed', 'never', 'soon', 'current'] as const
export type Standing = (typeof standings)[number]

export function standingOf(until: string | undefined, today: string): Standing {
  if (until === undefined) return 'never'
  if (until < today) return 'lapsed'
  return daysBetween(today, until) <= SOON_DAYS ? 'soon' : 'current'
}

/**
 * The reminder that is due: the latest step reached. Where the clockwork stood still, earlier ones are left out. Undefined while the
 * end is far, once the last has gone, and for what ended long ago.
 */
export function reminderDue(until: string, today: string, sent: readonly number[]): ReminderStep | undefined {
  const left = daysBetween(today, until)
  if (left < -SOON_DAYS) return undefined
  const step = reminderSteps.findLast((each) => left <= each)
  return step === undefined || sent.some((each) => each <= step) ? undefined : step
}

/** A course for those who host or support is what a supporter is trained by. */
export const isSupporting = (course: Pick<Course, 'for'>): boolean => course.for.includes('host') || course.for.includes('support')

const rolesOf: Record<Course['for'][number], readonly string[]> = {
  hire: ['recruiter', 'coordinator', 'lead'],
  host: ['supporter'],
  support: ['supporter'],
}
/** The roles that need a course. Everybody else who works here may take it. */
export const rolesThatNeed = (course: Pick<Course, 'for'>): string[] => [...new Set(course.for.flatMap((each) => rolesOf[each]))]

/** A lead does not write to the same person about the same course again within so many days. */
export const NUDGE_DAYS = 7
