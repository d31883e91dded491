import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { Prisma, PrismaClient } from '../generated/prisma/client.ts'
import { PrismaClient as RecruiterClient } from '../generated/recruiter/client.ts'

export type Tx = Prisma.TransactionClient
export type Recruiting = Pick<RecruiterClient, 'sharedLook' | 'sharedCandidate' | 'supportHistory' | '$queryRaw'>

/** Set once by `openDatabase`, before anything is served. */
export let db: PrismaClient
/** A connection of its own, logged in as `recruiter`: it can call one function and read three views. */
export let recruiting: Recruiting
/** The pool beneath `db`, for sessions, jobs, rate limits and the few reads where speed counts. */
export let pool: pg.Pool

/** Connects to one database: as `app` (`url` says so already), and as `recruiter`. */
export function openDatabase({
  url,
  recruiterUrl,
  size = 10,
  onError,
}: {
  url: string
  recruiterUrl: string
  size?: number
  onError: (error: Error) => void
}) {
  const connections = new pg.Pool({ connectionString: url, max: size })
  watch(connections, onError)
  const adapter = new PrismaPg(connections, { onPoolError: onError })
  const prisma = new PrismaClient({ adapter, transactionOptions: { maxWait: 15_000, timeout: 15_000 } })
  pool = connections
  db = prisma
  const recruiterPool = new pg.Pool({ connectionString: recruiterUrl, max: 3 })
  watch(recruiterPool, onError)
  const client = new RecruiterClient({ adapter: new PrismaPg(recruiterPool, { schema: 'recruiting', onPoolError: onError }) })
  recruiting = client
  return {
    close: async () => {
      await Promise.all([prisma.$disconnect(), client.$disconnect()])
      await Promise.all([connections.end(), recruiterPool.end()])
    },
  }
}

/** A connection that breaks would otherwise end the process. */
function watch(connections: pg.Pool, onError: (error: Error) => void): void {
  connections.on('error', onError)
  connections.on('connect', (client) => client.on('error', onError))
}

const TRIES = 4

/**
 * One transaction for one thing that happens. Where two meet head-on, each waiting for what the other holds, PostgreSQL ends one of
 * them, and that one begins again; so `work` does nothing that its transaction cannot take back.
 */
export async function inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.$transaction(work)
    } catch (error) {
      if (tries === TRIES || !isDeadlock(error)) throw error
    }
  }
}

/** Prisma names it P2034, or P2010 with PostgreSQL's own 40P01, by the way the statement was sent. */
const isDeadlock = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && error.code === 'P2034') || /40P01|deadlock detected/.test(JSON.stringify(error) + error.message))
