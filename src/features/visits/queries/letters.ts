import { db } from '../../../core/db.ts'
import type { Side } from '../rules/visits.ts'

/** A visit as a letter needs it: where, when, who reads it. */
export async function findVisitForLetter(id: string, side: Side) {
  const found = await db.placement.findUnique({
    where: { id },
    select: {
      ...{ id: true, state: true, date: true, visitStop: true, visitDebriefs: { where: { side }, select: { side: true } } },
      host: { select: { name: true, site: true } },
      candidate: { select: { name: true } },
      supporter: { select: { account: { select: { name: true } } } },
    },
  })
  if (!found?.date) return undefined
  const { date, candidate, supporter, visitDebriefs, visitStop, ...visit } = found
  const name = side === 'candidate' ? candidate.name : (supporter?.account.name ?? '')
  return { ...visit, startsAt: date.startsAt, endsAt: date.endsAt, name, said: visitDebriefs.length > 0, stop: visitStop }
}

/** A day on which somebody hosts, and how many come. */
export async function findDayForLetter(id: string) {
  const found = await db.hostDate.findUnique({
    where: { id },
    select: {
      ...{ id: true, startsAt: true, endsAt: true, host: { select: { name: true } } },
      supporter: { select: { account: { select: { name: true } } } },
      placements: { where: { state: 'confirmed' }, select: { supporter: { select: { account: { select: { name: true } } } } } },
    },
  })
  if (!found || found.placements.length === 0) return undefined
  const { supporter, placements, ...day } = found
  return { ...day, coming: placements.length, name: supporter?.account.name ?? placements[0]?.supporter?.account.name ?? '' }
}
