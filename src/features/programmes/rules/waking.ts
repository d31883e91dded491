import { daysAfter, instantAt, londonDay } from '../../../core/dates.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const SHORTEST = 2 * HOUR
const LONGEST = 48 * HOUR

/** The part of the day in London in which people are awake: the hours of an offer that count. */
export const waking = { from: '08:00', to: '21:00' } as const

/** The waking part of the London day that holds an instant, in milliseconds. */
function wakingDay(at: number): { from: number; to: number } {
  const day = londonDay(new Date(at))
  return { from: instantAt(day, waking.from)?.getTime() ?? at, to: instantAt(day, waking.to)?.getTime() ?? at }
}

const nextDay = (at: number): number => daysAfter(new Date(at), 1).getTime()

/** Waking milliseconds between two instants. */
export function wakingTime(from: number, to: number): number {
  let sum = 0
  for (let at = wakingDay(from).from; at < to; at = nextDay(at)) {
    const day = wakingDay(at)
    sum += Math.max(0, Math.min(to, day.to) - Math.max(from, day.from))
  }
  return sum
}

/** The instant at which so many waking milliseconds have passed. */
export function afterWaking(from: number, time: number): number {
  let left = time
  for (let at = wakingDay(from).from; ; at = nextDay(at)) {
    const day = wakingDay(at)
    const start = Math.max(from, day.from)
    const here = Math.max(0, day.to - start)
    if (left <= here) return start + left
    left -= here
  }
}

/**
 * Until when an offer made now stands: a quarter of the time left, at least 2 and at most 48 waking hours, up to the whole
 * minute, never past the end of offers. Undefined where fewer than 2 waking hours are left, as then no offer is made.
 */
export function offerExpiry(now: Date, offersEndAt: Date): Date | undefined {
  const [start, end] = [now.getTime(), offersEndAt.getTime()]
  if (wakingTime(start, end) < SHORTEST) return undefined
  const last = afterWaking(start, Math.min(LONGEST, Math.max(SHORTEST, (end - start) / 4)))
  return new Date(Math.min(end, Math.ceil(last / MINUTE) * MINUTE))
}
