import { z } from 'zod'
import { AssignmentFault, assign } from '../../../core/assignment.ts'
import { assignInThread } from '../../../core/assignment/thread.ts'
import { now } from '../../../core/clock.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { MOST_ATTEMPTS, type RunProgress } from '../rules/runs.ts'
import type { Choice } from '../rules/world.ts'
import { findAnswer, readBegun, writeFound, type Begun, type Solve } from './found.ts'

/** The job that does a run; its name and what it needs to know. */
export const runTask = { name: 'matching.runMatch', payload: z.object({ runId: z.uuid() }) }

/**
 * Does a run that was asked for: reads at one moment, solves beside the process, checks the proof, writes. Whoever takes up
 * the run of a worker that was killed begins it anew; after three beginnings it says that it failed, and can be started by hand.
 */
export async function performRun(force: ForceProfile, runId: string, solve: Solve = assignInThread): Promise<void> {
  const begun = await inTransaction((tx) => begin(tx, runId, now()))
  if (!begun) return
  const tell = teller(runId)
  try {
    const world = await db.$transaction((tx) => readBegun(tx, force, begun), { isolationLevel: 'RepeatableRead', timeout: 60_000 })
    const found = await findAnswer(force, begun, world, solve, tell)
    await db.$transaction(
      async (tx) => {
        if (await writeFound(tx, begun, found)) await recordEvent(tx, { role: 'system' }, 'match.found', { subjectId: runId })
      },
      { timeout: 60_000 },
    )
  } catch (error) {
    if (!(error instanceof AssignmentFault)) throw error
    await inTransaction((tx) => fail(tx, runId, 'proof'))
  }
}

/**
 * Does a small run while the page is waited for, without a thread, which takes longer to begin than the answer. What goes wrong
 * here is left to the job, which says so where it fails too.
 */
export const performNow = (force: ForceProfile, runId: string): Promise<void> => performRun(force, runId, here).catch(() => undefined)
const here: Solve = (problem, { onProgress }) => assign(problem, { onProgress })

/** Does a run in the transaction that asked for it, for what is small and made at once. */
export async function runAtOnce(tx: Tx, force: ForceProfile, runId: string, at: Date): Promise<void> {
  const begun = await begin(tx, runId, at)
  if (!begun) return
  const found = await findAnswer(
    force,
    begun,
    await readBegun(tx, force, begun),
    (problem) => assign(problem),
    () => undefined,
  )
  await writeFound(tx, begun, found)
}

async function begin(tx: Tx, runId: string, at: Date): Promise<Begun | undefined> {
  await tx.$queryRaw`SELECT id FROM match_runs WHERE id = ${runId}::uuid FOR UPDATE`
  const run = await tx.matchRun.findUnique({ where: { id: runId }, include: { choices: true } })
  if (!run || !['queued', 'running'].includes(run.state)) return undefined
  if (run.attempts >= MOST_ATTEMPTS) {
    await fail(tx, runId, 'stopped')
    return undefined
  }
  await tx.matchRun.update({
    where: { id: runId },
    data: { state: 'running', startedAt: at, attempts: run.attempts + 1, progress: { phase: 'reading', done: 0, of: 0 } },
  })
  const { id, kind, cohortId, criteriaId, seed } = run
  const choices = run.choices.map(({ choice, candidateId, supporterId, reason }) => ({
    choice: choice as Choice['choice'],
    candidateId,
    supporterId,
    reason,
  }))
  return { id, kind, cohortId, criteriaId, seed, at, choices }
}

async function fail(tx: Tx, runId: string, failedWhy: 'proof' | 'stopped'): Promise<void> {
  const { count } = await tx.matchRun.updateMany({
    where: { id: runId, state: { in: ['queued', 'running'] } },
    data: { state: 'failed', failedWhy },
  })
  if (count > 0) await recordEvent(tx, { role: 'system' }, 'match.failed', { subjectId: runId, data: { why: failedWhy } })
}

const EVERY = 300

/** Keeps how far a run is, a few times a second at most. What cannot be kept is left: it only says how far the run is. */
function teller(runId: string): (progress: RunProgress) => void {
  let last = 0
  let phase = ''
  let writing = false
  return (progress) => {
    const at = performance.now()
    if (writing || (progress.phase === phase && at - last < EVERY)) return
    ;[last, phase, writing] = [at, progress.phase, true]
    db.matchRun
      .updateMany({ where: { id: runId, state: 'running' }, data: { progress } })
      .catch(() => undefined)
      .finally(() => {
        writing = false
      })
      .catch(() => undefined)
  }
}
