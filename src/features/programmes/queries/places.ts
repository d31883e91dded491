import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { pool } from '../../../core/db.ts'
import type { PlaceState } from '../rules/places.ts'
import type { Told } from '../rules/story.ts'

/** When the draw of a lottery is to be made; nothing once it is, and where there is none. */
const UNDRAWN = `(SELECT w.booking_closes_at FROM lotteries y WHERE y.workshop_id = p.workshop_id AND y.drawn_at IS NULL)`
/** How many wait before a place, itself included; nothing for a place that does not wait, or whose ticket is not drawn yet. */
const POSITION = `CASE WHEN p.state = 'waiting' AND ${UNDRAWN} IS NULL THEN (SELECT l.nth FROM waiting_line(p.workshop_id) l WHERE l.place_id = p.id) END`
const WAITING = `(SELECT count(*)::int FROM places o WHERE o.workshop_id = p.workshop_id AND o.state = 'waiting')`

export type OwnPlace = {
  placeId: string
  workshopId: string
  title: string
  startsAt: Date
  endsAt: Date
  online: boolean
  area: string
  venue: string
  state: 'waiting' | 'offered' | 'booked'
  arrival: number
  position: number | null
  /** When their ticket is drawn, for a lottery still to come. */
  drawAt: Date | null
  waitingCount: number
  /** None for an offer that is held until a new date is known. */
  expiresAt: Date | null
  /** The start that no longer holds, where the workshop is postponed and its new date not known. */
  postponedFrom: Date | null
  /** The workshop has a new date, for which they have not said yet whether they come. */
  asksAnew: boolean
}

/** A candidate's places at workshops still to come, soonest first. An offer that has run out is not shown as one. */
export async function listOwnPlaces(actor: Candidate): Promise<OwnPlace[]> {
  const { rows } = await pool.query<OwnPlace>({
    name: 'list-own-places',
    text: `SELECT p.id AS "placeId", w.id AS "workshopId", w.title, w.starts_at AS "startsAt", w.ends_at AS "endsAt", w.online, w.area, w.venue, p.state, p.arrival,
        ${POSITION} AS position, ${UNDRAWN} AS "drawAt", ${WAITING} AS "waitingCount", CASE WHEN p.state = 'offered' AND w.state = 'published' THEN least(p.expires_at, w.offers_end_at) END AS "expiresAt",
        CASE WHEN w.state = 'postponed' THEN w.moved_from END AS "postponedFrom",
        (w.state = 'published' AND p.state = 'booked' AND w.postponed_at IS NOT NULL AND p.booked_at <= w.postponed_at AND p.coming_for IS DISTINCT FROM w.starts_at) AS "asksAnew"
      FROM places p JOIN workshops w ON w.id = p.workshop_id
      WHERE p.candidate_id = $1 AND p.state IN ('waiting', 'offered', 'booked') AND w.state IN ('published', 'postponed') AND w.ends_at > $2
        AND NOT (p.state = 'offered' AND least(p.expires_at, w.offers_end_at) <= $2)
      ORDER BY w.starts_at, w.id`,
    values: [actor.candidateId, now()],
  })
  return rows
}

export type PlaceHere = {
  id: string
  state: PlaceState
  arrival: number
  position: number | null
  drawAt: Date | null
  drawnAt: Date | null
  rank: number | null
  access: boolean
  companion: boolean
  pool: 'general' | 'access' | null
  /** When the offer really ends. */
  expiresAt: Date | null
  reason: string | null
  bookedAt: Date | null
  /** For which time of the workshop they said that they are still coming. */
  comingFor: Date | null
}

/** The candidate's latest place at one workshop, live or ended. */
export async function findPlaceAt(actor: Candidate, workshopId: string): Promise<PlaceHere | undefined> {
  const { rows } = await pool.query<PlaceHere>({
    name: 'find-place-at',
    text: `SELECT p.id, p.state, p.arrival, p.rank, p.access, p.companion, p.pool, p.reason, ${UNDRAWN} AS "drawAt", (SELECT y.drawn_at FROM lotteries y WHERE y.workshop_id = p.workshop_id) AS "drawnAt", p.booked_at AS "bookedAt", p.coming_for AS "comingFor", ${POSITION} AS position, CASE WHEN p.state = 'offered' THEN least(p.expires_at, w.offers_end_at) END AS "expiresAt"
      FROM places p JOIN workshops w ON w.id = p.workshop_id WHERE p.workshop_id = $1 AND p.candidate_id = $2 ORDER BY p.arrival DESC LIMIT 1`,
    values: [workshopId, actor.candidateId],
  })
  return rows[0]
}

