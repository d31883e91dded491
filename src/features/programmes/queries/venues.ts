import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'

export const VENUES_A_PAGE = 25

export async function listVenues(_actor: Team, { show, page }: { show: 'used' | 'archived'; page: number }) {
  const where = { archivedAt: show === 'used' ? null : { not: null } }
  const [rows, total, used, archived] = await Promise.all([
    db.venue.findMany({
      where,
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      skip: (page - 1) * VENUES_A_PAGE,
      take: VENUES_A_PAGE,
      include: { _count: { select: { workshops: { where: { state: { in: ['draft', 'published'] }, startsAt: { gt: now() } } } } } },
    }),
    db.venue.count({ where }),
    db.venue.count({ where: { archivedAt: null } }),
    db.venue.count({ where: { archivedAt: { not: null } } }),
  ])
  return { rows, total, counts: { used, archived }, pages: Math.max(1, Math.ceil(total / VENUES_A_PAGE)) }
}

export const findVenue = async (_actor: Team, id: string) => (await db.venue.findUnique({ where: { id } })) ?? undefined

/** The venues that a new workshop may be at. */
export const listVenueNames = () =>
  db.venue.findMany({ where: { archivedAt: null }, orderBy: { name: 'asc' }, select: { id: true, name: true } })

export const listFacilitators = (_actor: Team, workshopId: string) =>
  db.workshopFacilitator.findMany({ where: { workshopId }, orderBy: [{ addedAt: 'asc' }, { id: 'asc' }] })

/** Who leads a workshop, as those agreed who are shown; for somebody who has a place there. */
export const listShownFacilitators = (_actor: Candidate, workshopId: string) =>
  db.workshopFacilitator.findMany({
    where: { workshopId, shown: true },
    orderBy: [{ addedAt: 'asc' }, { id: 'asc' }],
    select: { name: true, role: true },
  })

/** Past workshops stay on the page of who led them for so many days. */
const PAST_DAYS = 90

/** The workshops that somebody of the team leads: those to come, soonest first, and those of the last three months. */
export async function listLedBy({ accountId }: Team) {
  const rows = await db.workshop.findMany({
    where: {
      facilitators: { some: { accountId } },
      state: { in: ['draft', 'published', 'held'] },
      endsAt: { gt: daysAfter(now(), -PAST_DAYS) },
    },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    take: 200,
    select: {
      ...{ id: true, title: true, state: true, startsAt: true, endsAt: true, online: true, venue: true, capacity: true },
      facilitators: { select: { name: true, accountId: true } },
      _count: { select: { places: { where: { state: 'booked' } } } },
    },
  })
  const all = rows.map(({ _count, facilitators, ...row }) => ({
    ...row,
    booked: _count.places,
    others: facilitators.filter((one) => one.accountId !== accountId).map(({ name }) => name),
  }))
  return { coming: all.filter(({ endsAt }) => endsAt > now()), past: all.filter(({ endsAt }) => endsAt <= now()).reverse() }
}
