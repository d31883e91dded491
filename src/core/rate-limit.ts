import { createHash } from 'node:crypto'
import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { pool } from './db.ts'

export type Limit = { points: number; seconds: number }

const limiters = new WeakMap<pg.Pool, Map<string, RateLimiterPostgres>>()

function limiterOf(purpose: string, { points, seconds }: Limit): RateLimiterPostgres {
  const known = limiters.get(pool) ?? new Map<string, RateLimiterPostgres>()
  limiters.set(pool, known)
  const name = `${purpose}:${String(points)}:${String(seconds)}`
  const limiter =
    known.get(name) ??
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      keyPrefix: purpose,
      points,
      duration: seconds,
    })
  known.set(name, limiter)
  return limiter
}

/** What a limit is counted by is kept as a digest, so that the table holds no address of anybody. */
const digest = (key: string): string => createHash('sha256').update(key.toLowerCase()).digest('base64url')

/** Spends one point, and says whether there was one left. Every process counts in the same table. */
export async function allow(purpose: string, key: string, limit: Limit): Promise<boolean> {
  try {
    await limiterOf(purpose, limit).consume(digest(key))
    return true
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return false
    throw refused
  }
}

/** Gives back one point that was spent on something that turned out well. */
export async function giveBack(purpose: string, key: string, limit: Limit): Promise<void> {
  await limiterOf(purpose, limit).reward(digest(key))
}

/** Forgets what was spent, as after a right password. */
export async function forgive(purpose: string, key: string, limit: Limit): Promise<void> {
  await limiterOf(purpose, limit).delete(digest(key))
}

/**
 * The network a visitor comes from, as limits count it: the first three numbers of an IPv4 address (/24), the first
 * three groups of an IPv6 address (/48). People behind one such network share a limit, so those limits are generous.
 */
export function networkOf(ip = ''): string {
  const four = /(?:^|:)(\d+\.\d+\.\d+)\.\d+$/.exec(ip)?.[1]
  if (four !== undefined) return four
  const [first = [], last = []] = ip.split('::').map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0')
  return [...first, ...zeros, ...last]
    .slice(0, 3)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')
}
