import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { interestStates, isOpen, type InterestState } from '../rules/interests.ts'
import { shownCount } from '../rules/memberships.ts'

export const NETWORKS_A_PAGE = 25
const pagesOf = (total: number) => Math.max(1, Math.ceil(total / NETWORKS_A_PAGE))
const paged = (page: number) => ({ skip: (page - 1) * NETWORKS_A_PAGE, take: NETWORKS_A_PAGE })
const today = () => new Date(`${londonDay(now())}T00:00:00Z`)

/** Every network with how many belong to it, where that is enough people to say so, and what it has ahead. Nobody is named. */
export async function listNetworks(_actor: Team, force: ForceProfile) {
  const [members, events, opportunities] = await Promise.all([
    db.networkMembership.groupBy({ by: ['network'], where: { state: { not: 'left' } }, _count: true }),
    db.workshop.groupBy({ by: ['network'], where: { state: 'published', startsAt: { gt: now() }, network: { not: null } }, _count: true }),
    db.networkOpportunity.groupBy({ by: ['network'], where: { closedAt: null, closesOn: { gte: today() } }, _count: true }),
  ])
  const countIn = (groups: { network: string | null; _count: number }[], id: string) =>
    groups.find(({ network }) => network === id)?._count ?? 0
  return force.networks.map((network) => ({
    ...network,
    members: shownCount(countIn(members, network.id)),
    events: countIn(events, network.id),
    opportunities: countIn(opportunities, network.id),
  }))
}

export const opportunityShows = ['open', 'closed', 'all'] as const
export type OpportunityShow = (typeof opportunityShows)[number]
const showWhere = (show: OpportunityShow): Prisma.NetworkOpportunityWhereInput => {
  if (show === 'all') return {}
  return show === 'open'
    ? { closedAt: null, closesOn: { gte: today() } }
    : { OR: [{ closedAt: { not: null } }, { closesOn: { lt: today() } }] }
}

/** Of two records that were joined, what both said stands once: with the one that was kept. */
const once = { NOT: { candidate: { mergedIntoId: { not: null } } } } satisfies Prisma.NetworkInterestWhereInput
type Wanted = { show: OpportunityShow; network: string; page: number }
export async function listAllOpportunities(_actor: Team, { show, network, page }: Wanted) {
  const where = { AND: [showWhere(show), network === '' ? {} : { network }] }
  const [total, rows] = await Promise.all([
    db.networkOpportunity.count({ where }),
    db.networkOpportunity.findMany({
      where,
      ...paged(page),
      orderBy: [{ closesOn: 'asc' }, { id: 'asc' }],
      include: { interests: { where: { state: { not: 'withdrawn' }, ...once }, select: { state: true } } },
    }),
  ])
  const counted = rows.map(({ interests, ...row }) => ({
    ...{ ...row, open: isOpen(row, londonDay(now())), said: interests.length },
    waiting: interests.filter(({ state }) => state === 'said').length,
    taken: interests.filter(({ state }) => state === 'takenUp').length,
  }))
  return { total, rows: counted, pages: pagesOf(total) }
}

const named = {
  candidate: { select: { id: true, name: true, reference: true } },
  account: { select: { name: true } },
} as const
const whoOf = ({ candidate, account }: { candidate: { name: string } | null; account: { name: string } | null }) =>
  candidate?.name ?? account?.name ?? 'Somebody'

export async function findOpportunityForTeam(_actor: Team, id: string) {
  const found = await db.networkOpportunity.findUnique({
    where: { id },
    include: {
      interests: { where: { state: { not: 'withdrawn' }, ...once }, orderBy: [{ saidAt: 'asc' }, { id: 'asc' }], include: named },
    },
  })
  if (!found) return undefined
  const interests = found.interests.map((each) => ({
    ...{ id: each.id, saidAt: each.saidAt, who: whoOf(each), isCandidate: each.candidateId !== null },
    state: each.state as InterestState,
  }))
  const taken = interests.filter(({ state }) => state === 'takenUp').length
  return { ...found, interests, taken, open: isOpen(found, londonDay(now())) }
}

export const interestShows = [...interestStates.filter((state) => state !== 'withdrawn'), 'all'] as const
export type InterestShow = (typeof interestShows)[number]
export const interestsWhere = (show: InterestShow): Prisma.NetworkInterestWhereInput => ({
  state: show === 'all' ? { not: 'withdrawn' } : show,
  ...once,
})

/** Who would like to take something on, longest waiting first: names and what for, without their words. */
export async function listInterests(_actor: Team, { show, page }: { show: InterestShow; page: number }) {
  const where = interestsWhere(show)
  const [total, rows] = await Promise.all([
    db.networkInterest.count({ where }),
    db.networkInterest.findMany({
      where,
      ...paged(page),
      orderBy: [{ saidAt: 'asc' }, { id: 'asc' }],
      include: { ...named, opportunity: { select: { id: true, title: true, network: true } } },
    }),
  ])
  const shown = rows.map((each) => ({
    ...{ id: each.id, saidAt: each.saidAt, who: whoOf(each), opportunity: each.opportunity },
    state: each.state as InterestState,
  }))
  return { total, rows: shown, pages: pagesOf(total) }
}

/** One interest with its words and its history. Opening it is a look at the person where they are a candidate. */
export async function findInterest(_actor: Team, id: string) {
  const found = await db.networkInterest.findUnique({
    where: { id },
    include: { ...named, opportunity: true, changes: { orderBy: { id: 'asc' } } },
  })
  if (!found) return undefined
  const taken = await db.networkInterest.count({ where: { opportunityId: found.opportunityId, state: 'takenUp' } })
  return { ...found, state: found.state as InterestState, who: whoOf(found), room: taken < found.opportunity.places }
}

/** The networks of a candidate that they let the team know of: none, where they said nothing. */
export async function listKnownNetworks(_actor: Team, force: ForceProfile, candidateId: string) {
  const found = await db.networkMembership.findMany({
    where: { candidateId, teamKnows: true, state: { not: 'left' } },
    orderBy: { joinedAt: 'asc' },
    select: { network: true, joinedAt: true },
  })
  return found.flatMap(({ network, joinedAt }) => {
    const of = force.networks.find(({ id }) => id === network)
    return of ? [{ name: of.name, joinedAt }] : []
  })
}
