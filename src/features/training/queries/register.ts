import type { Lead } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter, londonDay } from '../../../core/dates.ts'
import { db, pool } from '../../../core/db.ts'
import type { Course } from '../../../forces/profile.ts'
import { isSupporting, NUDGE_DAYS, rolesThatNeed, SOON_DAYS, standings, type Standing } from '../rules/certificates.ts'

export const REGISTER_A_PAGE = 25
export type RegisterFilter = { standing: Standing | ''; course: string; role: string; q: string; account?: string }
export const everybody: RegisterFilter = { standing: '', course: '', role: '', q: '' }

export type RegisterRow = {
  accountId: string
  name: string
  email: string
  roles: string[]
  course: string
  standing: Standing
  until: Date | null
  certificateId: string | null
  reference: string | null
  /** A place at a session to come. */
  bookedFor: Date | null
  nudgedAt: Date | null
}

/**
 * Each colleague with each course that a role of theirs needs, and how they stand. Leavers, and supporters who have stopped or were
 * declined, are in no row; for supporters a training that the team recorded by hand counts as well.
 */
const ROWS = `WITH courses AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS c (id text, roles text[], supporting boolean)),
  people AS (SELECT a.id, a.name, a.email, array_agg(r.role ORDER BY r.role) AS roles FROM accounts a JOIN account_roles r ON r.account_id = a.id
    LEFT JOIN supporters s ON s.account_id = a.id
    WHERE a.closed_at IS NULL AND a.deactivated_at IS NULL AND r.role <> 'candidate' AND NOT (r.role = 'supporter' AND s.state IN ('left', 'declined')) GROUP BY a.id),
  held AS (SELECT p.id AS account_id, p.name, p.email, p.roles, c.id AS course, t.id AS certificate_id, t.reference,
      greatest(t.valid_until, CASE WHEN c.supporting AND 'supporter' = ANY (p.roles) THEN s.trained_until END) AS until
    FROM people p JOIN courses c ON c.roles && p.roles LEFT JOIN supporters s ON s.account_id = p.id
    LEFT JOIN LATERAL (SELECT x.id, x.reference, x.valid_until FROM training_certificates x WHERE x.account_id = p.id AND x.course = c.id AND x.withdrawn_at IS NULL
      ORDER BY x.valid_until DESC, x.id LIMIT 1) t ON true),
  standing AS (SELECT h.*, CASE WHEN h.until IS NULL THEN 'never' WHEN h.until < $2::date THEN 'lapsed' WHEN h.until <= $2::date + ${String(SOON_DAYS)} THEN 'soon' ELSE 'current' END AS standing FROM held h),
  fits AS (SELECT s.* FROM standing s WHERE ($3 = '' OR s.course = $3) AND ($4 = '' OR $4 = ANY (s.roles)) AND (s.name ILIKE $5 OR s.email ILIKE $5) AND ($6 = '' OR s.account_id::text = $6))`

const valuesOf = (courses: readonly Course[], { course, role, q, account = '' }: RegisterFilter) => [
  JSON.stringify(courses.map((each) => ({ id: each.id, roles: rolesThatNeed(each), supporting: isSupporting(each) }))),
  ...[londonDay(now()), course, role, `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`, account],
]

type Counts = Record<Standing, number> & { oldest: Date | null }

async function countRows(courses: readonly Course[], filter: RegisterFilter): Promise<Counts> {
  const { rows } = await pool.query<Counts>(
    `${ROWS} SELECT ${standings.map((each) => `(count(*) FILTER (WHERE standing = '${each}'))::int AS ${each}`).join(', ')},
      (min(until) FILTER (WHERE standing = 'lapsed') + time '12:00') AT TIME ZONE 'UTC' AS oldest FROM fits`,
    valuesOf(courses, filter),
  )
  return rows[0] ?? { lapsed: 0, never: 0, soon: 0, current: 0, oldest: null }
}

/** How many trainings have run out, and since when the oldest has. */
export const countLapsed = async (_actor: Lead, courses: readonly Course[]) => {
  const { lapsed, oldest } = await countRows(courses, everybody)
  return { count: lapsed, oldest: oldest ?? undefined }
}

type Asked = { size?: number | undefined; page?: number }

/** The rows that fit, those that have run out first, then those who never came; and how many there are of each kind. */
export async function listRegister(_actor: Lead, courses: readonly Course[], filter: RegisterFilter, { size, page = 1 }: Asked = {}) {
  const at = now()
  const [found, counts] = await Promise.all([
    pool.query<RegisterRow>(
      `${ROWS} SELECT f.account_id AS "accountId", f.name, f.email, f.roles, f.course, f.standing, (f.until + time '12:00') AT TIME ZONE 'UTC' AS until, f.certificate_id AS "certificateId", f.reference,
        (SELECT min(w.starts_at) FROM staff_places b JOIN workshops w ON w.id = b.workshop_id WHERE b.account_id = f.account_id AND w.course = f.course
          AND b.state = 'booked' AND w.state = 'published' AND w.starts_at > $8) AS "bookedFor",
        (SELECT max(n.sent_at) FROM training_nudges n WHERE n.account_id = f.account_id AND n.course = f.course) AS "nudgedAt"
      FROM fits f WHERE $7 = '' OR f.standing = $7
      ORDER BY array_position(ARRAY['lapsed', 'never', 'soon', 'current'], f.standing), f.until NULLS LAST, f.name, f.account_id, f.course LIMIT $9 OFFSET $10`,
      [...valuesOf(courses, filter), filter.standing, at, size ?? null, size === undefined ? 0 : (page - 1) * size],
    ),
    countRows(courses, filter),
  ])
  const total = filter.standing === '' ? standings.reduce((sum, each) => sum + counts[each], 0) : counts[filter.standing]
  return { rows: found.rows, counts, total, pages: size === undefined ? 1 : Math.max(1, Math.ceil(total / size)) }
}

/** Those among the rows who can be written to: not in date, without a place booked, and not written to lately. */
export const toNudge = (rows: readonly RegisterRow[]): RegisterRow[] => {
  const since = daysAfter(now(), -NUDGE_DAYS)
  return rows.filter(
    ({ standing, bookedFor, nudgedAt }) => standing !== 'current' && bookedFor === null && (nudgedAt === null || nudgedAt <= since),
  )
}

export const findCertificateToTakeBack = (_actor: Lead, id: string) =>
  db.trainingCertificate.findFirst({ where: { id, withdrawnAt: null }, include: { account: { select: { name: true } } } })
