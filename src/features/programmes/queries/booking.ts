import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, pool } from '../../../core/db.ts'
import type { Clash } from './places.ts'

/** Somebody the team may book for; undefined for nobody, and for who has closed their account. */
export const findBookable = (_actor: Team, candidateId: string) =>
  db.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { id: true, name: true, reference: true, accountId: true } })

type Seats = { state: string; startsAt: Date; capacity: number; held: number; accessPlaces: number; accessHeld: number; waiting: number }

/** How full a workshop is, for somebody about to book for another; undefined for a draft. */
export async function findSeats(_actor: Team, workshopId: string) {
  const { rows } = await pool.query<Seats & { id: string; title: string; endsAt: Date; online: boolean; venue: string }>(
    `SELECT w.id, w.title, w.ends_at AS "endsAt", w.online, w.venue, w.state, w.starts_at AS "startsAt", w.capacity, w.access_places AS "accessPlaces",
      (count(p.id) FILTER (WHERE p.state IN ('booked', 'offered') AND p.pool = 'general'))::int AS held,
      (count(p.id) FILTER (WHERE p.state IN ('booked', 'offered') AND p.pool = 'access'))::int AS "accessHeld",
      (count(p.id) FILTER (WHERE p.state = 'waiting'))::int AS waiting
    FROM workshops w LEFT JOIN places p ON p.workshop_id = w.id WHERE w.id = $1 AND w.state <> 'draft' AND w.audience = 'candidates' AND (w.network IS NULL OR w.network_open) GROUP BY w.id`,
    [workshopId],
  )
  return rows[0]
}

/** What somebody has elsewhere at the same time: a warning to whoever books for them, no more. */
export async function listClashesOf(_actor: Team, candidateId: string, workshop: { id: string; startsAt: Date; endsAt: Date }) {
  const { rows } = await pool.query<Clash>(
    `SELECT w.id AS "workshopId", w.title, w.starts_at AS "startsAt", w.ends_at AS "endsAt", p.state
      FROM places p JOIN workshops w ON w.id = p.workshop_id
      WHERE p.candidate_id = $1 AND p.state IN ('waiting', 'offered', 'booked') AND w.id <> $2 AND w.state = 'published' AND w.starts_at < $4 AND w.ends_at > $3
      ORDER BY w.starts_at`,
    [candidateId, workshop.id, workshop.startsAt, workshop.endsAt],
  )
  return rows
}

/** Workshops that somebody can be booked on, soonest first. */
export const listBookable = (_actor: Team, candidateId: string) =>
  db.workshop.findMany({
    where: {
      audience: 'candidates',
      OR: [{ network: null }, { networkOpen: true }],
      state: 'published',
      startsAt: { gt: now() },
      places: { none: { candidateId, endedAt: null, state: 'booked' } },
    },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    take: 50,
    select: { id: true, title: true, startsAt: true, endsAt: true, online: true, venue: true, capacity: true },
  })
