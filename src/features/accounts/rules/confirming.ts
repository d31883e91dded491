import { daysAfter, londonDay, londonTime, startOfDay } from '../../../core/dates.ts'

const DAY = 86_400_000

/** Staff access lasts so long after somebody vouched for the person. */
export const CONFIRMED_FOR_DAYS = 90
/** So many days before it lapses, those who may vouch are written to. */
export const noticeDays = [14, 3] as const
export type NoticeDays = (typeof noticeDays)[number]

type Dates = { confirmedAt: Date | null; deactivatedAt: Date | null }

/** The instant at which staff access lapses. Somebody for whom nobody ever vouched has none. */
export const accessEnds = (confirmedAt: Date | null): Date => new Date((confirmedAt?.getTime() ?? 0) + CONFIRMED_FOR_DAYS * DAY)

/** The latest confirmation whose access has lapsed by an instant. */
export const confirmedBefore = (ends: Date): Date => new Date(ends.getTime() - CONFIRMED_FOR_DAYS * DAY)

/** Access that ends before this instant is due a notice of so many days: by whole London days, so that a day's notices go together. */
export const noticeReach = (days: NoticeDays, now: Date): Date => daysAfter(startOfDay(londonDay(now)), days + 1)

export const accessStates = ['active', 'ending', 'lapsed', 'deactivated'] as const
export type AccessState = (typeof accessStates)[number]

/** What staff access is worth now. It lapses at the instant, with no job that could be late. */
export function accessState({ confirmedAt, deactivatedAt }: Dates, now: Date): AccessState {
  if (deactivatedAt !== null) return 'deactivated'
  const ends = accessEnds(confirmedAt)
  if (ends <= now) return 'lapsed'
  return ends < noticeReach(14, now) ? 'ending' : 'active'
}

/** Which notices are due of an account: all whose day has come, so that one that was missed is not sent late beside the next. */
export const noticesDue = (account: Dates, now: Date): NoticeDays[] =>
  accessState(account, now) === 'ending' ? noticeDays.filter((days) => accessEnds(account.confirmedAt) < noticeReach(days, now)) : []

/** Is it an hour in London at which nobody is written to by what can wait? */
export function isQuiet({ from, until }: { from: number; until: number }, now: Date): boolean {
  const hour = Number(londonTime(now).slice(0, 2))
  return hour >= from || hour < until
}
