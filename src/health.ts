import { Router } from 'express'
import type pg from 'pg'

/** `/health/live`: the process answers. `/health/ready`: it takes visits and its database answers. */
export function healthOf(pool: pg.Pool) {
  let draining = false
  const answer = Router()
  answer.get('/live', (_req, res) => {
    res.type('text').set('cache-control', 'no-store').send('live\n')
  })
  answer.get('/ready', async (_req, res) => {
    const ready =
      !draining &&
      (await pool.query('SELECT 1').then(
        () => true,
        () => false,
      ))
    res
      .status(ready ? 200 : 503)
      .type('text')
      .set('cache-control', 'no-store')
      .send(ready ? 'ready\n' : 'not ready\n')
  })
  return {
    answer,
    drain: () => {
      draining = true
    },
  }
}
