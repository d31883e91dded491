import type { Actor } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { pool } from '../../core/db.ts'

export type UpcomingWorkshop = {
  id: string
  title: string
  startsAt: Date
  endsAt: Date
  online: boolean
  area: string
  venue: string
  membersOnly: boolean
  capacity: number
  /** Never below nothing. */
  placesLeft: number
  waiting: number
}

/** Published workshops that have not begun, soonest first. The same for everybody: what is free and who waits are counts. */
export async function listUpcomingWorkshops(_actor: Actor, { limit = 50, offset = 0 }: { limit?: number; offset?: number } = {}) {
  const { rows } = await pool.query<UpcomingWorkshop>({
    name: 'list-upcoming-workshops',
    text: `SELECT w.id, w.title, w.starts_at AS "startsAt", w.ends_at AS "endsAt", w.online, w.area, w.venue, w.members_only AS "membersOnly", w.capacity,
        greatest(0, w.capacity - count(*) FILTER (WHERE p.state IN ('booked', 'offered')))::int AS "placesLeft",
        (count(*) FILTER (WHERE p.state = 'waiting'))::int AS waiting
      FROM workshops w LEFT JOIN places p ON p.workshop_id = w.id AND p.state IN ('booked', 'offered', 'waiting')
      WHERE w.state = 'published' AND w.starts_at > $1
      GROUP BY w.id ORDER BY w.starts_at, w.id LIMIT $2 OFFSET $3`,
    values: [now(), limit, offset],
  })
  return rows
}
