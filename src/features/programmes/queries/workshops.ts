import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, pool } from '../../../core/db.ts'
import type { Whose } from '../../../core/waiting.ts'
import type { Show } from '../forms/workshops.ts'
import { listVenueNames } from './venues.ts'
import { isMark, isRecorded } from '../rules/attendance.ts'
import { cohortState } from '../rules/cohorts.ts'
import { waitingLine } from '../rules/line.ts'
import type { PlaceState } from '../rules/places.ts'
import type { WorkshopState } from '../rules/workshops.ts'

export const WORKSHOPS_A_PAGE = 25

export type WorkshopRow = {
  id: string
  title: string
  state: WorkshopState
  startsAt: Date
  endsAt: Date
  online: boolean
  venue: string
  capacity: number
  cohort: string | null
  /** For colleagues, not for candidates. */
  forStaff: boolean
  booked: number
  offered: number
  waiting: number
  came: number
}

/** Over, and nobody said whether it happened, or somebody has no mark. The same words behind the list and its count. */
export const UNRECORDED = `w.ends_at <= $1 AND (w.state = 'published' OR (w.state = 'held' AND (EXISTS (
  SELECT FROM places u WHERE u.workshop_id = w.id AND u.state = 'booked') OR EXISTS (
  SELECT FROM staff_places u WHERE u.workshop_id = w.id AND u.state = 'booked'))))`

const shown: Record<Show, { where: string; order: string }> = {
  upcoming: { where: `w.state IN ('published', 'postponed') AND w.ends_at > $1`, order: 'w.starts_at, w.id' },
  past: { where: `w.state IN ('published', 'held') AND w.ends_at <= $1`, order: 'w.starts_at DESC, w.id' },
  drafts: { where: `w.state = 'draft' AND $1::timestamptz IS NOT NULL`, order: 'w.starts_at, w.id' },
  unrecorded: { where: UNRECORDED, order: 'w.starts_at, w.id' },
  cancelled: { where: `w.state = 'cancelled' AND $1::timestamptz IS NOT NULL`, order: 'w.starts_at DESC, w.id' },
}

/** Mine are those of the cohorts that I coordinate. */
const MINE = `($2::uuid IS NULL OR EXISTS (SELECT FROM cohorts o WHERE o.id = w.cohort_id AND o.coordinator_id = $2))`
const mineOnly = (actor: Team, whose: Whose): string | null => (whose === 'mine' ? actor.accountId : null)

type Shown = { show: Show; q: string; page: number; whose?: Whose }

/** One page of the workshops that are shown, and how many there are of each kind. */
export async function listWorkshops(actor: Team, { show, q, page, whose = 'team' }: Shown) {
  const { where, order } = shown[show]
  const like = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`
  const [rows, total, counts] = await Promise.all([
    pool.query<WorkshopRow>(
      `SELECT w.id, w.title, w.state, w.starts_at AS "startsAt", w.ends_at AS "endsAt", w.online, w.venue, w.capacity, c.name AS cohort, w.audience = 'staff' AS "forStaff",
        (count(*) FILTER (WHERE p.state = 'booked'))::int AS booked, (count(*) FILTER (WHERE p.state = 'offered'))::int AS offered,
        (count(*) FILTER (WHERE p.state = 'waiting'))::int AS waiting,
        (count(*) FILTER (WHERE p.state IN ('attended', 'attendedLate', 'leftEarly')))::int AS came
      FROM workshops w LEFT JOIN cohorts c ON c.id = w.cohort_id
        LEFT JOIN (SELECT workshop_id, state FROM places UNION ALL SELECT workshop_id, state FROM staff_places) p ON p.workshop_id = w.id
      WHERE ${where} AND ${MINE} AND (w.title ILIKE $3 OR w.venue ILIKE $3 OR c.name ILIKE $3)
      GROUP BY w.id, c.name ORDER BY ${order} LIMIT $4 OFFSET $5`,
      [now(), mineOnly(actor, whose), like, WORKSHOPS_A_PAGE, (page - 1) * WORKSHOPS_A_PAGE],
    ),
    pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM workshops w LEFT JOIN cohorts c ON c.id = w.cohort_id
      WHERE ${where} AND ${MINE} AND (w.title ILIKE $3 OR w.venue ILIKE $3 OR c.name ILIKE $3)`,
      [now(), mineOnly(actor, whose), like],
    ),
    pool.query<Record<Show, number>>(
      `SELECT ${Object.entries(shown)
        .map(([name, each]) => `(count(*) FILTER (WHERE ${each.where}))::int AS ${name}`)
        .join(', ')} FROM workshops w WHERE ${MINE}`,
      [now(), mineOnly(actor, whose)],
    ),
  ])
  const [count] = counts.rows
  const found = total.rows[0]?.count ?? 0
  return { rows: rows.rows, total: found, counts: count, pages: Math.max(1, Math.ceil(found / WORKSHOPS_A_PAGE)) }
}

