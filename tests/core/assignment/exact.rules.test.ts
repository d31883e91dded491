import { expect, test } from 'vitest'
import { assign, type Problem } from '../../../src/core/assignment.ts'
import { aSmallProblem, byTryingAll, dice, orderOf } from './problems.ts'

const PROBLEMS = 20_000

test('on 20,000 small problems the answer is as good as the best of all answers: in people, in the worst pair, in the total', () => {
  const roll = dice(20_261_124)
  const wrong: Problem[] = []
  for (let nth = 0; nth < PROBLEMS; nth++) {
    const problem = aSmallProblem(roll)
    const { pairs } = assign(problem)
    const [found, best] = [orderOf(pairs), byTryingAll(problem)]
    if (JSON.stringify(found) !== JSON.stringify(best)) wrong.push(problem)
  }
  expect(wrong).toEqual([])
}, 120_000)
