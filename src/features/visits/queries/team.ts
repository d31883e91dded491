import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { startOfDay, londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import { withWhose, type Waiting, type Whose } from '../../../core/waiting.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { LEFT } from '../../accounts/queries/team.ts'
import { figuresOf } from '../rules/figures.ts'
import type { Show } from '../rules/shows.ts'
import { isDebriefOver, overSince, sides, type Side } from '../rules/visits.ts'

const A_PAGE = 25
const looked = (): Prisma.PlacementWhereInput => ({ state: 'attended' })
const of: Record<Show, () => Prisma.PlacementWhereInput> = {
  stopped: () => ({ visitStop: { seenAt: null } }),
  unsafe: () => ({ visitDebriefs: { some: { unsafe: true, seenAt: null } } }),
  unmarked: () => ({ state: 'confirmed', date: { endsAt: { lt: startOfDay(londonDay(now())) } } }),
  overdue: () => ({ ...looked(), date: { endsAt: { lt: overSince(now()) } } }),
  waiting: looked,
  said: () => ({ visitDebriefs: { some: {} } }),
  all: () => ({ state: { in: ['confirmed', 'attended', 'debriefed'] } }),
}

type Filter = { show: Show; whose?: Whose | undefined }
/** One condition behind the list, its count and what waits. */
const where = (actor: Team, { show, whose }: Filter): Prisma.PlacementWhereInput => ({
  AND: [of[show](), whose === 'mine' ? { candidate: { ownerId: actor.accountId } } : {}],
})

const include = {
  candidate: { select: { id: true, name: true, reference: true } },
  host: { select: { name: true } },
  supporter: { select: { title: true, account: { select: { name: true } } } },
  date: true,
  visitStop: true,
  visitIntention: true,
  visitDebriefs: true,
} as const satisfies Prisma.PlacementInclude

type Row = Prisma.PlacementGetPayload<{ include: typeof include }>
const shown = ({ candidate, supporter, visitDebriefs, visitStop, visitIntention, date, host, id, state }: Row) => ({
  ...{ id, state, candidate, name: candidate.name || LEFT, host: host.name, date, stop: visitStop, before: visitIntention },
  receiver: supporter && [supporter.title, supporter.account.name].filter((part) => part !== '').join(' '),
  said: Object.fromEntries(visitDebriefs.map((each) => [each.side, each])) as Partial<Record<Side, (typeof visitDebriefs)[number]>>,
  missing: sides.filter((side) => !visitDebriefs.some((each) => each.side === side)),
  over: date !== null && isDebriefOver(date, now()),
})

/** One page of the visits, and how many there are: the earliest first where they wait for something. */
export async function listVisitsOfAll(actor: Team, { page, ...filter }: Filter & { page: number }) {
  const condition = where(actor, filter)
  const order = filter.show === 'all' || filter.show === 'said' ? 'desc' : 'asc'
  const [total, rows] = await Promise.all([
    db.placement.count({ where: condition }),
    db.placement.findMany({
      where: condition,
      include,
      orderBy: [{ date: { startsAt: order } }, { id: 'asc' }],
      skip: (page - 1) * A_PAGE,
      take: A_PAGE,
    }),
  ])
  return { total, pages: Math.max(1, Math.ceil(total / A_PAGE)), rows: rows.map(shown) }
}

/** All that was said of visits, added up; nothing where fewer than five said something. */
export const findFigures = async (_actor: Team) =>
  figuresOf(await db.visitDebrief.findMany({ select: { side: true, realistic: true, before: true, after: true, unsafe: true } }))

/** One visit with what both sides said of it. */
export async function findVisitForTeam(_actor: Team, id: string) {
  const found = await db.placement.findFirst({
    where: { id, state: { in: ['confirmed', 'attended', 'notAttended', 'debriefed'] } },
    include,
  })
  return found ? shown(found) : undefined
}

const waits: [Show, string, Waiting['when']][] = [
  ['stopped', 'Visits that were stopped: ring both', 'today'],
  ['unsafe', 'Visits on which something felt unsafe', 'today'],
  ['overdue', 'Visits to close, as the time to look back is over', 'week'],
]

/** What of visits waits for the team. Reports of what happened wait in a queue of their own. */
export const findVisitsWaiting = (actor: Team, whose: Whose): Promise<Waiting[]> =>
  Promise.all(
    waits.map(async ([show, what, when]) => {
      const condition = where(actor, { show, whose })
      const [count, first] = await Promise.all([
        db.placement.count({ where: condition }),
        db.placement.findFirst({ where: condition, orderBy: { date: { startsAt: 'asc' } }, select: { date: true } }),
      ])
      return { what, when, count, href: withWhose(`/staff/visits?show=${show}`, whose), oldest: first?.date?.endsAt }
    }),
  )
