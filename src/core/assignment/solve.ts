import type { Instance } from './instance.ts'
import { endsAt, matchMost, nobodyMatched, type Marks } from './people.ts'
import { highestTotal, type Bonus } from './total.ts'
import type { Certificate, Cover, OnProgress, Pair, Priced, Result } from './types.ts'
import { highestFloor } from './worst.ts'

const named = (ids: string[], marks: Uint8Array) => ids.filter((_, at) => marks[at] === 1)
const coverOf = (instance: Instance, marks: Marks): Cover => ({
  candidates: named(instance.candidates, marks.candidates),
  supporters: named(instance.supporters, marks.supporters),
})
const priced = (ids: string[], prices: Float64Array): Priced[] =>
  ids.map((id, at) => ({ id, price: prices[at] ?? 0 })).filter(({ price }) => price !== 0)

function pairsOf({ candidates, supporters, start, to, score }: Instance, of: Int32Array): Pair[] {
  const pairs: Pair[] = []
  for (let i = 0; i < of.length; i++) {
    for (let e = start[i] ?? 0; e < (start[i + 1] ?? 0); e++) {
      if (to[e] !== of[i]) continue
      pairs.push({ candidate: candidates[i] ?? '', supporter: supporters[to[e] ?? 0] ?? '', score: score[e] ?? 0 })
    }
  }
  return pairs
}

function resultOf(instance: Instance, of: Int32Array, certificate: Certificate): Result {
  const pairs = pairsOf(instance, of)
  return {
    pairs,
    unmatched: instance.candidates.filter((_, i) => (of[i] ?? -1) < 0),
    matched: pairs.length,
    worst: pairs.length === 0 ? null : pairs.reduce((least, { score }) => Math.min(least, score), Infinity),
    total: pairs.reduce((sum, { score }) => sum + score, 0),
    certificate,
  }
}

/** The most people, then the best worst pair, then the highest total. */
export function solve(instance: Instance, tell?: OnProgress, bonus?: Bonus): Result {
  const places = Math.min(
    instance.candidates.length,
    instance.capacity.reduce((a, b) => a + b, 0),
  )
  const most = nobodyMatched(instance)
  tell?.({ phase: 'people', done: 0, of: places })
  const cover = matchMost(instance, most, instance.start.slice(1), (done) => tell?.({ phase: 'people', done, of: places }))
  const nobody = { everybody: 0, candidates: [], supporters: [] }
  if (most.size === 0) return resultOf(instance, most.of, { most: coverOf(instance, cover), worst: null, prices: nobody })

  const { floor, above } = highestFloor(instance, most, (done, of) => tell?.({ phase: 'worst', done, of }))
  const ends = endsAt(instance, floor)
  const filled = (done: number) => tell?.({ phase: 'total', done, of: most.size })
  filled(0)
  const { of, prices } = highestTotal(instance, ends, cover, bonus, filled)
  filled(most.size)
  return resultOf(instance, of, {
    most: coverOf(instance, cover),
    worst: above && coverOf(instance, above),
    prices: {
      everybody: prices.everybody,
      candidates: priced(instance.candidates, prices.candidates),
      supporters: priced(instance.supporters, prices.supporters),
    },
  })
}
