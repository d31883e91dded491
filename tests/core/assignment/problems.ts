import type { Pair, Problem } from '../../../src/core/assignment.ts'

/** Numbers below `below`, the same again for the same seed. */
export function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** Up to seven people and seven supporters of capacity 0 to 3, from nearly no pairs to nearly all, scores that are often equal. */
export function aSmallProblem(roll: (below: number) => number): Problem {
  const candidates = Array.from({ length: roll(8) }, (_, i) => `person-${String(i)}`)
  const supporters = Array.from({ length: roll(8) }, (_, j) => ({ id: `supporter-${String(j)}`, capacity: roll(4) }))
  const [often, most] = [1 + roll(10), [2, 4, 10, 100][roll(4)] ?? 2]
  const all = candidates.flatMap((candidate) => supporters.map(({ id }) => ({ candidate, supporter: id, score: roll(most) })))
  return { candidates, supporters, pairs: all.filter(() => roll(10) < often), seed: String(roll(1000)) }
}

export type Order = { people: number; worst: number | null; total: number }

export const orderOf = (pairs: readonly Pair[]): Order => ({
  people: pairs.length,
  worst: pairs.length === 0 ? null : Math.min(...pairs.map(({ score }) => score)),
  total: pairs.reduce((sum, { score }) => sum + score, 0),
})

const isBetter = (one: Order, other: Order) =>
  one.people !== other.people
    ? one.people > other.people
    : one.worst !== other.worst
      ? (one.worst ?? 0) > (other.worst ?? 0)
      : one.total > other.total

/** The best of all answers, by trying every one that `allows` allows; undefined: it allows none. */
export function byTryingAll(problem: Problem, allows: (pairs: readonly Pair[]) => boolean = () => true): Order | undefined {
  const room = new Map(problem.supporters.map(({ id, capacity }) => [id, capacity]))
  let best: Order | undefined
  const made: Pair[] = []
  function go(nth: number, so: Order) {
    const candidate = problem.candidates[nth]
    if (candidate === undefined) {
      if ((!best || isBetter(so, best)) && allows(made)) best = so
      return
    }
    if (best && so.people + problem.candidates.length - nth < best.people) return
    go(nth + 1, so)
    for (const pair of problem.pairs) {
      const left = room.get(pair.supporter) ?? 0
      if (pair.candidate !== candidate || left === 0) continue
      room.set(pair.supporter, left - 1)
      made.push(pair)
      go(nth + 1, { people: so.people + 1, worst: Math.min(so.worst ?? Infinity, pair.score), total: so.total + pair.score })
      made.pop()
      room.set(pair.supporter, left)
    }
  }
  go(0, { people: 0, worst: null, total: 0 })
  return best
}

type Size = { people: number; supporters: number; each: number; seed: number; capacity?: (roll: (below: number) => number) => number }

/**
 * People who fit `each` of the supporters. A pair scores by criteria that both have, as in matching; one person and one supporter in
 * fifty have poor pairs only, so that the worst pair is low and hardly any pair can be left aside in the search for the total.
 */
export function aLargeProblem({ people, supporters, each, seed, capacity = () => 5 }: Size): Problem {
  const roll = dice(seed)
  const traits = () => Array.from({ length: 8 }, () => roll(4))
  const [wanted, offered] = [Array.from({ length: people }, traits), Array.from({ length: supporters }, traits)]
  const poor = (number: number) => number % 50 === 0
  const scoreOf = (i: number, j: number) =>
    poor(i) || poor(j)
      ? roll(5)
      : (wanted[i] ?? []).reduce((sum, trait, nth) => sum + (trait === offered[j]?.[nth] ? 5 * (nth + 1) : roll(3)), 0)
  const idOf = (who: string, number: number) => `${who}-${String(roll(1_000_000)).padStart(6, '0')}-${String(number).padStart(29, '0')}`
  const candidates = wanted.map((_, i) => idOf('p', i))
  const helpers = offered.map((_, j) => ({ id: idOf('s', j), capacity: capacity(roll) }))
  const pairs = candidates.flatMap((candidate, i) => {
    const chosen = new Set<number>()
    while (chosen.size < each) chosen.add(roll(supporters))
    return [...chosen].map((j) => ({ candidate, supporter: helpers[j]?.id ?? '', score: scoreOf(i, j) }))
  })
  return { candidates, supporters: helpers, pairs, seed: String(seed) }
}
