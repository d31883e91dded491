import { setTimeout as passes } from 'node:timers/promises'
import type pg from 'pg'
import { pool } from '../../src/core/db.ts'

/** Resolves once some connection to this file's database waits for what another one holds. */
async function untilSomebodyWaits(): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const { rowCount } = await pool.query(
      `SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()`,
    )
    if (rowCount !== null && rowCount > 0) return
    await passes(20)
  }
  throw new Error('nobody waited')
}

/** Does one thing and, before that is committed, begins another; answers with the other's answer, which came after the commit. */
export async function meanwhile<T>(first: (by: pg.PoolClient) => Promise<unknown>, second: () => PromiseLike<T>): Promise<T> {
  const by = await pool.connect()
  try {
    await by.query('BEGIN')
    await first(by)
    const answer = Promise.resolve(second())
    await untilSomebodyWaits()
    await by.query('COMMIT')
    return await answer
  } finally {
    by.release()
  }
}
