import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { assign, AssignmentFault, type Progress } from '../../../src/core/assignment.ts'
import { assignInThread } from '../../../src/core/assignment/thread.ts'
import { aLargeProblem } from './problems.ts'

const problem = aLargeProblem({ people: 1500, supporters: 400, each: 60, seed: 3 })

test('a thread gives the same answer, tells of each step in order, and lets the server answer meanwhile', async () => {
  const told: Progress[] = []
  let [longest, last] = [0, performance.now()]
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 5)
  const result = await assignInThread(problem, { onProgress: (progress) => told.push(progress) })
  clearInterval(beat)
  expect(result).toEqual(assign(problem))
  expect([...new Set(told.map(({ phase }) => phase))]).toEqual(['reading', 'people', 'worst', 'total', 'checking'])
  expect(told.filter(({ done, of }) => done > of)).toEqual([])
  const counts = told.filter(({ phase }) => phase === 'total').map(({ done }) => done)
  expect(counts).toEqual([...counts].sort((a, b) => a - b))
  expect(counts.at(-1)).toBe(result.matched)
  expect(longest).toBeLessThan(500)
})

test('a fault comes back as itself: somebody twice, a score that is none, a stranger', async () => {
  const [first] = problem.pairs
  if (!first) throw new Error('there are pairs')
  await expect(assignInThread({ ...problem, candidates: [...problem.candidates, first.candidate] })).rejects.toThrow('is there twice')
  await expect(assignInThread({ ...problem, pairs: [{ ...first, score: 0.5 }] })).rejects.toThrow(AssignmentFault)
  await expect(assignInThread({ ...problem, pairs: [{ ...first, candidate: 'nobody' }] })).rejects.toThrow(
    'a pair names somebody who is not listed: nobody',
  )
})

test('a run that is called off ends with its thread, before it began and on its way', async () => {
  await expect(assignInThread(problem, { signal: AbortSignal.abort(new Error('called off')) })).rejects.toThrow('called off')
  const on = new AbortController()
  const run = assignInThread(problem, {
    signal: on.signal,
    onProgress: () => {
      on.abort(new Error('called off on its way'))
    },
  })
  await expect(run).rejects.toThrow('called off on its way')
})

test.runIf(existsSync('dist/core/assignment/thread.js'))('what was built answers too, and its process ends by itself', () => {
  const script = `
    import { assignInThread } from '${new URL('../../../dist/core/assignment/thread.js', import.meta.url).href}'
    const pairs = [{ candidate: 'ada', supporter: 'sam', score: 3 }]
    const { total } = await assignInThread({ candidates: ['ada'], supporters: [{ id: 'sam', capacity: 1 }], pairs, seed: '' })
    console.log('total', total)`
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'thread-')), 'run.mjs')
  writeFileSync(file, script)
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], {
    encoding: 'utf8',
    timeout: 20_000,
  })
  expect({ stdout, stderr, status }).toEqual({ stdout: 'total 3\n', stderr: '', status: 0 })
})
