import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter } from '../../../core/dates.ts'
import { pool } from '../../../core/db.ts'

/** How far back answers are looked at, in days. */
export const ANSWERS_OF_DAYS = 90

export type WaitingTime = {
  kind: string
  /** Requests that nobody has answered, and when the oldest was made. */
  waiting: number
  oldest: Date | null
  /** Requests answered in the last ANSWERS_OF_DAYS days, how many of them by their day, and the days (24 h) within which half were. */
  answered: number
  inTime: number
  medianDays: number | null
}

/** How long people wait for a first answer, by kind of support. Those who closed their account are not waiting. */
export async function listWaitingTimes(_actor: Team): Promise<WaitingTime[]> {
  const { rows } = await pool.query<WaitingTime>(
    `SELECT r.kind, (count(*) FILTER (WHERE open))::int AS waiting, min(r.requested_at) FILTER (WHERE open) AS oldest,
      (count(*) FILTER (WHERE recent))::int AS answered, (count(*) FILTER (WHERE recent AND r.answered_at <= r.due_at))::int AS "inTime",
      (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM r.answered_at - r.requested_at)) FILTER (WHERE recent) / 86400)::float AS "medianDays"
    FROM support_requests r JOIN candidates c ON c.id = r.candidate_id,
      LATERAL (SELECT r.state = 'requested' AND c.closed_at IS NULL AS open, r.answered_at >= $1 AS recent) AS t
    WHERE open OR recent GROUP BY r.kind ORDER BY min(r.requested_at) FILTER (WHERE open) NULLS LAST, r.kind`,
    [daysAfter(now(), -ANSWERS_OF_DAYS)],
  )
  return rows
}
