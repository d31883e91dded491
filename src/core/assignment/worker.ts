// The thread that assignInThread starts: one problem in, progress and one answer out.
import { parentPort } from 'node:worker_threads'
import { assign } from '../assignment.ts'
import { real, int } from './lists.ts'
import type { Answer, Packed } from './thread.ts'
import { AssignmentFault, type Pair } from './types.ts'

const tell = (answer: Answer) => parentPort?.postMessage(answer)

parentPort?.once('message', ({ candidate, supporter, score, ...problem }: Packed) => {
  const pairs: Pair[] = Array.from(score, (_, at) => ({
    candidate: problem.candidates[int(candidate, at)] ?? '',
    supporter: problem.supporters[int(supporter, at)]?.id ?? '',
    score: real(score, at),
  }))
  try {
    tell({
      result: assign(
        { ...problem, pairs },
        {
          onProgress: (progress) => {
            tell({ progress })
          },
        },
      ),
    })
  } catch (error) {
    if (!(error instanceof AssignmentFault)) throw error
    tell({ fault: error.message })
  }
})
