import { afterWaking, wakingTime } from '../../messages/rules/waking.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const SHORTEST = 2 * HOUR
const LONGEST = 48 * HOUR

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
