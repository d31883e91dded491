import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { ForceProfile, Network } from '../../../forces/profile.ts'
import { outsideLinksOf } from '../../outside/queries.ts'
import { isOpen, type InterestState } from '../rules/interests.ts'
import type { MembershipState } from '../rules/memberships.ts'
import { ofPerson, whoseOf, type Person, type Whose } from './people.ts'

export const findNetwork = (force: ForceProfile, id: string): Network | undefined => force.networks.find((each) => each.id === id)
const live = { state: { not: 'left' } } as const

/** One's live memberships, oldest first. A network that the force no longer has is left out. */
export async function listOwnMemberships(actor: Person, force: ForceProfile) {
  const found = await db.networkMembership.findMany({
    where: { AND: [ofPerson(await whoseOf(actor)), live] },
    orderBy: [{ joinedAt: 'asc' }, { id: 'asc' }],
  })
  return found.flatMap((membership) => {
    const network = findNetwork(force, membership.network)
    return network ? [{ ...membership, state: membership.state as MembershipState, of: network }] : []
  })
}

/** One's own live membership of a network, and what its contact has of it. */
export async function findOwnMembership(actor: Person, network: string) {
  const membership = await db.networkMembership.findFirst({
    where: { AND: [ofPerson(await whoseOf(actor)), live, { network }] },
    orderBy: { joinedAt: 'asc' },
  })
  if (!membership) return undefined
  const links = await outsideLinksOf('network', membership.id)
  const way = links.find(({ endedAt, endsAt }) => endedAt === null && endsAt > now())
  const openedAt = links.flatMap(({ openings }) => openings.map(({ at }) => at)).sort((a, b) => b.getTime() - a.getTime())[0]
  return { ...membership, state: membership.state as MembershipState, way, openedAt }
}

type Range = { networks?: string[]; open?: boolean }
const eventParts = {
  id: true,
  title: true,
  startsAt: true,
  endsAt: true,
  online: true,
  venue: true,
  area: true,
  networkOpen: true,
} as const

/** Events of networks that are to come: those open to everybody, or all of the given networks. */
export const listEvents = ({ networks, open }: Range) =>
  db.workshop.findMany({
    where: {
      ...{ state: 'published', startsAt: { gt: now() }, network: networks ? { in: networks } : { not: null } },
      ...(open === true && { networkOpen: true }),
    },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    take: 50,
    select: { ...eventParts, network: true, supporterPlaces: true },
  })

const today = () => new Date(`${londonDay(now())}T00:00:00Z`)
const goesOn = () => ({ closedAt: null, closesOn: { gte: today() } })

/** What can be led or taken on just now: what is open to everybody, and what is for members of these networks. */
export const listOpportunities = (networks: string[]) =>
  db.networkOpportunity.findMany({
    where: { ...goesOn(), OR: [{ membersOnly: false }, { network: { in: networks } }] },
    orderBy: [{ closesOn: 'asc' }, { id: 'asc' }],
  })
export const listPublicOpportunities = (network?: string) =>
  db.networkOpportunity.findMany({
    where: { ...goesOn(), membersOnly: false, ...(network !== undefined && { network }) },
    orderBy: [{ closesOn: 'asc' }, { id: 'asc' }],
  })

const ofWhom = (whose: Whose) => ({ where: ofPerson(whose), orderBy: { saidAt: 'desc' } as const, take: 1 })

/** One opportunity that this person may see, with what they said of it last; it is shown while it is open, and after to whoever asked. */
export async function findOpportunity(actor: Person, id: string) {
  const whose = await whoseOf(actor)
  const found = await db.networkOpportunity.findUnique({ where: { id }, include: { interests: ofWhom(whose) } })
  if (!found) return undefined
  const { interests, ...opportunity } = found
  const own = interests[0] && { ...interests[0], state: interests[0].state as InterestState }
  const open = isOpen(opportunity, londonDay(now()))
  const member = await isMemberOf(whose, opportunity.network)
  const shows = member || !opportunity.membersOnly
  return shows && (open || own) ? { ...opportunity, own, open } : undefined
}

const isMemberOf = async (whose: Whose, network: string | null): Promise<boolean> =>
  network === null || (await db.networkMembership.count({ where: { AND: [ofPerson(whose), live, { network }] } })) > 0

/** What one said one would like to take on, latest first. */
export async function listOwnInterests(actor: Person) {
  const found = await db.networkInterest.findMany({
    where: ofPerson(await whoseOf(actor)),
    orderBy: [{ saidAt: 'desc' }, { id: 'desc' }],
    include: { opportunity: true },
  })
  return found.map((interest) => ({ ...interest, state: interest.state as InterestState }))
}

/** Whether the way to networks stands on one's first page, and how many one belongs to. */
export const countOwnMemberships = async (actor: Person): Promise<number> =>
  db.networkMembership.count({ where: { AND: [ofPerson(await whoseOf(actor)), live] } })
