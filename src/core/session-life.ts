const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** However busy, a session ends this long after the password was given. */
export const LONGEST = 8 * HOUR
/** Unused for this long, the session of somebody with a staff role ends: a screen left open shows other people's data. */
export const STAFF_IDLE = HOUR
/** How long a person who gave the password has for the code. */
const HALF_WAY = 15 * MINUTE
/** How long before the end a page warns. */
export const WARNING = 5 * MINUTE
/** How long a password and code given stand for what comes after, where an act is sensitive. */
const PROOF = 10 * MINUTE
/** A session says when it was last used, to this much: writing it down at every request would cost a write each. */
const TOUCH = MINUTE

/** What a session knows of itself; times in milliseconds. */
export type Life = { begun?: number | undefined; usedAt?: number | undefined; secondFactorAt?: number | undefined }
type Holder = { staff: boolean; half: boolean }

/** When this session ends if it is not used again, and when it ends however much it is used. */
export function endsOf({ begun, usedAt }: Life, { staff, half }: Holder): { end: number; last: number } {
  const last = (begun ?? Infinity) + (half ? HALF_WAY : LONGEST)
  return { end: staff ? Math.min(last, (usedAt ?? Infinity) + STAFF_IDLE) : last, last }
}

export const isOver = (life: Life, holder: Holder, now: number): boolean => endsOf(life, holder).end <= now

export const isDue = (usedAt: number | undefined, now: number): boolean => usedAt === undefined || now - usedAt >= TOUCH

/** Is the last proof of who this is fresh enough for a sensitive act? */
export const isProven = (provenAt: number | undefined, now: number): boolean => provenAt !== undefined && now - provenAt < PROOF
