import { read } from './assignment/instance.ts'
import { solve } from './assignment/solve.ts'
import { AssignmentFault, type OnProgress, type Problem, type Result } from './assignment/types.ts'
import { verify } from './assignment/verify.ts'

export { AssignmentFault, type Certificate, type Pair, type Problem, type Progress, type Result } from './assignment/types.ts'
export { alternative, forced, included, setAside, whatBound, whyLeftOut } from './assignment/explain.ts'
export { figuresOf, firstCome, greedy, type Figures } from './assignment/figures.ts'
export type { Change, Swap } from './assignment/swaps.ts'
export { inSeededOrder } from './assignment/instance.ts'
export { verify }

/**
 * Who is paired with whom: the most people matched; of those answers, where the worst pair's score is highest; of those, the highest total.
 * Whatever the order of the input, the answer is the same. Each answer is verified before it is given. Throws an AssignmentFault for a
 * problem that is none, and if an answer were not proven best.
 */
export function assign(problem: Problem, { onProgress }: { onProgress?: OnProgress | undefined } = {}): Result {
  const result = solve(read(problem, onProgress), onProgress)
  onProgress?.({ phase: 'checking', done: 0, of: 1 })
  const wrong = verify(problem, result)
  if (wrong.length > 0) throw new AssignmentFault(`the answer is not proven: ${wrong.join('; ')}`)
  onProgress?.({ phase: 'checking', done: 1, of: 1 })
  return result
}
