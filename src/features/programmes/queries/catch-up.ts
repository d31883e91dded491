import { now } from '../../../core/clock.ts'
import { db, pool } from '../../../core/db.ts'
import { missedSessions } from '../rules/catch-up.ts'
import type { PlaceState } from '../rules/places.ts'
import { findStanding, type Pair, type Standing } from './completion.ts'

export type Later = {
  id: string
  session: number
  title: string
  startsAt: Date
  endsAt: Date
  online: boolean
  area: string
  venue: string
  cohort: string | null
  /** May this person ask for a place there themselves? */
  open: boolean
  own: PlaceState | null
}
export type CatchUp = { number: number; title: string; at: Date; later: Later[] }

const LATER = `SELECT w.id, w.session, w.title, w.starts_at AS "startsAt", w.ends_at AS "endsAt", w.online, w.area, w.venue, o.name AS cohort, p.state AS own,
    NOT w.members_only OR EXISTS (SELECT FROM memberships m WHERE m.cohort_id = w.cohort_id AND m.candidate_id = $2 AND m.state = 'joined' AND m.ended_at IS NULL) AS open
  FROM workshops w LEFT JOIN cohorts o ON o.id = w.cohort_id JOIN cohorts c ON c.id = $1 AND c.programme_id = coalesce(o.programme_id, w.programme_id)
    LEFT JOIN LATERAL (SELECT state FROM places WHERE workshop_id = w.id AND candidate_id = $2 AND ended_at IS NULL LIMIT 1) p ON true
  WHERE w.state = 'published' AND w.session = ANY ($3::int[]) AND w.starts_at > $4 AND (w.booking_closes_at > $4 OR p.state IS NOT NULL)
  ORDER BY w.starts_at, w.id`

/** What somebody missed of a cohort, each with the later workshops of the programme that would make up for it, soonest first. */
export async function listCatchUps({ cohortId, candidateId }: Pair, { rule, sessions }: Standing): Promise<CatchUp[]> {
  const missed = missedSessions(rule, sessions)
  if (missed.length === 0) return []
  const values = [cohortId, candidateId, missed.map(({ number }) => number), now()]
  const { rows } = await pool.query<Later>({ name: 'list-catch-ups', text: LATER, values })
  return missed.map(({ number, title, at }) => ({ number, title, at, later: rows.filter(({ session }) => session === number) }))
}

/** What would make up for one workshop that somebody missed; undefined where nothing is counted so, or they have made up for it. */
export async function findCatchUp(candidateId: string, workshopId: string): Promise<CatchUp | undefined> {
  const workshop = await db.workshop.findUnique({ where: { id: workshopId }, select: { cohortId: true, session: true } })
  if (workshop?.cohortId == null || workshop.session === null) return undefined
  const pair = { cohortId: workshop.cohortId, candidateId }
  const catchUps = await listCatchUps(pair, await findStanding(db, pair))
  return catchUps.find(({ number }) => number === workshop.session)
}
