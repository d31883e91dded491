import { describe, expect, it } from 'vitest'
import { assign, figuresOf, firstCome, greedy, verify, type Problem, type Result } from '../../../src/core/assignment.ts'
import { aLargeProblem, dice } from './problems.ts'

/** Too many people for one half of the supporters, whom some of the others would suit best, and too few for the other half. */
function twoHalves(): Problem {
  const many = aLargeProblem({ people: 400, supporters: 60, each: 12, seed: 9, capacity: (roll) => roll(9) })
  const few = aLargeProblem({ people: 200, supporters: 60, each: 12, seed: 12, capacity: (roll) => roll(9) })
  const across = few.candidates.map((candidate, nth) => ({ candidate, supporter: many.supporters[nth % 60]?.id ?? '', score: 500 }))
  return {
    candidates: [...many.candidates, ...few.candidates],
    supporters: [...many.supporters, ...few.supporters],
    pairs: [...many.pairs, ...few.pairs, ...across],
    seed: 'halves',
  }
}
const problem = twoHalves()
const good = assign(problem)
const alike = aLargeProblem({ people: 300, supporters: 50, each: 50, seed: 10, capacity: () => 4 })

const first = <T>(list: readonly T[]): T => {
  const [one] = list
  if (one === undefined) throw new Error('nothing there')
  return one
}
function spoilt(spoil: (result: Result) => void): string[] {
  const result = structuredClone(good)
  spoil(result)
  return verify(problem, result)
}

describe('an answer', () => {
  it('of many people with proofs for each of the three is accepted', () => {
    expect(verify(problem, good)).toEqual([])
    expect(good.matched).toBeGreaterThan(400)
    expect(good.unmatched.length).toBeGreaterThan(50)
    expect(good.certificate.most.candidates.length).toBeGreaterThan(50)
    expect(good.certificate.prices.everybody).toBeLessThan(0)
    expect(good.certificate.worst).not.toBeNull()
    expect(verify(alike, assign(alike))).toEqual([])
  })

  it('is the same for any order of people, supporters and pairs', () => {
    const roll = dice(11)
    const shuffled = <T>(list: readonly T[]) =>
      list
        .map((one) => ({ one, by: roll(2 ** 30) }))
        .sort((a, b) => a.by - b.by)
        .map(({ one }) => one)
    for (const each of [problem, alike, { ...alike, pairs: alike.pairs.map((pair) => ({ ...pair, score: 7 })) }]) {
      const [one, other]: Problem[] = [
        each,
        { ...each, candidates: shuffled(each.candidates), supporters: shuffled(each.supporters), pairs: shuffled(each.pairs) },
      ]
      if (one && other) expect(assign(other)).toEqual(assign(one))
    }
  })

  it('of another seed is as good, with others where it makes no difference', () => {
    const level = { ...alike, pairs: alike.pairs.map((pair) => ({ ...pair, score: 7 })) }
    const [one, other] = [assign(level), assign({ ...level, seed: 'another' })]
    expect({ ...other, pairs: 0, unmatched: 0, certificate: 0 }).toEqual({ ...one, pairs: 0, unmatched: 0, certificate: 0 })
    expect(other.pairs).not.toEqual(one.pairs)
  })
})