/** Which workshop an own place is at; undefined for another's. */
export async function findOwnPlace(actor: Candidate, placeId: string): Promise<{ workshopId: string } | undefined> {
  const { rows } = await pool.query<{ workshopId: string }>(
    'SELECT workshop_id AS "workshopId" FROM places WHERE id = $1 AND candidate_id = $2',
    [placeId, actor.candidateId],
  )
  return rows[0]
}

/**
 * What has happened to an own place, oldest first: its own changes, and the moments at which somebody ahead left the
 * line. `before` is how many waited ahead when the change was made.
 */
export async function listPlaceHistory(actor: Candidate, placeId: string): Promise<Told[]> {
  const { rows } = await pool.query<Told>({
    name: 'list-place-history',
    text: `WITH me AS (SELECT p.id, p.workshop_id, CASE WHEN w.banded THEN p.band ELSE 0 END AS band, coalesce(p.rank, 2147483647) AS rank, p.arrival, w.banded, y.workshop_id IS NOT NULL AS lots, y.drawn_at
          FROM places p JOIN workshops w ON w.id = p.workshop_id LEFT JOIN lotteries y ON y.workshop_id = w.id WHERE p.id = $1 AND p.candidate_id = $2),
        ahead AS (SELECT c.id, c.at, c.from_state, c.to_state FROM me JOIN places o ON o.workshop_id = me.workshop_id AND (CASE WHEN me.banded THEN o.band ELSE 0 END, coalesce(o.rank, 2147483647), o.arrival) < (me.band, me.rank, me.arrival)
          JOIN place_changes c ON c.place_id = o.id WHERE 'waiting' IN (c.from_state, c.to_state)),
        told AS (SELECT c.id, c.at, c.from_state, c.to_state, c.expires_at, c.reason, c.by_role, true AS own FROM me JOIN place_changes c ON c.place_id = me.id
          UNION ALL SELECT a.id, a.at, a.from_state, a.to_state, NULL, NULL, 'system', false FROM ahead a
            WHERE a.from_state = 'waiting' AND a.id > (SELECT min(c.id) FROM place_changes c JOIN me ON c.place_id = me.id)
              AND (SELECT NOT me.lots OR a.at > me.drawn_at FROM me))
      SELECT t.at, t.from_state AS "from", t.to_state AS "to", t.expires_at AS "expiresAt", t.reason, t.by_role AS "byRole", t.own,
        (SELECT count(*) FILTER (WHERE a.to_state = 'waiting') - count(*) FILTER (WHERE a.from_state = 'waiting') FROM ahead a WHERE a.id <= t.id)::int AS before
      FROM told t ORDER BY t.id`,
    values: [placeId, actor.candidateId],
  })
  return rows
}

export type Clash = { workshopId: string; title: string; startsAt: Date; endsAt: Date; state: PlaceState }

/** Own live places elsewhere at the same time: a warning, no more. */
export async function listClashes(actor: Candidate, workshop: { id: string; startsAt: Date; endsAt: Date }): Promise<Clash[]> {
  const { rows } = await pool.query<Clash>({
    name: 'list-clashes',
    text: `SELECT w.id AS "workshopId", w.title, w.starts_at AS "startsAt", w.ends_at AS "endsAt", p.state
      FROM places p JOIN workshops w ON w.id = p.workshop_id
      WHERE p.candidate_id = $1 AND p.state IN ('waiting', 'offered', 'booked') AND w.id <> $2 AND w.state = 'published' AND w.starts_at < $4 AND w.ends_at > $3
      ORDER BY w.starts_at`,
    values: [actor.candidateId, workshop.id, workshop.startsAt, workshop.endsAt],
  })
  return rows
}
