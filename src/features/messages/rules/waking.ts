import { daysAfter, instantAt, londonDay } from '../../../core/dates.ts'

/** The part of the day in London in which people are awake: no e-mail that can wait comes outside it, and no offer runs. */
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

/** The first waking instant from `at` on: `at` itself by day, the next 8 in the morning by night. */
export function nextWaking(at: Date): Date {
  const today = wakingDay(at.getTime())
  if (at.getTime() < today.from) return new Date(today.from)
  return at.getTime() < today.to ? at : new Date(wakingDay(nextDay(at.getTime())).from)
}