/** How many registers wait, and since when the oldest does: the same that the list shows as unrecorded. */
export async function countUnrecordedRegisters(actor: Team, whose: Whose = 'team'): Promise<{ count: number; oldest: Date | undefined }> {
  const { rows } = await pool.query<{ count: number; oldest: Date | null }>(
    `SELECT count(*)::int AS count, min(w.ends_at) AS oldest FROM workshops w WHERE ${UNRECORDED} AND ${MINE}`,
    [now(), mineOnly(actor, whose)],
  )
  return { count: rows[0]?.count ?? 0, oldest: rows[0]?.oldest ?? undefined }
}

/** One workshop with everybody who has or had a place, in the order of the list. */
export async function findWorkshop(_actor: Team, id: string) {
  const workshop = await db.workshop.findUnique({
    where: { id },
    include: {
      programme: { select: { id: true, name: true } },
      cohort: { select: { id: true, name: true } },
      facilitators: { orderBy: [{ addedAt: 'asc' }, { id: 'asc' }] },
      staffPlaces: { where: { endedAt: null }, select: { state: true } },
      places: {
        orderBy: { arrival: 'asc' },
        include: { candidate: { select: { id: true, name: true, reference: true, phone: true, account: { select: { email: true } } } } },
      },
    },
  })
  if (!workshop) return undefined
  const { places, state, ...facts } = workshop
  const inState = (wanted: string) => places.filter((place) => place.state === wanted)
  const waiting = waitingLine({
    places: places.map(({ state: each, ...rest }) => ({ ...rest, state: each as PlaceState })),
    banded: workshop.banded,
  })
  const lists = {
    register: places.filter((place) => isRecorded(place.state)),
    booked: inState('booked'),
    offered: inState('offered'),
    waiting,
    gone: places.filter((place) => place.endedAt !== null),
  }
  return { ...facts, state: state as WorkshopState, ...lists, marks: places.filter((place) => isMark(place.state)).length }
}
export type FoundWorkshop = NonNullable<Awaited<ReturnType<typeof findWorkshop>>>

/** Can an offer still be made, so that it runs out in time? */
export async function canOffer(_actor: Team, id: string): Promise<boolean> {
  const { rows } = await pool.query<{ possible: boolean }>(
    'SELECT $2::timestamptz < offers_end_at AND offer_expiry($2, offers_end_at) IS NOT NULL AS possible FROM workshops WHERE id = $1',
    [id, now()],
  )
  return rows[0]?.possible ?? false
}

/** What happened to a workshop itself, newest first. */
export async function listWorkshopHistory(_actor: Team, id: string) {
  const events = await db.event.findMany({ where: { subjectId: id, name: { not: 'page.viewed' } }, orderBy: { id: 'desc' }, take: 50 })
  const names = await namesOf(events.map(({ actorId }) => actorId))
  return events.map(({ name, at, actorId }) => ({ name, at, by: names.get(actorId ?? '') ?? 'The portal' }))
}

/** The names of members of staff, by account. */
export async function namesOf(ids: (string | null)[]): Promise<Map<string, string>> {
  const known = [...new Set(ids.filter((id) => id !== null))]
  if (known.length === 0) return new Map()
  const accounts = await db.account.findMany({ where: { id: { in: known } }, select: { id: true, name: true } })
  return new Map(accounts.map(({ id, name }) => [id, name]))
}

/** What a new workshop may belong to. */
export async function listProgrammesAndCohorts(_actor: Team) {
  const [programmes, cohorts, venues] = await Promise.all([
    db.programme.findMany({ orderBy: { name: 'asc' }, select: { id: true, name: true } }),
    db.cohort.findMany({ orderBy: { startsOn: 'desc' }, take: 200 }),
    listVenueNames(),
  ])
  return { programmes, venues, cohorts: cohorts.filter((cohort) => cohortState(cohort, 0, now()) !== 'closed') }
}

export type FoundCandidate = { id: string; name: string; reference: string }

/** Candidates by reference, name, e-mail address or phone, with accents, order and small slips forgiven: the best few, for choosing one. */
export async function searchCandidates(_actor: Team, q: string): Promise<FoundCandidate[]> {
  if (q.length < 2) return []
  const { rows } = await pool.query<FoundCandidate>(
    `SELECT c.id, c.name, c.reference FROM search_candidates($1) found JOIN candidates c ON c.id = found.candidate_id
      WHERE c.closed_at IS NULL ORDER BY found.score DESC, c.name, c.id LIMIT 20`,
    [q],
  )
  return rows
}
