import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { workingDaysAfter } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { liveRequestStates, type RequestState } from '../rules/requests.ts'
import { namesOf } from './names.ts'

export const A_PAGE = 25
type Paged = { page: number }

export type RequestFilter = {
  due?: 'over' | 'soon' | undefined
  state?: RequestState | undefined
  kind?: string | undefined
  owner?: string | undefined
}

const SOON = 2

/** Those that nobody has answered: past their day, or with no more than two working days left. */
const dueWhere: Record<'over' | 'soon', () => Prisma.SupportRequestWhereInput> = {
  over: () => ({ state: 'requested', dueAt: { lte: now() } }),
  soon: () => ({ state: 'requested', dueAt: { gt: now(), lte: workingDaysAfter(now(), SOON) } }),
}

/** Requests as asked for, those that are open unless a state is named; nobody's who closed their account. */
const requestsWhere = ({ due, state, kind, owner }: RequestFilter): Prisma.SupportRequestWhereInput => ({
  candidate: { closedAt: null },
  AND: [due === undefined ? {} : dueWhere[due](), state === undefined ? { state: { in: [...liveRequestStates] } } : { state }],
  ...(kind !== undefined && { kind }),
  ...(owner !== undefined && { ownerId: owner === 'nobody' ? null : owner }),
})

export async function listRequests(_actor: Team, filter: RequestFilter & Paged) {
  const where = requestsWhere(filter)
  const [total, rows] = await Promise.all([
    db.supportRequest.count({ where }),
    db.supportRequest.findMany({
      where,
      orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
      skip: (filter.page - 1) * A_PAGE,
      take: A_PAGE,
      include: { candidate: { select: { id: true, name: true, reference: true } } },
    }),
  ])
  const names = await namesOf(rows.map(({ ownerId }) => ownerId))
  return { total, rows: rows.map((row) => ({ ...row, owner: row.ownerId === null ? undefined : names.get(row.ownerId) })) }
}

/** How many requests nobody answered in time, and the day of the oldest: the same that the list shows. */
export const countOverdueRequests = (_actor: Team) => countRequests({ due: 'over' })

/** How many have to be answered within two working days: the same that the list shows. */
export const countDueSoonRequests = (_actor: Team) => countRequests({ due: 'soon' })

async function countRequests(filter: RequestFilter): Promise<{ count: number; oldest: Date | undefined }> {
  const found = await db.supportRequest.aggregate({ where: requestsWhere(filter), _count: true, _min: { dueAt: true } })
  return { count: found._count, oldest: found._min.dueAt ?? undefined }
}

/** Open requests by who has them; those that nobody has come first. */
export async function listCaseload(_actor: Team) {
  const [groups, waiting] = await Promise.all([
    db.supportRequest.groupBy({ by: ['ownerId'], where: requestsWhere({}), _count: true }),
    db.supportRequest.groupBy({ by: ['ownerId'], where: requestsWhere({ state: 'requested' }), _count: true }),
  ])
  const unanswered = new Map(waiting.map((group) => [group.ownerId, group]))
  const names = await namesOf(groups.map(({ ownerId }) => ownerId))
  return groups
    .map(({ ownerId, _count }) => ({
      id: ownerId ?? 'nobody',
      name: ownerId === null ? 'Nobody yet' : (names.get(ownerId) ?? 'Somebody who has left'),
      open: _count,
      unanswered: unanswered.get(ownerId)?._count ?? 0,
    }))
    .sort((a, b) => Number(b.id === 'nobody') - Number(a.id === 'nobody') || b.open - a.open || a.name.localeCompare(b.name))
}
