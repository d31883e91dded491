import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { LEFT } from '../../accounts/queries/team.ts'
import { readCandidateFilter, sortings, type Sorting } from '../rules/list.ts'

const sortOf = (sort: string | null): Sorting | undefined => sortings.find((each) => each === sort)

/** The filters that somebody can use: their own first, then those that others share, each by name. */
export async function listSavedFilters(actor: Team) {
  const [filters, opensWith] = await Promise.all([
    db.savedFilter.findMany({
      where: { OR: [{ accountId: actor.accountId }, { shared: true }] },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      include: { account: { select: { name: true, closedAt: true } } },
    }),
    db.defaultFilter.findUnique({ where: { accountId: actor.accountId }, select: { filterId: true } }),
  ])
  return filters
    .map(({ id, name, accountId, shared, filter, sort, account }) => ({
      ...{ id, name, shared },
      own: accountId === actor.accountId,
      by: account.closedAt === null ? account.name : LEFT,
      filter: readCandidateFilter(filter),
      sort: sortOf(sort),
      opens: opensWith?.filterId === id,
    }))
    .sort((a, b) => Number(b.own) - Number(a.own))
}
export type SavedFilter = Awaited<ReturnType<typeof listSavedFilters>>[number]

/** The filter with which somebody's list opens; undefined for everybody, and where its owner shares it no longer. */
export async function findDefaultFilter({ accountId }: Team) {
  const found = await db.defaultFilter.findFirst({
    where: { accountId, filter: { OR: [{ accountId }, { shared: true }] } },
    select: { filter: { select: { filter: true, sort: true } } },
  })
  return found ? { filter: readCandidateFilter(found.filter.filter), sort: sortOf(found.filter.sort) } : undefined
}
