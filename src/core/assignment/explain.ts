import { read, type Instance } from './instance.ts'
import { int } from './lists.ts'
import { withoutPair, withPair, withPerson, type Swap } from './swaps.ts'
import { AssignmentFault, type Pair, type PairNames, type Problem, type Result } from './types.ts'

/** The best answer in which this pair is not made, and what it costs; exact. */
export const alternative = (problem: Problem, result: Result, pair: PairNames): Swap => withoutPair(read(problem), result, pair)

/** The best answer in which this pair is made, and what it costs; exact. Throws an AssignmentFault where it cannot be made. */
export const forced = (problem: Problem, result: Result, pair: PairNames): Swap => withPair(read(problem), result, pair)

/** The best answer in which this person is matched, and what it costs; exact. Null: there is none. */
export const included = (problem: Problem, result: Result, candidate: string): Swap | null => withPerson(read(problem), result, candidate)

/**
 * Why nobody was found for somebody: they fit nobody; only supporters without a place at all; or all whom they fit are full. Then `people`
 * (this one among them) fit no supporter outside `over`, who have one place fewer than they are; `held` is who has the places of the
 * supporters whom this person fits; and `swap` what it costs to have this person in.
 */
export type LeftOut =
  | { reason: 'noPair' }
  | { reason: 'noPlaces'; supporters: string[] }
  | { reason: 'full'; supporters: string[]; held: Pair[]; people: string[]; over: string[]; places: number; swap: Swap }

function heldBy(pairs: readonly Pair[]): Map<string, Pair[]> {
  const held = new Map<string, Pair[]>()
  for (const pair of pairs) held.set(pair.supporter, [...(held.get(pair.supporter) ?? []), pair])
  return held
}

const fits = ({ supporters, start, to }: Instance, i: number) =>
  Array.from(to.subarray(int(start, i), int(start, i + 1)), (j) => supporters[j] ?? '')

/** Whom somebody left out competes with: all who have a place with a supporter they fit, all who have one where those fit, and so on. */
function rivals(instance: Instance, held: Map<string, Pair[]>, candidate: string) {
  const numbers = new Map(instance.candidates.map((id, i) => [id, i]))
  const people = new Set([candidate])
  const over = new Set<string>()
  for (const person of people) {
    for (const supporter of fits(instance, numbers.get(person) ?? -1)) {
      if (over.has(supporter)) continue
      over.add(supporter)
      for (const pair of held.get(supporter) ?? []) people.add(pair.candidate)
    }
  }
  return { people: [...people], over: [...over], places: people.size - 1 }
}

/** The true reason why somebody is left out. Throws an AssignmentFault for somebody who is not. */
export function whyLeftOut(problem: Problem, result: Result, candidate: string): LeftOut {
  if (!result.unmatched.includes(candidate)) throw new AssignmentFault(`${candidate} is not left out`)
  const instance = read(problem)
  const supporters = fits(instance, instance.candidates.indexOf(candidate))
  if (supporters.length === 0) return { reason: 'noPair' }
  const swap = withPerson(instance, result, candidate)
  if (!swap) return { reason: 'noPlaces', supporters }
  const held = heldBy(result.pairs)
  return {
    reason: 'full',
    supporters,
    held: supporters.flatMap((supporter) => held.get(supporter) ?? []),
    ...rivals(instance, held, candidate),
    swap,
  }
}

type Better = { supporter: string; score: number; held: Pair[]; swap?: Swap }

/**
 * The supporters who would suit this person better than the one they have, the best first, and who holds their places: all are full, or the
 * total could be higher. The first `costed` come with the exact cost of taking them instead; those without any place never do.
 */
export function whatBound(problem: Problem, result: Result, { candidate, supporter }: PairNames, costed = 3): { better: Better[] } {
  const pair = result.pairs.find((one) => one.candidate === candidate && one.supporter === supporter)
  if (!pair) throw new AssignmentFault(`no pair of the answer: ${candidate} and ${supporter}`)
  const instance = read(problem)
  const held = heldBy(result.pairs)
  const better = problem.pairs.filter((one) => one.candidate === candidate && one.score > pair.score)
  better.sort((a, b) => b.score - a.score || (a.supporter < b.supporter ? -1 : 1))
  return {
    better: better.map((one, nth) => {
      const holders = held.get(one.supporter) ?? []
      const entry = { supporter: one.supporter, score: one.score, held: holders }
      return nth < costed && holders.length > 0 ? { ...entry, swap: withPair(instance, result, one) } : entry
    }),
  }
}

/** What remains once these pairs are kept: without their people and places, and with a worst score that is theirs at best. Throws an AssignmentFault where they cannot all be kept. */
export function setAside(problem: Problem, kept: readonly Pair[]): Problem {
  const people = new Set(kept.map(({ candidate }) => candidate))
  if (people.size < kept.length) throw new AssignmentFault('somebody is kept in two pairs')
  const held = heldBy(kept)
  const supporters = problem.supporters.map(({ id, capacity }) => {
    const places = capacity - (held.get(id)?.length ?? 0)
    if (places < 0) throw new AssignmentFault(`${id} is kept in more pairs than there are places`)
    return { id, capacity: places }
  })
  const enough = Math.min(problem.enough ?? Infinity, ...kept.map(({ score }) => score))
  return {
    ...problem,
    candidates: problem.candidates.filter((id) => !people.has(id)),
    supporters,
    pairs: problem.pairs.filter(({ candidate }) => !people.has(candidate)),
    ...(enough < Infinity && { enough }),
  }
}
