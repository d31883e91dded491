import type { Actor } from '../../../core/access.ts'
import { pool } from '../../../core/db.ts'
import { accountOf, candidateOf } from './listing.ts'

export type PlacesGo = {
  policy: 'firstCome' | 'lottery'
  /** Places for everybody that are booked or held. */
  generalHeld: number
  accessPlaces: number
  accessHeld: number
  /** Of a lottery: the hash of its seed, known from publishing on. */
  seedHash: string | null
  drawnAt: Date | null
}

/** How places at a workshop are given, and how many of each kind are taken: counts, and nobody's name. */
export async function findHowPlacesGo(_actor: Actor, workshopId: string): Promise<PlacesGo> {
  const { rows } = await pool.query<PlacesGo>({
    name: 'how-places-go',
    text: `SELECT w.policy, w.access_places AS "accessPlaces", l.seed_hash AS "seedHash", l.drawn_at AS "drawnAt",
        (SELECT count(*)::int FROM places p WHERE p.workshop_id = w.id AND p.state IN ('booked', 'offered') AND p.pool = 'general') AS "generalHeld",
        (SELECT count(*)::int FROM places p WHERE p.workshop_id = w.id AND p.state IN ('booked', 'offered') AND p.pool = 'access') AS "accessHeld"
      FROM workshops w LEFT JOIN lotteries l ON l.workshop_id = w.id WHERE w.id = $1`,
    values: [workshopId],
  })
  const none = { policy: 'firstCome' as const, generalHeld: 0, accessPlaces: 0, accessHeld: 0, seedHash: null, drawnAt: null }
  return rows[0] ?? none
}

export type Draw = {
  title: string
  startsAt: Date
  state: string
  capacity: number
  openness: string
  drawAt: Date
  seedHash: string
  drawnAt: Date | null
  seed: string | null
  /** In the order drawn. */
  tickets: number[]
  /** How many tickets wait for the draw now. */
  waiting: number
}

/** The lottery of a published workshop, as whoever may see that workshop sees it; undefined where places go by order of asking. */
export async function findDraw(actor: Actor, workshopId: string): Promise<Draw | undefined> {
  const { rows } = await pool.query<Draw>(
    `SELECT w.title, w.starts_at AS "startsAt", w.state, w.capacity, w.openness, w.booking_closes_at AS "drawAt", l.seed_hash AS "seedHash", l.drawn_at AS "drawnAt", l.seed, l.tickets,
        (SELECT count(*)::int FROM places p WHERE p.workshop_id = w.id AND p.state = 'waiting') AS waiting
      FROM lotteries l JOIN workshops w ON w.id = l.workshop_id WHERE w.id = $1 AND w.state <> 'draft' AND workshop_shows(w, $2, $3)`,
    [workshopId, candidateOf(actor), accountOf(actor)],
  )
  return rows[0]
}
