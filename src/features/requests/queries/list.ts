import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter, londonDay, workingDaysAfter } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import { liveRequestStates, type RequestState } from '../rules/requests.ts'

export const A_PAGE = 25

/** What somebody of the team has to do about a request. */
export const dueKinds = ['over', 'soon', 'review', 'resume', 'scores'] as const
export type Due = (typeof dueKinds)[number]
export const sorts = ['due', 'asked', 'changed', 'name'] as const
export type Sort = (typeof sorts)[number]

export type RequestFilter = {
  due?: Due | undefined
  state?: RequestState | undefined
  kind?: string | undefined
  /** An account, or `nobody`, or `me`. */
  owner?: string | undefined
  /** Asked for at least so many days ago. */
  since?: number | undefined
}

const SOON = 2
type Where = Prisma.SupportRequestWhereInput
const live: Where = { state: { in: [...liveRequestStates] } }

const dueWhere: Record<Due, () => Where> = {
  over: () => ({ state: 'requested', dueAt: { lte: now() } }),
  soon: () => ({ state: 'requested', dueAt: { gt: now(), lte: workingDaysAfter(now(), SOON) } }),
  review: () => ({ state: 'paused', reviewOn: { lte: new Date(`${londonDay(now())}T00:00:00Z`) } }),
  resume: () => ({ state: 'paused', resumeAskedAt: { not: null } }),
  // as `mayScore` and `unscored` of the rules have it
  scores: () => ({
    OR: [{ state: 'completed' }, { state: { in: ['withdrawn', 'notOffered'] }, beganAt: { not: null } }],
    outcomes: { some: { removedAt: null, scores: { none: { side: 'team' } } } },
  }),
}

const ownerWhere = (actor: Team, owner: string | undefined): Where =>
  owner === undefined ? {} : { ownerId: owner === 'nobody' ? null : owner === 'me' ? actor.accountId : owner }

/** Requests as asked for, those that are open unless something else is named; nobody's who closed their account. */
const requestsWhere = (actor: Team, { due, state, kind, owner, since }: RequestFilter): Where => ({
  candidate: { closedAt: null },
  AND: [
    due === undefined ? {} : dueWhere[due](),
    state === undefined ? (due === undefined ? live : {}) : { state },
    ownerWhere(actor, owner),
    kind === undefined ? {} : { kind },
    since === undefined ? {} : { requestedAt: { lte: daysAfter(now(), -since) } },
  ],
})

type Order = Prisma.SupportRequestOrderByWithRelationInput
const orders: Record<Sort, Order[]> = {
  due: [{ dueAt: 'asc' }],
  asked: [{ requestedAt: 'asc' }],
  changed: [{ changedAt: 'desc' }],
  name: [{ candidate: { name: 'asc' } }],
}
const dueOrders: Partial<Record<Due, Order[]>> = {
  review: [{ reviewOn: 'asc' }],
  resume: [{ resumeAskedAt: 'asc' }],
  scores: [{ changedAt: 'asc' }],
}

export async function listRequests(actor: Team, { sort, page, ...filter }: RequestFilter & { sort?: Sort | undefined; page: number }) {
  const where = requestsWhere(actor, filter)
  const order = sort === undefined ? ((filter.due === undefined ? undefined : dueOrders[filter.due]) ?? orders.due) : orders[sort]
  const [total, rows] = await Promise.all([
    db.supportRequest.count({ where }),
    db.supportRequest.findMany({
      where,
      orderBy: [...order, { id: 'asc' }],
      skip: (page - 1) * A_PAGE,
      take: A_PAGE,
      include: { candidate: { select: { id: true, name: true, reference: true } } },
    }),
  ])
  const names = await namesOf(rows.map(({ ownerId }) => ownerId))
  return {
    total,
    rows: rows.map((row) => ({
      ...row,
      state: row.state as RequestState,
      owner: row.ownerId === null ? undefined : names.get(row.ownerId),
    })),
  }
}

/** How many requests a filter leaves, as the list counts them, and the earliest of the day that matters. */
export async function countRequests(actor: Team, filter: RequestFilter): Promise<{ count: number; oldest: Date | undefined }> {
  const found = await db.supportRequest.aggregate({
    where: requestsWhere(actor, filter),
    _count: true,
    _min: { dueAt: true, reviewOn: true, resumeAskedAt: true, changedAt: true },
  })
  const { dueAt, reviewOn, resumeAskedAt, changedAt } = found._min
  const days = { over: dueAt, soon: dueAt, review: reviewOn, resume: resumeAskedAt, scores: changedAt }
  return { count: found._count, oldest: (filter.due === undefined ? dueAt : days[filter.due]) ?? undefined }
}

/** Open requests by who has them; those that nobody has come first. */
export async function listCaseload(actor: Team) {
  const where = (filter: RequestFilter) => requestsWhere(actor, filter)
  const [groups, waiting] = await Promise.all([
    db.supportRequest.groupBy({ by: ['ownerId'], where: where({}), _count: true }),
    db.supportRequest.groupBy({ by: ['ownerId'], where: where({ state: 'requested' }), _count: true }),
  ])
  const unanswered = new Map(waiting.map((group) => [group.ownerId, group]))
  const names = await namesOf(groups.map(({ ownerId }) => ownerId))
  return groups
    .map(({ ownerId, _count }) => ({
      id: ownerId ?? 'nobody',
      name: ownerId === null ? 'Nobody yet' : (names.get(ownerId) ?? LEFT),
      open: _count,
      unanswered: unanswered.get(ownerId)?._count ?? 0,
    }))
    .sort((a, b) => Number(b.id === 'nobody') - Number(a.id === 'nobody') || b.open - a.open || a.name.localeCompare(b.name))
}
