import { inTransaction, type Tx } from '../../../core/db.ts'

const TRIES = 4

/**
 * One transaction that excludes somebody. What concerns a supporter alone locks everybody they are paired with; where that
 * meets another transaction head-on, PostgreSQL ends one of the two, and this one begins again.
 */
export async function excluding<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTransaction(work)
    } catch (error) {
      if (tries === TRIES || !isDeadlock(error)) throw error
    }
  }
}

/** Prisma names it P2034, or P2010 with PostgreSQL's own 40P01, by the way the statement was sent. */
const isDeadlock = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && error.code === 'P2034') || /40P01|deadlock detected/.test(JSON.stringify(error) + error.message))
