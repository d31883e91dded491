import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, pool } from '../../../core/db.ts'
import type { StaffPlaceState } from '../rules/places.ts'
import { sessionShows, type SessionShow } from '../rules/words.ts'

export const SESSIONS_A_PAGE = 25

const shown: Record<SessionShow, string> = {
  upcoming: `w.state IN ('published', 'postponed') AND w.ends_at > $1`,
  unrecorded: `w.ends_at <= $1 AND (w.state = 'published' OR (w.state = 'held' AND EXISTS (
    SELECT FROM staff_places u WHERE u.workshop_id = w.id AND u.state = 'booked')))`,
  past: `w.state IN ('published', 'held') AND w.ends_at <= $1`,
  drafts: `w.state = 'draft' AND $1::timestamptz IS NOT NULL`,
  cancelled: `w.state = 'cancelled' AND $1::timestamptz IS NOT NULL`,
}

export type SessionRow = {
  id: string
  title: string
  course: string
  state: string
  startsAt: Date
  endsAt: Date
  online: boolean
  venue: string
  capacity: number
  booked: number
  waiting: number
  came: number
}
type Filter = { show: SessionShow; course: string; page: number }

/** One page of the sessions that are shown, and how many there are of each kind. */
export async function listSessions(_actor: Team, { show, course, page }: Filter) {
  const at = now()
  const fits = `w.audience = 'staff' AND ($2 = '' OR w.course = $2)`
  const [rows, counts] = await Promise.all([
    pool.query<SessionRow>(
      `SELECT w.id, w.title, w.course, w.state, w.starts_at AS "startsAt", w.ends_at AS "endsAt", w.online, w.venue, w.capacity,
        (count(p.id) FILTER (WHERE p.state = 'booked'))::int AS booked, (count(p.id) FILTER (WHERE p.state = 'waiting'))::int AS waiting,
        (count(p.id) FILTER (WHERE p.state = 'attended'))::int AS came
      FROM workshops w LEFT JOIN staff_places p ON p.workshop_id = w.id WHERE ${fits} AND ${shown[show]}
      GROUP BY w.id ORDER BY w.starts_at ${show === 'past' || show === 'cancelled' ? 'DESC' : 'ASC'}, w.id LIMIT ${String(SESSIONS_A_PAGE)} OFFSET $3`,
      [at, course, (page - 1) * SESSIONS_A_PAGE],
    ),
    pool.query<Record<SessionShow, number>>(
      `SELECT ${sessionShows.map((each) => `(count(*) FILTER (WHERE ${shown[each]}))::int AS ${each}`).join(', ')} FROM workshops w WHERE ${fits}`,
      [at, course],
    ),
  ])
  const total = counts.rows[0]?.[show] ?? 0
  return { rows: rows.rows, counts: counts.rows[0], total, pages: Math.max(1, Math.ceil(total / SESSIONS_A_PAGE)) }
}

/** One session with every colleague who has or had a place, in the order of asking; undefined where there is none. */
export async function findSession(_actor: Team, id: string) {
  const found = await db.workshop.findFirst({
    where: { id, audience: 'staff' },
    include: {
      staffPlaces: {
        orderBy: { arrival: 'asc' },
        include: {
          account: { select: { id: true, name: true, email: true } },
          certificates: { where: { withdrawnAt: null }, select: { reference: true } },
        },
      },
    },
  })
  if (!found) return undefined
  const { staffPlaces, ...session } = found
  const places = staffPlaces.map(({ state, ...place }) => ({ ...place, state: state as StaffPlaceState }))
  const among = (...states: StaffPlaceState[]) => places.filter(({ state }) => states.includes(state))
  return {
    ...session,
    booked: among('booked'),
    waiting: among('waiting'),
    register: among('booked', 'attended', 'absent'),
    gone: among('cancelled', 'workshopCancelled'),
    marks: among('attended', 'absent').length,
  }
}

/** The course of a session that colleagues know of. */
export async function findSessionCourse(id: string): Promise<string | undefined> {
  const found = await db.workshop.findFirst({ where: { id, audience: 'staff', state: { not: 'draft' } }, select: { course: true } })
  return found?.course ?? undefined
}
