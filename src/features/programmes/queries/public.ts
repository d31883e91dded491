import type { Actor } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { pool } from '../../../core/db.ts'
import { accountOf, candidateOf, DRAW_AT, type ListedWorkshop } from './listing.ts'

export type ShownWorkshop = Omit<ListedWorkshop, 'own' | 'placesLeft' | 'openness' | 'postponedFrom'> & {
  state: 'published' | 'postponed' | 'held' | 'cancelled'
  /** The start that was told before, where it is another now. */
  movedFrom: Date | null
  postponedAt: Date | null
  postponeReason: string | null
  publishedAt: Date | null
  summary: string
  address: string
  accessInfo: string
  travelInfo: string
  bring: string
  joiningLink: string
  cancelReason: string | null
  offersEndAt: Date
  sequence: number
  booked: number
  offered: number
  programme: string | null
  cohort: string | null
  cohortId: string | null
  /** The staff network it is of, and whether others may come too. */
  network: string | null
  networkOpen: boolean
  /** Whether the reader is a member of its cohort. */
  member: boolean
}

/** One workshop as everybody may see it. A draft is nobody's here, and the joining link is for the page to hold back. */
export async function findWorkshop(actor: Actor, id: string): Promise<ShownWorkshop | undefined> {
  const { rows } = await pool.query<ShownWorkshop>({
    name: 'find-workshop',
    text: `SELECT w.id, w.title, w.summary, w.starts_at AS "startsAt", w.ends_at AS "endsAt", w.booking_closes_at AS "bookingClosesAt", w.offers_end_at AS "offersEndAt",
        w.online, w.area, w.venue, w.address, w.access_info AS "accessInfo", w.travel_info AS "travelInfo", w.bring, w.joining_link AS "joiningLink",
        w.members_only AS "membersOnly", w.network, w.network_open AS "networkOpen", w.moved_from AS "movedFrom", w.postponed_at AS "postponedAt", w.postpone_reason AS "postponeReason", w.published_at AS "publishedAt", ${DRAW_AT} AS "drawAt", w.capacity, w.state, w.sequence, w.cancel_reason AS "cancelReason", g.name AS programme, c.name AS cohort, w.cohort_id AS "cohortId",
        n.booked, n.offered, n.waiting,
        EXISTS (SELECT FROM memberships m WHERE m.cohort_id = w.cohort_id AND m.candidate_id = $2 AND m.state = 'joined' AND m.ended_at IS NULL) AS member
      FROM workshops w LEFT JOIN programmes g ON g.id = w.programme_id LEFT JOIN cohorts c ON c.id = w.cohort_id
      CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE p.state = 'booked')::int AS booked, count(*) FILTER (WHERE p.state = 'offered')::int AS offered,
        count(*) FILTER (WHERE p.state = 'waiting')::int AS waiting FROM places p WHERE p.workshop_id = w.id AND p.state IN ('booked', 'offered', 'waiting')) n
      WHERE w.id = $1 AND w.state <> 'draft' AND w.audience = 'candidates' AND workshop_shows(w, $2, $3)`,
    values: [id, candidateOf(actor), accountOf(actor)],
  })
  return rows[0]
}

export type OtherDate = Pick<
  ListedWorkshop,
  'id' | 'title' | 'startsAt' | 'endsAt' | 'online' | 'area' | 'venue' | 'placesLeft' | 'waiting'
>

/** The same workshop on other days, soonest first. */
export async function listOtherDates(_actor: Actor, { id, title }: Pick<ShownWorkshop, 'id' | 'title'>): Promise<OtherDate[]> {
  const { rows } = await pool.query<OtherDate>({
    name: 'list-other-dates',
    text: `SELECT w.id, w.title, w.starts_at AS "startsAt", w.ends_at AS "endsAt", w.online, w.area, w.venue, greatest(0, w.capacity - n.held)::int AS "placesLeft", n.waiting
      FROM workshops w CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE p.state <> 'waiting' AND p.pool = 'general')::int AS held, count(*) FILTER (WHERE p.state = 'waiting')::int AS waiting
        FROM places p WHERE p.workshop_id = w.id AND p.state IN ('booked', 'offered', 'waiting')) n
      WHERE w.state = 'published' AND w.audience = 'candidates' AND (w.network IS NULL OR w.network_open) AND w.booking_closes_at > $1 AND w.id <> $2 AND w.title = $3 ORDER BY w.starts_at, w.id LIMIT 3`,
    values: [now(), id, title],
  })
  return rows
}
