import { expect, test } from 'vitest'
import {
  alternative,
  assign,
  forced,
  included,
  setAside,
  whatBound,
  whyLeftOut,
  type Pair,
  type Problem,
} from '../../../src/core/assignment.ts'
import { aLargeProblem, aSmallProblem, byTryingAll, dice, orderOf, type Order } from './problems.ts'

const are = (one: { candidate: string; supporter: string }) => (other: { candidate: string; supporter: string }) =>
  one.candidate === other.candidate && one.supporter === other.supporter
const without = (problem: Problem, pair: Pair): Problem => ({ ...problem, pairs: problem.pairs.filter((one) => !are(pair)(one)) })
const changeOf = (before: Order, after: Order | undefined) =>
  after && {
    people: after.people - before.people,
    worst: after.worst === null || before.worst === null ? null : after.worst - before.worst,
    total: after.total - before.total,
  }

test('the cost of leaving a pair out, of making one and of having somebody in is that of the best answer of all such answers', () => {
  const roll = dice(5)
  for (let nth = 0; nth < 400; nth++) {
    const problem = aSmallProblem(roll)
    const result = assign(problem)
    const before = orderOf(result.pairs)
    const pair = problem.pairs[roll(problem.pairs.length)]
    if (!pair) continue
    const out = alternative(problem, result, pair)
    expect(out.change).toEqual(
      changeOf(
        before,
        byTryingAll(problem, (pairs) => !pairs.some(are(pair))),
      ),
    )
    expect(orderOf([...result.pairs.filter((one) => !out.gone.some(are(one))), ...out.made])).toEqual(orderOf(out.result.pairs))
    const best = byTryingAll(problem, (pairs) => pairs.some(are(pair)))
    if (best) expect(forced(problem, result, pair).change).toEqual(changeOf(before, best))
    else expect(() => forced(problem, result, pair)).toThrow('has no place at all')
    const someone = problem.candidates[roll(problem.candidates.length)] ?? ''
    const withThem = byTryingAll(problem, (pairs) => pairs.some(({ candidate }) => candidate === someone))
    expect(included(problem, result, someone)?.change).toEqual(changeOf(before, withThem))
  }
}, 60_000)

test('on 500 random pairs the stated cost equals a forced re-solve: the problem without the pair, or the rest once it is set aside', () => {
  const roll = dice(6)
  for (let nth = 0; nth < 10; nth++) {
    const problem = aLargeProblem({ people: 30 + roll(40), supporters: 10 + roll(15), each: 6, seed: nth, capacity: () => roll(5) })
    const result = assign(problem)
    const before = orderOf(result.pairs)
    const open = new Set(problem.supporters.filter(({ capacity }) => capacity > 0).map(({ id }) => id))
    const possible = problem.pairs.filter(({ supporter }) => open.has(supporter))
    for (let time = 0; time < 50; time++) {
      const [any, made] = [possible[roll(possible.length)], result.pairs[roll(result.pairs.length)]]
      if (!any || !made) throw new Error('there are pairs')
      expect(alternative(problem, result, made).change).toEqual(changeOf(before, orderOf(assign(without(problem, made)).pairs)))
      const rest = assign(setAside(problem, [any])).pairs
      expect(forced(problem, result, any).change).toEqual(changeOf(before, orderOf([any, ...rest])))
    }
  }
}, 60_000)

test('whoever is left out is told the true reason: no pair, no places, or more people than places among all whom they could compete with', () => {
  const roll = dice(7)
  const seen = new Set<string>()
  for (let nth = 0; nth < 300; nth++) {
    const problem = aSmallProblem(roll)
    const result = assign(problem)
    for (const candidate of result.unmatched) {
      const why = whyLeftOut(problem, result, candidate)
      seen.add(why.reason)
      const mine = problem.pairs.filter((pair) => pair.candidate === candidate).map(({ supporter }) => supporter)
      const places = (ids: string[]) => problem.supporters.filter(({ id }) => ids.includes(id)).reduce((sum, one) => sum + one.capacity, 0)
      if (why.reason === 'noPair') expect(mine).toEqual([])
      else expect([...why.supporters].sort()).toEqual(mine.sort())
      if (why.reason === 'noPlaces') expect(places(why.supporters)).toBe(0)
      if (why.reason !== 'full') continue
      expect(why.held).toHaveLength(places(why.supporters))
      expect(why.people).toContain(candidate)
      expect(why.people).toHaveLength(places(why.over) + 1)
      expect(why.places).toBe(places(why.over))
      const elsewhere = problem.pairs.filter((pair) => why.people.includes(pair.candidate) && !why.over.includes(pair.supporter))
      expect(elsewhere).toEqual([])
      expect(why.swap.result.pairs.map((pair) => pair.candidate)).toContain(candidate)
      expect(why.swap.change.people).toBe(0)
    }
  }
  expect([...seen].sort()).toEqual(['full', 'noPair', 'noPlaces'])
})

test('whoever would suit somebody better has no place left, and the cost of taking them is exact', () => {
  const problem = aLargeProblem({ people: 40, supporters: 10, each: 6, seed: 8, capacity: () => 3 })
  const result = assign(problem)
  const capacity = new Map(problem.supporters.map((one) => [one.id, one.capacity]))
  let found = 0
  for (const pair of result.pairs) {
    for (const { supporter, score, held, swap } of whatBound(problem, result, pair, 1).better) {
      expect(score).toBeGreaterThan(pair.score)
      expect(held).toHaveLength(capacity.get(supporter) ?? 0)
      if (!swap) continue
      found++
      expect(swap.made).toContainEqual({ candidate: pair.candidate, supporter, score })
      expect(swap.change).toEqual(forced(problem, result, { candidate: pair.candidate, supporter }).change)
    }
  }
  expect(found).toBeGreaterThan(0)
})

test('a pair that is kept counts for its people, its worst score and its total', () => {
  const pair = (candidate: string, supporter: string, score: number) => ({ candidate, supporter, score })
  const problem: Problem = {
    candidates: ['ada', 'ben', 'cat'],
    supporters: [
      { id: 'sam', capacity: 2 },
      { id: 'tia', capacity: 1 },
    ],
    pairs: [pair('ada', 'sam', 1), pair('ben', 'sam', 5), pair('ben', 'tia', 20), pair('cat', 'sam', 6), pair('cat', 'tia', 9)],
    seed: '',
  }
  const rest = setAside(problem, [pair('ada', 'sam', 1)])
  expect(rest).toMatchObject({ candidates: ['ben', 'cat'], enough: 1, supporters: [{ capacity: 1 }, { capacity: 1 }] })
  expect(orderOf(assign(rest).pairs)).toEqual({ people: 2, worst: 6, total: 26 })
  expect(() => setAside(problem, [pair('ada', 'sam', 1), pair('ada', 'tia', 1)])).toThrow('somebody is kept in two pairs')
  expect(() => setAside(problem, [pair('ada', 'tia', 1), pair('ben', 'tia', 1)])).toThrow('tia is kept in more pairs than there are places')
  const result = assign(problem)
  expect(() => alternative(problem, result, { candidate: 'ada', supporter: 'tia' })).toThrow('not a pair of the problem')
  expect(() => whyLeftOut(problem, result, 'ada')).toThrow('ada is not left out')
  expect(() => whatBound(problem, result, { candidate: 'ada', supporter: 'tia' })).toThrow('no pair of the answer')
  expect(included(problem, result, 'nobody')).toBeNull()
})
