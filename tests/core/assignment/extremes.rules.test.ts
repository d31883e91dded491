import { expect, it } from 'vitest'
import { assign, AssignmentFault, setAside, type Problem } from '../../../src/core/assignment.ts'

const pair = (candidate: string, supporter: string, score: number) => ({ candidate, supporter, score })
const problemOf = (candidates: string[], capacities: Record<string, number>, pairs: Problem['pairs']): Problem => ({
  candidates,
  supporters: Object.entries(capacities).map(([id, capacity]) => ({ id, capacity })),
  pairs,
  seed: 'spring',
})

it('nobody to be matched, nobody to match with, or no pair: nobody is matched, and it is said who', () => {
  const nothing = { pairs: [], matched: 0, worst: null, total: 0 }
  expect(assign(problemOf([], {}, []))).toMatchObject({ ...nothing, unmatched: [] })
  expect(assign(problemOf([], { sam: 2 }, []))).toMatchObject({ ...nothing, unmatched: [] })
  expect(assign(problemOf(['ada'], {}, []))).toMatchObject({ ...nothing, unmatched: ['ada'] })
  expect(assign(problemOf(['ada'], { sam: 2 }, []))).toMatchObject({ ...nothing, unmatched: ['ada'] })
  expect(assign(problemOf(['ada'], { sam: 0 }, [pair('ada', 'sam', 5)]))).toMatchObject({ ...nothing, unmatched: ['ada'] })
})

it('where what is kept took the last place, nobody else is matched', () => {
  const [kept, pairs] = [pair('ada', 'sam', 2), [pair('ada', 'sam', 2), pair('ben', 'sam', 5)]]
  expect(assign(setAside(problemOf(['ada', 'ben'], { sam: 1 }, pairs), [kept]))).toMatchObject({ matched: 0, unmatched: ['ben'] })
})

it('a score of 0 is a pair, and one more person counts for more than any score', () => {
  expect(assign(problemOf(['ada'], { sam: 1 }, [pair('ada', 'sam', 0)]))).toMatchObject({ matched: 1, worst: 0, total: 0 })
  const pairs = [pair('ada', 'sam', 100), pair('ada', 'tia', 0), pair('ben', 'sam', 0)]
  expect(assign(problemOf(['ada', 'ben'], { sam: 1, tia: 1 }, pairs))).toMatchObject({ matched: 2, worst: 0, total: 0 })
})

it('the worst pair counts for more than any total', () => {
  const pairs = [pair('ada', 'sam', 1000), pair('ada', 'tia', 2), pair('ben', 'sam', 2), pair('ben', 'tia', 1)]
  expect(assign(problemOf(['ada', 'ben'], { sam: 1, tia: 1 }, pairs))).toMatchObject({ matched: 2, worst: 2, total: 4 })
})

it('the highest scores that there are, and places without end', () => {
  const most = 2 ** 31 - 1
  const pairs = [pair('ada', 'sam', most), pair('ben', 'sam', most - 1), pair('ben', 'tia', 0), pair('cat', 'tia', 1)]
  expect(assign(problemOf(['ada', 'ben', 'cat'], { sam: Number.MAX_SAFE_INTEGER, tia: 1 }, pairs))).toMatchObject({
    matched: 3,
    worst: 1,
    total: 2 * most,
  })
})

it.each([
  ['a person twice', problemOf(['ada', 'ada'], {}, []), 'candidate ada is there twice'],
  [
    'a supporter twice',
    { ...problemOf([], {}, []), supporters: ['sam', 'sam'].map((id) => ({ id, capacity: 1 })) },
    'supporter sam is there twice',
  ],
  ['a pair twice', problemOf(['ada'], { sam: 1 }, [pair('ada', 'sam', 1), pair('ada', 'sam', 2)]), 'a pair is there twice: ada and sam'],
  ['a pair of a person not listed', problemOf([], { sam: 1 }, [pair('ada', 'sam', 1)]), 'a candidate who is not listed: ada'],
  ['a pair with a supporter not listed', problemOf(['ada'], {}, [pair('ada', 'sam', 1)]), 'a supporter who is not listed: sam'],
  ['a score below 0', problemOf(['ada'], { sam: 1 }, [pair('ada', 'sam', -1)]), 'no score is -1'],
  ['half a score', problemOf(['ada'], { sam: 1 }, [pair('ada', 'sam', 0.5)]), 'no score is 0.5'],
  ['a score too high', problemOf(['ada'], { sam: 1 }, [pair('ada', 'sam', 2 ** 31)]), 'no score is 2147483648'],
  ['half a place', problemOf(['ada'], { sam: 0.5 }, []), 'no capacity is 0.5'],
  ['fewer places than none', problemOf(['ada'], { sam: -1 }, []), 'no capacity is -1'],
  ['half of enough', { ...problemOf(['ada'], { sam: 1 }, []), enough: 0.5 }, 'no score is 0.5'],
])('%s is refused by name', (_, problem, words) => {
  expect(() => assign(problem)).toThrow(AssignmentFault)
  expect(() => assign(problem)).toThrow(words)
})
