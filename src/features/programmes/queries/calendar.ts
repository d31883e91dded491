import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { CalendarPlace } from '../documents.ts'
import { attendanceStates } from '../rules/places.ts'

const KEPT_DAYS = 90
const MOST = 500

export const findFeed = ({ candidateId }: Candidate) => db.calendarFeed.findUnique({ where: { candidateId } })

/** The places that somebody's calendar shows: booked, and those of the last three months; undefined where the address has ended. */
export async function listFeedPlaces(feedId: string): Promise<CalendarPlace[] | undefined> {
  const feed = await db.calendarFeed.findFirst({ where: { id: feedId, candidate: { closedAt: null } }, select: { candidateId: true } })
  return feed ? placesOf(feed.candidateId) : undefined
}

/** Somebody's booked place at one workshop, for its file; undefined where they have none, or its date is not known. */
export async function findBookedPlace({ candidateId }: Candidate, workshopId: string): Promise<CalendarPlace | undefined> {
  const [place] = await placesOf(candidateId, workshopId)
  return place
}

async function placesOf(candidateId: string, workshopId?: string): Promise<CalendarPlace[]> {
  const states = workshopId === undefined ? ['booked', ...attendanceStates] : ['booked']
  const places = await db.place.findMany({
    where: {
      candidateId,
      state: { in: states },
      ...(workshopId !== undefined && { workshopId }),
      workshop: { state: { in: ['published', 'held'] }, endsAt: { gt: daysAfter(now(), -KEPT_DAYS) } },
    },
    include: { workshop: true },
    orderBy: { workshop: { startsAt: 'asc' } },
    take: MOST,
  })
  const earlier = await db.place.groupBy({
    by: ['workshopId'],
    where: { candidateId, bookedAt: { not: null }, endedAt: { not: null }, workshopId: { in: places.map((each) => each.workshopId) } },
    _count: true,
  })
  const times = new Map(earlier.map(({ workshopId: id, _count }) => [id, _count]))
  return places.map((place) => ({ ...place, earlier: times.get(place.workshopId) ?? 0 }))
}
