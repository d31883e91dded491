import { db, pool } from '../../../core/db.ts'
import type { PlaceState } from '../rules/places.ts'

/** A place with all that its e-mails tell; undefined where it has gone meanwhile. */
export async function findPlaceToTell(placeId: string | null) {
  if (placeId === null) return undefined
  const place = await db.place.findUnique({
    where: { id: placeId },
    include: {
      workshop: { include: { lottery: { select: { drawnAt: true } } } },
      candidate: { select: { name: true } },
      changes: { select: { byRole: true }, orderBy: { id: 'asc' }, take: 1 },
    },
  })
  if (!place) return undefined
  const { changes, ...rest } = place
  return { ...rest, state: place.state as PlaceState, byTeam: ['coordinator', 'lead'].includes(changes[0]?.byRole ?? '') }
}

type InLine = { id: string; workshopId: string; candidateId: string; arrival: number }

/** How many wait before this place, if it waits. */
export async function countAhead({ id, workshopId }: InLine): Promise<number> {
  const { rows } = await pool.query<{ nth: number }>('SELECT nth FROM waiting_line($1) WHERE place_id = $2', [workshopId, id])
  return (rows[0]?.nth ?? 1) - 1
}

/** Whether the person has asked for the same workshop once more since. */
export const hasAskedAgain = async ({ workshopId, candidateId, arrival }: InLine): Promise<boolean> =>
  (await db.place.count({ where: { workshopId, candidateId, arrival: { gt: arrival } } })) > 0

/** How often before the person was booked here and then no more: each of them took the entry in their calendar away. */
export const countEarlierBookings = ({ workshopId, candidateId, arrival }: Omit<InLine, 'band'>): Promise<number> =>
  db.place.count({ where: { workshopId, candidateId, arrival: { lt: arrival }, bookedAt: { not: null } } })
