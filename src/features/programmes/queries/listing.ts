import type { Actor } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { pool } from '../../../core/db.ts'
import type { ListingFilter } from '../rules/listing.ts'
import type { PlaceState } from '../rules/places.ts'

const LISTED_A_PAGE = 25

export type ListedWorkshop = {
  id: string
  title: string
  startsAt: Date
  endsAt: Date
  bookingClosesAt: Date
  online: boolean
  area: string
  venue: string
  membersOnly: boolean
  capacity: number
  /** Never below nothing. */
  placesLeft: number
  /** When tickets are drawn, for a lottery still to come. */
  drawAt: Date | null
  openness: 'all' | 'prioritised' | 'restricted'
  /** For whom it is, in the words of its rationale, where it is not open to all alike. */
  group: string | null
  /** The start that no longer holds, where the new date is not known. */
  postponedFrom: Date | null
  waiting: number
  /** The state of the reader's own live place. */
  own: PlaceState | null
}

/** When a lottery is drawn that has not been. */
export const DRAW_AT = `CASE WHEN w.policy = 'lottery' AND NOT EXISTS (SELECT FROM lotteries l WHERE l.workshop_id = w.id AND l.drawn_at IS NOT NULL) THEN w.booking_closes_at END`

/** Who reads, for `workshop_shows`: members of a network see what is theirs, in whichever role they read. */
export const accountOf = (actor: Actor): string | null =>
  actor.role === 'candidate' || actor.role === 'supporter' ? actor.accountId : null
export const candidateOf = (actor: Actor): string | null => (actor.role === 'candidate' ? actor.candidateId : null)

/** For candidates, published and to come, or postponed where no day is asked for, and as somebody wished; the numbers stand for what `valuesOf` gives. */
const FITS = `w.audience = 'candidates' AND workshop_shows(w, $8, $11) AND (w.state = 'published' AND w.starts_at > $1 OR w.state = 'postponed' AND $6::timestamptz IS NULL AND $7::timestamptz IS NULL) AND ($2::boolean IS NULL OR w.online = $2) AND ($3::text IS NULL OR w.area = $3 AND NOT w.online)
  AND ($4::text IS NULL OR w.programme_id IN (SELECT g.id FROM programmes g WHERE g.kind = $4)) AND ($5::text IS NULL OR w.routes = '{}' OR $5 = ANY (w.routes))
  AND ($6::timestamptz IS NULL OR w.starts_at >= $6) AND ($7::timestamptz IS NULL OR w.starts_at < $7)`

const valuesOf = ({ online, area, kind, route, from, until }: ListingFilter) => [
  now(),
  ...[online ?? null, area ?? null, kind ?? null, route ?? null, from ?? null, until ?? null],
]

type Asked = { page?: number; size?: number }
type Row = ListedWorkshop & { total: number; page: number }

/**
 * One page of the workshops that fit, soonest first and those without a date last, and how many fit in all: one question to the database. A page beyond the
 * last is the last. What is free and how many wait are counts, and the only person named is the reader.
 */
export async function listWorkshopsToCome(actor: Actor, filter: ListingFilter = {}, { page = 1, size = LISTED_A_PAGE }: Asked = {}) {
  const { rows } = await pool.query<Row>({
    name: 'list-workshops-to-come',
    text: `WITH fits AS (SELECT w.id, w.starts_at FROM workshops w WHERE ${FITS}),
        total AS (SELECT count(*)::int AS n, least($9::int, greatest(1, ceil(count(*) / $10::numeric)))::int AS page FROM fits),
        shown AS (SELECT f.id FROM fits f ORDER BY f.starts_at, f.id LIMIT $10 OFFSET ((SELECT page FROM total) - 1) * $10)
      SELECT w.id, w.title, w.starts_at AS "startsAt", w.ends_at AS "endsAt", w.booking_closes_at AS "bookingClosesAt", w.online, w.area, w.venue,
        (w.members_only OR w.network IS NOT NULL AND NOT w.network_open) AS "membersOnly", w.capacity, CASE WHEN w.openness <> 'all' AND rationale_covers(w.id, $1) THEN w.openness ELSE 'all' END AS openness, r.group_name AS "group",
        CASE WHEN w.state = 'postponed' THEN w.moved_from END AS "postponedFrom", ${DRAW_AT} AS "drawAt", greatest(0, w.capacity - n.held)::int AS "placesLeft", n.waiting, n.own, total.n AS total, total.page
      FROM shown JOIN workshops w USING (id) LEFT JOIN rationales r ON r.id = w.rationale_id CROSS JOIN total
      CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE p.state IN ('booked', 'offered') AND p.pool = 'general')::int AS held, count(*) FILTER (WHERE p.state = 'waiting')::int AS waiting,
        max(p.state) FILTER (WHERE p.candidate_id = $8) AS own
        FROM places p WHERE p.workshop_id = w.id AND p.state IN ('booked', 'offered', 'waiting')) n
      ORDER BY w.starts_at, w.id`,
    values: [...valuesOf(filter), candidateOf(actor), page, size, accountOf(actor)],
  })
  const total = rows[0]?.total ?? 0
  return { workshops: rows as ListedWorkshop[], total, page: rows[0]?.page ?? 1, pages: Math.max(1, Math.ceil(total / size)) }
}

/** Whatever workshop search engines may list, soonest first. */
export async function listPublicWorkshops(_actor: Actor): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'list-public-workshops',
    text: `SELECT w.id FROM workshops w WHERE w.audience = 'candidates' AND (w.state = 'published' AND w.starts_at > $1 OR w.state = 'postponed') AND NOT w.members_only AND (w.network IS NULL OR w.network_open)
      ORDER BY w.starts_at, w.id LIMIT 5000`,
    values: [now()],
  })
  return rows.map(({ id }) => id)
}
