import type { Instance } from './instance.ts'
import { endsAt, keptAbove, matchMost, type Marks, type Matching } from './people.ts'

// Not shared with the other files: each file's own are several times faster
const int = (list: Int32Array, at: number) => list[at] ?? 0

type Found = { floor: number; above: Marks | null }

function lowestOf({ start, to, score }: Instance, { of }: Matching): number {
  let lowest = Infinity
  for (let i = 0; i < of.length; i++) {
    const j = of[i] ?? -1
    if (j < 0) continue
    let e = int(start, i)
    while (to[e] !== j) e++
    lowest = Math.min(lowest, int(score, e))
  }
  return lowest
}

/**
 * The highest floor at which as many are matched as without one, by halving: each try keeps the matching of the last floor that held, without
 * what is below the new one. `above` is the cover of the pairs above the floor, which shows that one higher is too high; null where
 * `instance.enough` ended the search.
 */
export function highestFloor(instance: Instance, most: Matching, tell?: (tried: number, of: number) => void): Found {
  let matching = most
  let floor = lowestOf(instance, most)
  let high = instance.score.reduce((a, b) => Math.max(a, b), 0) + 1
  let above: Marks | null = null
  const tries = Math.ceil(Math.log2(Math.max(2, high - floor)))
  for (let tried = 0; floor < instance.enough && (above === null || high - floor > 1); tried++) {
    const middle = high - floor > 1 ? (floor + high) >>> 1 : high
    const ends = endsAt(instance, middle)
    const tryOf = keptAbove(instance, matching, ends)
    const cover = matchMost(instance, tryOf, ends)
    if (tryOf.size === most.size) {
      matching = tryOf
      floor = lowestOf(instance, tryOf)
    } else {
      high = middle
      above = cover
    }
    tell?.(Math.min(tried + 1, tries), tries)
  }
  return floor < instance.enough ? { floor, above } : { floor: instance.enough, above: null }
}