describe('a spoilt answer is refused, and what is wrong is named:', () => {
  it('two people who changed supporters', () => {
    const said = spoilt(({ pairs }) => {
      const one = first(pairs)
      const other = pairs.find(({ supporter }) => supporter !== one.supporter)
      if (other) [one.supporter, other.supporter] = [other.supporter, one.supporter]
    })
    expect(said.join()).toMatch(/not on offer|the score of .* is not/)
  })

  it.each([
    ['somebody left out without a word', (result: Result) => void result.pairs.pop(), 'matched and left out together are not everybody'],
    [
      'somebody left out who could be in',
      (r: Result) => {
        r.unmatched.push(r.pairs.pop()?.candidate ?? '')
        Object.assign(r, { ...figuresOf(r.pairs), unmatched: r.unmatched })
      },
      'the cover for the number matched lets',
    ],
    ['somebody forgotten', (r: Result) => void r.unmatched.pop(), 'matched and left out together are not everybody'],
    ['somebody left out twice', (r: Result) => void r.unmatched.push(first(r.unmatched)), 'left out twice'],
    [
      'a stranger left out',
      (r: Result) => {
        r.unmatched[0] = 'stranger'
      },
      'is not either matched or left out',
    ],
    ['a pair twice', (r: Result) => void r.pairs.push(first(r.pairs)), 'somebody is matched twice'],
    [
      'a pair that is not on offer',
      (r: Result) => {
        first(r.pairs).supporter = 'stranger'
      },
      'a pair is made that is not on offer',
    ],
    [
      'another score',
      (r: Result) => {
        first(r.pairs).score++
      },
      'the score of',
    ],
    [
      'another number',
      (r: Result) => {
        r.matched++
      },
      'the number matched is not the number of pairs',
    ],
    [
      'another worst',
      (r: Result) => {
        r.worst = (r.worst ?? 0) + 1
      },
      'the worst score is not the lowest',
    ],
    [
      'another total',
      (r: Result) => {
        r.total--
      },
      'the total is not the sum',
    ],
    [
      'a total that is no number',
      (r: Result) => {
        r.total = NaN
      },
      'the total is not the sum',
    ],
    [
      'a cover without one of its people',
      ({ certificate: { most } }: Result) => void most.candidates.pop(),
      'the cover for the number matched',
    ],
    [
      'a cover without one of its supporters',
      ({ certificate: { most } }: Result) => void most.supporters.pop(),
      'the cover for the number matched',
    ],
    ['a cover with a stranger', ({ certificate: { most } }: Result) => void most.supporters.push('stranger'), 'names a stranger'],
    [
      'a cover with a stranger among its people',
      ({ certificate: { most } }: Result) => void most.candidates.push('stranger'),
      'names a stranger',
    ],
    [
      'no cover for the worst',
      ({ certificate }: Result) => {
        certificate.worst = null
      },
      'no cover for the worst score',
    ],
    [
      'a cover for the worst that shows nothing',
      ({ certificate }: Result) => {
        certificate.worst = certificate.most
      },
      'which is not fewer than',
    ],
    [
      'a cover for the worst with a hole',
      ({ certificate }: Result) => {
        certificate.worst?.candidates.splice(0)
      },
      'the cover for the worst score does not cover',
    ],
    [
      'a price too high',
      ({ certificate: { prices } }: Result) => {
        first(prices.candidates).price++
      },
      'the prices do not add up to the total',
    ],
    [
      'a price too low',
      ({ certificate: { prices } }: Result) => {
        prices.everybody--
      },
      'are below their score',
    ],
    [
      'a price below 0',
      ({ certificate: { prices } }: Result) => {
        first(prices.supporters).price = -1
      },
      'is no whole number from 0',
    ],
    [
      'half a price',
      ({ certificate: { prices } }: Result) => {
        first(prices.supporters).price = 0.5
      },
      'is no whole number from 0',
    ],
    [
      'half a price of everybody',
      ({ certificate: { prices } }: Result) => {
        prices.everybody += 0.5
      },
      'the price of everybody is no whole number',
    ],
    [
      'two prices of one',
      ({ certificate: { prices } }: Result) => void prices.supporters.push(first(prices.supporters)),
      'somebody has two prices',
    ],
  ])('%s', (_, spoil, words) => {
    expect(spoilt(spoil).join('; ')).toContain(words)
  })

  it('a supporter with more people than places', () => {
    const small = { ...problem, supporters: problem.supporters.map((one) => ({ ...one, capacity: Math.max(0, one.capacity - 1) })) }
    expect(verify(small, good).join()).toContain('has more people than places')
  })

  it('an answer that is valid and not best: as many people at a lower worst, or all the same at a lower total', () => {
    const pair = (candidate: string, supporter: string, score: number) => ({ candidate, supporter, score })
    const supporters = ['sam', 'tia'].map((id) => ({ id, capacity: 1 }))
    const pairs = [pair('ada', 'sam', 5), pair('ada', 'tia', 9), pair('ben', 'sam', 7), pair('ben', 'tia', 6)]
    const four: Problem = { candidates: ['ada', 'ben'], supporters, pairs, seed: '' }
    const best = assign(four)
    expect(best).toMatchObject({ worst: 7, total: 16 })
    const poor = { ...best, pairs: [pair('ada', 'sam', 5), pair('ben', 'tia', 6)], worst: 5, total: 11 }
    expect(verify(four, poor)).toEqual([expect.stringContaining('the cover for the worst score'), 'the prices do not add up to the total'])
  })
})

describe('the other ways that people are matched', () => {
  const pair = (candidate: string, supporter: string, score: number) => ({ candidate, supporter, score })
  const three: Problem = {
    candidates: ['ada', 'ben', 'cat'],
    supporters: ['sam', 'tia'].map((id) => ({ id, capacity: 1 })),
    pairs: [pair('ada', 'sam', 9), pair('ada', 'tia', 8), pair('ben', 'sam', 7), pair('cat', 'tia', 3)],
    seed: '',
  }

  it('are the best pair first, which leaves somebody with little, and first come, first served', () => {
    expect(greedy(three)).toMatchObject({ matched: 2, worst: 3, median: 6, total: 12, scores: [3, 9] })
    expect(firstCome(three, ['cat', 'ada', 'ben'])).toMatchObject({ matched: 2, pairs: [pair('cat', 'tia', 3), pair('ada', 'sam', 9)] })
    expect(firstCome(three, ['ben', 'ben', 'nobody'])).toMatchObject({ matched: 1, median: 7 })
    expect(assign(three)).toMatchObject({ matched: 2, worst: 7, total: 15, unmatched: ['cat'] })
    expect(figuresOf([])).toEqual({ pairs: [], matched: 0, worst: null, median: null, total: 0, scores: [] })
  })

  it('never match more, nor as many with a better worst pair, nor so with a higher total', () => {
    for (const other of [greedy(problem), firstCome(problem, problem.candidates)]) {
      const isBetter =
        other.matched > good.matched ||
        (other.matched === good.matched &&
          ((other.worst ?? 0) > (good.worst ?? 0) || (other.worst === good.worst && other.total > good.total)))
      expect(isBetter).toBe(false)
    }
  })
})
