import { figuresOf, type Figures } from './figures.ts'
import type { Instance } from './instance.ts'
import { int } from './lists.ts'
import { solve } from './solve.ts'
import { AssignmentFault, type Pair, type PairNames, type Result } from './types.ts'

/** What differs, as after − before: fewer people, a lower worst score and a lower total are below 0. Worst is null where nobody is matched. */
export type Change = { people: number; worst: number | null; total: number }

/** Another answer: its figures, which pairs it ends and which it makes, and what it costs. */
export type Swap = { result: Figures; gone: Pair[]; made: Pair[]; change: Change }

const named = ({ candidate, supporter }: Pair) => `${candidate} ${supporter}`

function swapOf(before: Result, pairs: Pair[]): Swap {
  const [were, are] = [new Set(before.pairs.map(named)), new Set(pairs.map(named))]
  const result = figuresOf(pairs)
  return {
    result,
    gone: before.pairs.filter((pair) => !are.has(named(pair))),
    made: pairs.filter((pair) => !were.has(named(pair))),
    change: {
      people: result.matched - before.matched,
      worst: result.worst === null || before.worst === null ? null : result.worst - before.worst,
      total: result.total - before.total,
    },
  }
}

/** Where a pair is among the pairs of its person. */
function find({ candidates, supporters, start, to }: Instance, { candidate, supporter }: PairNames) {
  const [i, j] = [candidates.indexOf(candidate), supporters.indexOf(supporter)]
  for (let e = int(start, i); e < int(start, i + 1); e++) if (to[e] === j) return { i, j, e }
  throw new AssignmentFault(`not a pair of the problem: ${candidate} and ${supporter}`)
}

/** The same without the pairs of person `i` from `from` to before `until`. */
function cut(instance: Instance, i: number, from: number, until: number): Instance {
  const kept = (list: Int32Array) => {
    const shorter = new Int32Array(list.length - (until - from))
    shorter.set(list.subarray(0, from))
    shorter.set(list.subarray(until), from)
    return shorter
  }
  const start = instance.start.map((begin, at) => (at > i ? begin - (until - from) : begin))
  return { ...instance, start, to: kept(instance.to), score: kept(instance.score) }
}

export function withoutPair(instance: Instance, result: Result, pair: PairNames): Swap {
  const { i, e } = find(instance, pair)
  return swapOf(result, solve(cut(instance, i, e, e + 1)).pairs)
}

/** A pair that is made holds the person, a place, and the worst score at or below its own. */
export function withPair(instance: Instance, result: Result, pair: PairNames): Swap {
  const { i, j, e } = find(instance, pair)
  if (int(instance.capacity, j) === 0) throw new AssignmentFault(`${pair.supporter} has no place at all`)
  const score = int(instance.score, e)
  const capacity = instance.capacity.slice()
  capacity[j] = int(capacity, j) - 1
  const rest = {
    ...cut(instance, i, int(instance.start, i), int(instance.start, i + 1)),
    capacity,
    enough: Math.min(instance.enough, score),
  }
  return swapOf(result, [{ candidate: pair.candidate, supporter: pair.supporter, score }, ...solve(rest).pairs])
}

/**
 * The best answer in which this person is matched; null: nobody whom they fit has a place. Whoever fits somebody with a place can be in an
 * answer for as many people, in exchange for another. So their own best score is all that binds the worst, and worth beyond every total
 * brings them in.
 */
export function withPerson(instance: Instance, result: Result, candidate: string): Swap | null {
  const { candidates, capacity, start, to, score } = instance
  const i = candidates.indexOf(candidate)
  let e = int(start, i)
  while (e < int(start, i + 1) && int(capacity, int(to, e)) === 0) e++
  if (i < 0 || e === int(start, i + 1)) return null
  const most = score.reduce((a, b) => Math.max(a, b), 0)
  const bonus = { candidate: i, worth: (candidates.length + 1) * (most + 1) }
  const enough = Math.min(instance.enough, int(score, e))
  return swapOf(result, solve({ ...instance, enough }, undefined, bonus).pairs)
}
