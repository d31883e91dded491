import { EventEmitter } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { Logger, parseCronItems, run, type ParsedCronItem, type TaskList, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { z } from 'zod'
import type { Tx } from './db.ts'
import type { Log } from './log.ts'

/** A kind of job: its name, what it needs to know, and what it does; `every` is a crontab pattern in UTC. */
export type Job<Payload> = { name: string; payload: z.ZodType<Payload>; perform: (payload: Payload) => Promise<void>; every?: string }
export type Task = { tasks: TaskList; recurring: ParsedCronItem[] }

/** Adds a job in the transaction that made the change, so that both happen or neither does. */
export async function addJob<Payload>(
  tx: Tx,
  job: Pick<Job<Payload>, 'name' | 'payload'>,
  payload: Payload,
  { runAt, key }: { runAt?: Date; key?: string } = {},
): Promise<void> {
  await tx.$executeRaw`SELECT graphile_worker.add_job(${job.name}::text, ${JSON.stringify(payload)}::json, run_at => ${runAt ?? null}::timestamptz, job_key => ${key ?? null}::text)`
}

export const asTask = <Payload>({ name, payload, perform, every }: Job<Payload>): Task => ({
  tasks: {
    [name]: async (typed: unknown) => {
      await perform(payload.parse(typed))
    },
  },
  recurring: every === undefined ? [] : parseCronItems([{ task: name, match: every, options: { maxAttempts: 1 } }]),
})

const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const
const quietly = (log: Log) =>
  new Logger((scope) => (level, message) => {
    log[levels[level]]({ job: scope.taskIdentifier }, message)
  })

export type Jobs = { stop: () => Promise<void> }
type Options = { pool: pg.Pool; tasks: Task[]; log: Log; concurrency?: number; sweepEvery?: number }

/** Runs jobs in this process until `stop`, which lets those that are running finish. */
export async function startJobs({ pool, tasks, log, concurrency = 2, sweepEvery = MINUTE }: Options): Promise<Jobs> {
  const witness = await pool.connect()
  await releaseJobsOfTheDead(witness, log)
  const events: WorkerEvents = new EventEmitter()
  let id = ''
  events.on('pool:create', ({ workerPool }) => {
    id = workerPool.id
  })
  const runner = await run({
    events,
    pgPool: pool,
    taskList: Object.assign({}, ...tasks.map((task) => task.tasks)) as TaskList,
    concurrency,
    noHandleSignals: true,
    parsedCronItems: tasks.flatMap((task) => task.recurring),
    logger: quietly(log),
  })
  await witness.query('SELECT pg_advisory_lock($1, hashtext($2))', [ALIVE, id])
  const sweep = setInterval(() => {
    releaseJobsOfTheLost(witness, id, log).catch((error: unknown) => {
      log.error({ err: error }, 'could not look for the jobs of workers that were killed')
    })
  }, sweepEvery)
  sweep.unref()
  return {
    stop: async () => {
      clearInterval(sweep)
      await runner.stop()
      await settled(witness, id)
      witness.release(true)
    },
  }
}

/** graphile-worker's `stop` answers before the last job is marked as done; a pool that closes then would have it done twice. */
async function settled(witness: pg.PoolClient, id: string): Promise<void> {
  for (const deadline = Date.now() + 5000; Date.now() < deadline;) {
    const { rowCount } = await witness.query('SELECT FROM graphile_worker.jobs WHERE locked_by = $1', [id])
    if (rowCount === 0) return
    await wait(20)
  }
}

const MINUTE = 60_000
const ALIVE = 72_707_370

/**
 * A worker that was killed leaves its jobs locked for four hours. Every living worker holds a shared advisory
 * lock, so whoever can take it alone knows that all the others are dead.
 */
async function releaseJobsOfTheDead(witness: pg.PoolClient, log: Log): Promise<void> {
  const alone = await witness.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [ALIVE])
  if (alone.rows[0]?.taken === true) await unlock(witness, await lockers(witness, 0), log)
  await witness.query('SELECT pg_advisory_lock_shared($1)', [ALIVE])
  if (alone.rows[0]?.taken === true) await witness.query('SELECT pg_advisory_unlock($1)', [ALIVE])
}

/** Every living worker also holds a lock of its own, so that the others can tell when it alone is dead. */
async function releaseJobsOfTheLost(witness: pg.PoolClient, own: string, log: Log): Promise<void> {
  for (const id of await lockers(witness, MINUTE)) {
    if (id === own) continue // a lock that this connection holds would be given to it again
    const { rows } = await witness.query<{ dead: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS dead', [ALIVE, id])
    if (rows[0]?.dead !== true) continue
    await unlock(witness, [id], log)
    await witness.query('SELECT pg_advisory_unlock($1, hashtext($2))', [ALIVE, id])
  }
}

async function lockers(witness: pg.PoolClient, age: number): Promise<string[]> {
  const { rows } = await witness.query<{ locked_by: string }>(
    `SELECT DISTINCT locked_by FROM graphile_worker.jobs WHERE locked_at <= clock_timestamp() - $1 * interval '1 millisecond'`,
    [age],
  )
  return rows.map((row) => row.locked_by)
}

async function unlock(witness: pg.PoolClient, dead: string[], log: Log): Promise<void> {
  if (dead.length === 0) return
  await witness.query('SELECT graphile_worker.force_unlock_workers($1)', [dead])
  log.warn({ dead }, 'took over the jobs of workers that were killed')
}
