import { db } from '../../../core/db.ts'
import type { PlaceState } from '../rules/places.ts'

/** A place with all that its e-mails tell; undefined where it has gone meanwhile. */
export async function findPlaceToTell(placeId: string | null) {
  if (placeId === null) return undefined
  const place = await db.place.findUnique({ where: { id: placeId }, include: { workshop: true, candidate: { select: { name: true } } } })
  return place ? { ...place, state: place.state as PlaceState } : undefined
}

type InLine = { workshopId: string; candidateId: string; band: number; arrival: number }

/** How many wait before this place. */
export const countAhead = ({ workshopId, band, arrival }: InLine): Promise<number> =>
  db.place.count({ where: { workshopId, state: 'waiting', OR: [{ band: { lt: band } }, { band, arrival: { lt: arrival } }] } })

/** Whether the person has asked for the same workshop once more since. */
export const hasAskedAgain = async ({ workshopId, candidateId, arrival }: InLine): Promise<boolean> =>
  (await db.place.count({ where: { workshopId, candidateId, arrival: { gt: arrival } } })) > 0
