import type { Allowed } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db, pool } from '../../../core/db.ts'
import type { Course } from '../../../forces/profile.ts'
import { isSupporting, rolesThatNeed, standingOf, type Standing } from '../rules/certificates.ts'
import type { AttemptDecision } from '../rules/check.ts'
import type { StaffPlaceState } from '../rules/places.ts'
import { findWhetherMay } from './attempts.ts'

/** Anybody who works here, in whichever role. */
export type Colleague = Allowed<'training.own'>

const dayOf = (day: Date): string => day.toISOString().slice(0, 10)
const PLACES_SHOWN = 50

export type OwnPlace = {
  id: string
  workshopId: string
  course: string
  title: string
  state: StaffPlaceState
  startsAt: Date
  endsAt: Date
  online: boolean
  venue: string
  address: string
  area: string
  joiningLink: string
  sessionState: string
  /** The start that no longer holds, where the new date is not known. */
  movedFrom: Date | null
  sequence: number
  /** How many wait before them and they themselves, where they wait. */
  position: number
  endedAt: Date | null
}

const PLACE = `SELECT p.id, p.workshop_id AS "workshopId", w.course, w.title, p.state, w.starts_at AS "startsAt", w.ends_at AS "endsAt", w.online, w.venue, w.address, w.area,
    w.joining_link AS "joiningLink", w.state AS "sessionState", w.moved_from AS "movedFrom", w.sequence, p.ended_at AS "endedAt",
    (SELECT count(*)::int FROM staff_places o WHERE o.workshop_id = p.workshop_id AND o.state = 'waiting' AND o.arrival <= p.arrival) AS position
  FROM staff_places p JOIN workshops w ON w.id = p.workshop_id`

/** Every place of one's own, the latest session first. */
async function listPlaces(accountId: string): Promise<OwnPlace[]> {
  const { rows } = await pool.query<OwnPlace>(`${PLACE} WHERE p.account_id = $1 ORDER BY w.starts_at DESC, p.arrival DESC LIMIT $2`, [
    accountId,
    PLACES_SHOWN,
  ])
  return rows
}

export async function findOwnPlace({ accountId }: Pick<Colleague, 'accountId'>, id: string): Promise<OwnPlace | undefined> {
  const { rows } = await pool.query<OwnPlace>(`${PLACE} WHERE p.id = $1 AND p.account_id = $2`, [id, accountId])
  return rows[0]
}

/** The same for a letter about it. */
export async function findPlaceToTell(id: string) {
  const { rows } = await pool.query<
    OwnPlace & { name: string; bookedAt: Date | null; askedAt: Date; cancelReason: string | null; asked: boolean }
  >(
    `SELECT o.*, a.name, s.booked_at AS "bookedAt", s.asked_at AS "askedAt", x.cancel_reason AS "cancelReason" FROM (${PLACE} WHERE p.id = $1) o
      JOIN staff_places s ON s.id = o.id JOIN accounts a ON a.id = s.account_id JOIN workshops x ON x.id = s.workshop_id`,
    [id],
  )
  return rows[0]
}

export type OpenSession = {
  id: string
  title: string
  startsAt: Date
  endsAt: Date
  bookingClosesAt: Date
  online: boolean
  venue: string
  area: string
  summary: string
  accessInfo: string
  capacity: number
  booked: number
  waiting: number
}

/** Sessions of a course that can be booked, soonest first; never a name. */
export async function listOpenSessions(course: string): Promise<OpenSession[]> {
  const { rows } = await pool.query<OpenSession>(
    `SELECT w.id, w.title, w.starts_at AS "startsAt", w.ends_at AS "endsAt", w.booking_closes_at AS "bookingClosesAt", w.online, w.venue, w.area, w.summary,
      w.access_info AS "accessInfo", w.capacity, (count(p.id) FILTER (WHERE p.state = 'booked'))::int AS booked, (count(p.id) FILTER (WHERE p.state = 'waiting'))::int AS waiting
    FROM workshops w LEFT JOIN staff_places p ON p.workshop_id = w.id
    WHERE w.audience = 'staff' AND w.course = $1 AND w.state = 'published' AND w.booking_closes_at > $2 GROUP BY w.id ORDER BY w.starts_at, w.id LIMIT 25`,
    [course, now()],
  )
  return rows
}

