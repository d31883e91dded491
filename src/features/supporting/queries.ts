import type { Supporter, Team } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { db } from '../../core/db.ts'

const MOST = 50
const LINK_FROM = 24 * 3_600_000
const counted = { _count: { select: { supporters: { where: { state: 'booked' } } } } } as const

const comesAlong = ({ accountId }: Supporter) => ({ supporters: { some: { accountId, state: 'booked' } } })

/** The networks that somebody belongs to: their own events are there for nobody else. */
async function listOwnNetworkIds({ accountId }: Supporter): Promise<string[]> {
  const where = { state: { not: 'left' }, OR: [{ accountId }, { candidate: { accountId } }] }
  return (await db.networkMembership.findMany({ where, select: { network: true } })).map(({ network }) => network)
}

/** Workshops to come that have places for supporters, soonest first, and whether the reader comes. */
export async function listForSupporters(actor: Supporter) {
  const networks = await listOwnNetworkIds(actor)
  const workshops = await db.workshop.findMany({
    where: {
      AND: [{ OR: [{ network: null }, { networkOpen: true }, { network: { in: networks } }] }],
      OR: [
        { state: 'published', startsAt: { gt: now() }, OR: [{ supporterPlaces: { gt: 0 } }, comesAlong(actor)] },
        { state: 'postponed', ...comesAlong(actor) },
      ],
    },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    take: MOST,
    include: { ...counted, supporters: { where: { accountId: actor.accountId, state: 'booked' }, select: { id: true } } },
  })
  return workshops.map(({ _count, supporters, joiningLink, ...workshop }) => ({
    ...{
      id: workshop.id,
      title: workshop.title,
      startsAt: (workshop.state === 'postponed' ? workshop.movedFrom : undefined) ?? workshop.startsAt,
      endsAt: workshop.endsAt,
      bring: workshop.bring,
    },
    ...{ online: workshop.online, venue: workshop.venue, area: workshop.area },
    postponed: workshop.state === 'postponed',
    mine: supporters.length > 0,
    left: Math.max(0, workshop.supporterPlaces - _count.supporters),
    joiningLink: supporters.length > 0 && workshop.startsAt.getTime() - LINK_FROM <= now().getTime() ? joiningLink : '',
  }))
}

/** The supporters who come to a workshop, by name, and how many may. */
export async function listSupportersAt(_actor: Team, workshopId: string) {
  const places = await db.supporterPlace.findMany({
    where: { workshopId, state: 'booked', account: { closedAt: null, deactivatedAt: null } },
    orderBy: [{ account: { name: 'asc' } }, { id: 'asc' }],
    select: { id: true, bookedAt: true, account: { select: { name: true, email: true } } },
  })
  return places.map(({ id, bookedAt, account }) => ({ id, bookedAt, ...account }))
}

/** A supporter's place with its workshop, for an e-mail about it. */
export const findSupporterPlace = (id: string) =>
  db.supporterPlace.findUnique({ where: { id }, include: { workshop: true, account: true } })
