import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { AssignmentFault, type OnProgress, type Problem, type Result } from './types.ts'

/** A problem as it crosses to the thread: texts once each, pairs as numbers, which are handed over without a copy. */
export type Packed = Pick<Problem, 'candidates' | 'supporters' | 'seed' | 'enough'> & {
  candidate: Int32Array<ArrayBuffer>
  supporter: Int32Array<ArrayBuffer>
  score: Float64Array<ArrayBuffer>
}
export type Answer = { progress: Parameters<OnProgress>[0] } | { result: Result } | { fault: string }

const A_SLICE = 20_000

/** What was built runs as it is; in the sources, the thread first needs what reads TypeScript. */
function aThread(): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('worker.js', import.meta.url))
  const reader = import.meta.resolve('tsx/esm/api')
  const worker = new URL('worker.ts', import.meta.url).href
  return new Worker(`import(${JSON.stringify(reader)}).then(({ register }) => (register(), import(${JSON.stringify(worker)})))`, {
    eval: true,
  })
}

function numberOf(numbers: Map<string, number>, id: string): number {
  const number = numbers.get(id)
  if (number === undefined) throw new AssignmentFault(`a pair names somebody who is not listed: ${id}`)
  return number
}

/** In slices, between which the server answers others. */
async function pack({ pairs, ...problem }: Problem, signal?: AbortSignal): Promise<Packed> {
  const candidates = new Map(problem.candidates.map((id, number) => [id, number]))
  const supporters = new Map(problem.supporters.map(({ id }, number) => [id, number]))
  const [candidate, supporter] = [new Int32Array(pairs.length), new Int32Array(pairs.length)]
  const score = new Float64Array(pairs.length)
  for (let from = 0; from < pairs.length; from += A_SLICE) {
    await setImmediate()
    signal?.throwIfAborted()
    pairs.slice(from, from + A_SLICE).forEach((pair, nth) => {
      candidate[from + nth] = numberOf(candidates, pair.candidate)
      supporter[from + nth] = numberOf(supporters, pair.supporter)
      score[from + nth] = pair.score
    })
  }
  return { ...problem, candidate, supporter, score }
}

/**
 * `assign` on a thread of its own, which ends with the answer; the server answers others meanwhile. Rejects with an AssignmentFault as
 * `assign` throws one, with what broke the thread, or with the signal's reason.
 */
export async function assignInThread(
  problem: Problem,
  { onProgress, signal }: { onProgress?: OnProgress | undefined; signal?: AbortSignal | undefined } = {},
): Promise<Result> {
  signal?.throwIfAborted()
  const packed = await pack(problem, signal)
  const thread = aThread()
  try {
    return await new Promise<Result>((done, failed) => {
      signal?.addEventListener(
        'abort',
        () => {
          failed(signal.reason as Error)
        },
        { once: true },
      )
      thread.on('error', failed)
      thread.on('exit', () => {
        failed(new Error('the thread ended without an answer'))
      })
      thread.on('message', (answer: Answer) => {
        if ('progress' in answer) onProgress?.(answer.progress)
        else if ('fault' in answer) failed(new AssignmentFault(answer.fault))
        else done(answer.result)
      })
      thread.postMessage(packed, [packed.candidate.buffer, packed.supporter.buffer, packed.score.buffer])
    })
  } finally {
    await thread.terminate()
  }
}
