import { randomBytes, randomUUID } from 'node:crypto'
import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { addJob } from '../../../core/jobs.ts'
import { recordEvent, recordLook } from '../../audit/commands.ts'
import { waitingWhere } from '../queries/world.ts'
import { sumOf, weightsOf } from '../rules/criteria.ts'
import { decideRun, type MatchKind, type RunEvent, type RunRefusal, type RunState } from '../rules/runs.ts'
import { runTask } from './run.ts'

/** `small`: so few wait that the page can wait for it, and the job is only for the case that this process does not live to do it. */
export type Queued = { id: string; small: boolean }
const AT_ONCE = 60
const SAFETY = 30_000

/** Leaves a run to the clockwork; true where it is small enough to be done while the page is waited for. */
export async function queueRun(
  tx: Tx,
  { id, kind, cohortId }: { id: string; kind: string; cohortId: string | null },
  at: Date,
): Promise<boolean> {
  const small = (await tx.supportRequest.count({ where: waitingWhere({ kind, cohortId }) })) <= AT_ONCE
  await addJob(tx, runTask, { runId: id }, { key: `match:${id}`, ...(small && { runAt: new Date(at.getTime() + SAFETY) }) })
  return small
}

type Asked = { kind: MatchKind; cohortId: string | null }
type Made = { id: string; seed: string }

/** Asks for a run; the clockwork does it. Undefined where there is no such cohort. */
export const askForRun = (actor: Team, { kind, cohortId }: Asked): Promise<Queued | undefined> =>
  inTransaction(async (tx) => {
    if (cohortId !== null && (await tx.cohort.count({ where: { id: cohortId } })) === 0) return undefined
    const { id } = await makeRun(tx, { kind, cohortId, byId: actor.accountId, at: now() })
    await recordEvent(tx, actor, 'match.asked', { subjectId: id, data: { kind } })
    return { id, small: await queueRun(tx, { id, kind, cohortId }, now()) }
  })

type Given = { kind: string; cohortId: string | null; byId: string | null; at: Date; seed?: string; previousId?: string }

/** Writes down a run that has not begun, with the criteria that hold now. */
export async function makeRun(tx: Tx, { kind, cohortId, byId, at, seed, previousId }: Given): Promise<Made> {
  const criteria = await tx.matchCriteria.findFirstOrThrow({ orderBy: { version: 'desc' } })
  return tx.matchRun.create({
    data: {
      ...{ id: randomUUID(), kind, cohortId, criteriaId: criteria.id, outOf: sumOf(weightsOf(criteria)) },
      ...{ seed: seed ?? randomBytes(4).toString('hex'), askedAt: at, askedById: byId, previousId: previousId ?? null },
    },
    select: { id: true, seed: true },
  })
}

export type LockedRun = NonNullable<Awaited<ReturnType<typeof lockRun>>>

/** One run under its lock. */
export async function lockRun(tx: Tx, id: string) {
  await tx.$queryRaw`SELECT id FROM match_runs WHERE id = ${id}::uuid FOR UPDATE`
  const run = await tx.matchRun.findUnique({ where: { id }, omit: { problem: true, certificate: true }, include: { choices: true } })
  return run && { ...run, state: run.state as RunState }
}

export const factsOf = ({
  state,
  checkedAt,
  startedAt,
  askedAt,
}: {
  state: string
  checkedAt: Date | null
  startedAt: Date | null
  askedAt: Date
}) => ({
  ...{ state: state as RunState, found: checkedAt !== null, movedAt: startedAt ?? askedAt },
})

export type Decided<T extends object = object> = ({ ok: true } & T) | { ok: false; reason: RunRefusal }

/** One run, one decision, one transaction; undefined where there is no such run. */
export const decided = <D>(
  runId: string,
  event: RunEvent,
  write: (tx: Tx, run: LockedRun, at: Date) => Promise<D>,
): Promise<D | { ok: false; reason: RunRefusal } | undefined> =>
  inTransaction(async (tx) => {
    const run = await lockRun(tx, runId)
    if (!run) return undefined
    const at = now()
    const decision = decideRun(factsOf(run), event, at)
    return decision.ok ? write(tx, run, at) : decision
  })

/** Begins a run again that failed, or that has not moved for minutes. */
export const restartRun = (actor: Team, runId: string) =>
  decided<Decided>(runId, 'restart', async (tx, run, at) => {
    if (run.state !== 'queued') await tx.matchRun.update({ where: { id: runId }, data: { state: 'queued', failedWhy: null } })
    await tx.matchRun.update({ where: { id: runId }, data: { attempts: 0, startedAt: null, progress: {}, askedAt: at } })
    await recordEvent(tx, actor, 'match.restarted', { subjectId: runId })
    await addJob(tx, runTask, { runId }, { key: `match:${runId}` })
    return { ok: true }
  })

export const discardRun = (actor: Team, runId: string) =>
  decided<Decided>(runId, 'discard', async (tx, _run, at) => {
    await tx.matchRun.update({ where: { id: runId }, data: { state: 'discarded', failedWhy: null, endedAt: at } })
    await recordEvent(tx, actor, 'match.discarded', { subjectId: runId })
    return { ok: true }
  })

export const bringBackRun = (actor: Team, runId: string) =>
  decided<Decided>(runId, 'bringBack', async (tx) => {
    await tx.matchRun.update({ where: { id: runId }, data: { state: 'draft', endedAt: null } })
    await recordEvent(tx, actor, 'match.broughtBack', { subjectId: runId })
    return { ok: true }
  })

/** The candidate sees that somebody looked at how they could be matched. */
export const recordMatchLook = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'matching', 'To find somebody to be beside you'))