/** Until when a training holds that counts for a course: the last certificate, and for supporters what the team recorded by hand. */
async function findUntil(accountId: string, course: Course): Promise<string | undefined> {
  const [last, supporter] = await Promise.all([
    db.trainingCertificate.aggregate({ where: { accountId, course: course.id, withdrawnAt: null }, _max: { validUntil: true } }),
    isSupporting(course) ? db.supporter.findUnique({ where: { accountId }, select: { trainedUntil: true } }) : null,
  ])
  return [last._max.validUntil, supporter?.trainedUntil]
    .flatMap((day) => (day ? [dayOf(day)] : []))
    .sort()
    .at(-1)
}

export type OwnCourse = {
  course: Course
  standing: Standing
  until: Date | undefined
  /** One of their roles needs it. */
  needed: boolean
  places: OwnPlace[]
  /** They came to a session that no certificate rests on yet, or passed a check. */
  came: Date | undefined
  passed: Date | undefined
  attempt: { open: boolean; may: AttemptDecision }
}

async function findOwnCourse({ accountId, roles }: Colleague, course: Course, places: OwnPlace[]): Promise<OwnCourse> {
  const at = now()
  const unused = { certificates: { none: { withdrawnAt: null } } }
  const of = { accountId, course: course.id }
  const [until, may, open, came, passed] = await Promise.all([
    findUntil(accountId, course),
    findWhetherMay(accountId, course.id),
    db.courseAttempt.findFirst({ where: { ...of, submittedAt: null }, select: { id: true } }),
    db.staffPlace.findFirst({
      where: { accountId, state: 'attended', workshop: { course: course.id }, ...unused },
      orderBy: { workshop: { startsAt: 'desc' } },
      select: { workshop: { select: { startsAt: true } } },
    }),
    db.courseAttempt.findFirst({
      where: { ...of, passed: true, ...unused },
      orderBy: { submittedAt: 'desc' },
      select: { submittedAt: true },
    }),
  ])
  return {
    ...{ course, standing: standingOf(until, londonDay(at)), until: until === undefined ? undefined : new Date(`${until}T12:00:00Z`) },
    needed: rolesThatNeed(course).some((role) => (roles as readonly string[]).includes(role)),
    places: places.filter((place) => place.course === course.id),
    came: came?.workshop.startsAt,
    passed: passed?.submittedAt ?? undefined,
    attempt: { open: open !== null, may },
  }
}

/** Every course as it stands for one colleague: those that a role of theirs needs first. */
export async function listOwnCourses(actor: Colleague, courses: readonly Course[]): Promise<OwnCourse[]> {
  const places = await listPlaces(actor.accountId)
  const all = await Promise.all(courses.map((course) => findOwnCourse(actor, course, places)))
  return all.sort((a, b) => Number(b.needed) - Number(a.needed))
}

export const listOwnCertificates = ({ accountId }: Colleague, course?: string) =>
  db.trainingCertificate.findMany({
    where: { accountId, ...(course !== undefined && { course }) },
    orderBy: [{ issuedAt: 'desc' }, { id: 'asc' }],
    take: 50,
  })

export const findOwnCertificate = ({ accountId }: Colleague, id: string) =>
  db.trainingCertificate.findFirst({ where: { id, accountId }, include: { account: { select: { name: true } } } })

/** Checks that were handed in, the last first. */
export const listOwnAttempts = ({ accountId }: Colleague, course: string) =>
  db.courseAttempt.findMany({ where: { accountId, course, submittedAt: { not: null } }, orderBy: { submittedAt: 'desc' }, take: 25 })

export const findOpenAttempt = ({ accountId }: Colleague, course: string) =>
  db.courseAttempt.findFirst({ where: { accountId, course, submittedAt: null } })
