import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter, londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import { Prisma } from '../../../generated/prisma/client.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import type { ListQuery, ListState } from '../forms/staff.ts'
import { supporterEventsFor } from '../rules/deciding.ts'
import { isAway, isLapsed, whyNot } from '../rules/taking.ts'
import { LAPSING_DAYS } from '../rules/trainings.ts'
import type { SupporterState } from '../rules/words.ts'
import { dayOf, HELD } from './own.ts'

export const SUPPORTERS_A_PAGE = 25
export type ListFilter = Omit<ListQuery, 'page'>

const works = Prisma.sql`(a.closed_at IS NULL AND a.deactivated_at IS NULL AND EXISTS (SELECT FROM account_roles r WHERE r.account_id = a.id AND r.role = 'supporter'))`
const heldSql = Prisma.sql`(SELECT count(*)::int FROM pairings p WHERE p.supporter_id = s.account_id AND p.state = ANY (${HELD}::text[]))`

const inState: Record<ListState, Prisma.Sql> = {
  toApprove: Prisma.sql`s.state = 'volunteered' AND s.kinds <> '{}' AND ${works}`,
  unfinished: Prisma.sql`s.state = 'volunteered' AND s.kinds = '{}' AND ${works}`,
  approved: Prisma.sql`s.state = 'approved' AND ${works}`,
  declined: Prisma.sql`s.state = 'declined' AND ${works}`,
  left: Prisma.sql`(s.state = 'left' OR NOT ${works})`,
}

const like = (typed: string) => `%${typed.replaceAll(/[\\%_]/g, '\\$&')}%`

/** One condition behind the list, its total, its file and what waits. */
function whereOf({ state, kind, area, route, training, room, away, q }: Partial<ListFilter>): Prisma.Sql {
  const today = londonDay(now())
  const soon = londonDay(daysAfter(now(), LAPSING_DAYS))
  const all = [
    state && inState[state],
    kind && Prisma.sql`${kind} = ANY (s.kinds)`,
    area && Prisma.sql`(${area} = ANY (s.areas) OR s.areas = '{}')`,
    route && Prisma.sql`(${route} = ANY (s.routes) OR s.routes = '{}')`,
    training === 'lapsed' && Prisma.sql`(s.trained_until IS NULL OR s.trained_until < ${today}::date)`,
    training === 'soon' && Prisma.sql`s.trained_until BETWEEN ${today}::date AND ${soon}::date`,
    room === 'full' && Prisma.sql`${heldSql} >= s.capacity`,
    room === 'free' && Prisma.sql`${heldSql} < s.capacity`,
    away && Prisma.sql`s.away_until >= ${today}::date`,
    q && Prisma.sql`(a.name ILIKE ${like(q)} OR a.email ILIKE ${like(q)} OR s.title ILIKE ${like(q)})`,
  ].filter((part) => part instanceof Prisma.Sql)
  return all.length === 0 ? Prisma.sql`true` : Prisma.join(all, ' AND ')
}

type Row = {
  id: string
  name: string
  email: string
  works: boolean
  state: SupporterState
  title: string
  kinds: string[]
  routes: string[]
  areas: string[]
  meets: string
  availability: string[]
  languages: string[]
  capacity: number
  held: number
  awayUntil: Date | null
  trainedUntil: Date | null
  volunteeredAt: Date
}

const rowsOf = async (filter: Partial<ListFilter>, limit: number, offset: number) => {
  const today = londonDay(now())
  const rows = await db.$queryRaw<
    Row[]
  >`SELECT s.account_id AS id, a.name, a.email, ${works} AS works, s.state, s.title, s.kinds, s.routes, s.areas,
      s.meets, s.availability, s.languages, s.capacity, ${heldSql} AS held, s.away_until AS "awayUntil", s.trained_until AS "trainedUntil",
      s.volunteered_at AS "volunteeredAt"
    FROM supporters s JOIN accounts a ON a.id = s.account_id WHERE ${whereOf(filter)}
    ORDER BY ${filter.state === 'toApprove' ? Prisma.sql`s.volunteered_at` : filter.training ? Prisma.sql`s.trained_until NULLS FIRST` : Prisma.sql`lower(a.name)`}, a.name, a.id
    LIMIT ${limit} OFFSET ${offset}`
  return rows.map((row) => ({
    ...row,
    lapsed: isLapsed(dayOf(row.trainedUntil), today),
    away: isAway(dayOf(row.awayUntil), today),
    full: row.held >= row.capacity,
  }))
}
export type ListedSupporter = Awaited<ReturnType<typeof rowsOf>>[number]

export async function countSupporters(_actor: Team, filter: Partial<ListFilter>): Promise<number> {
  const [found] = await db.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM supporters s JOIN accounts a ON a.id = s.account_id WHERE ${whereOf(filter)}`
  return found?.n ?? 0
}

/** One page of supporters. */
export async function listSupporters(actor: Team, { page, ...filter }: ListQuery) {
  const [total, rows] = await Promise.all([
    countSupporters(actor, filter),
    rowsOf(filter, SUPPORTERS_A_PAGE, (page - 1) * SUPPORTERS_A_PAGE),
  ])
  return { total, rows, pages: Math.max(1, Math.ceil(total / SUPPORTERS_A_PAGE)) }
}

const MOST_IN_FILE = 10_000
/** Everybody whom these filters find, for a file. */
export const listSupportersForFile = (_actor: Team, filter: ListFilter): Promise<ListedSupporter[]> => rowsOf(filter, MOST_IN_FILE, 0)

/** The earliest day among those whom a filter finds, for what waits. */
export async function earliestOf(
  _actor: Team,
  filter: Partial<ListFilter>,
  of: 'volunteered_at' | 'trained_until',
): Promise<Date | undefined> {
  const column = of === 'trained_until' ? Prisma.sql`s.trained_until` : Prisma.sql`s.volunteered_at`
  const [found] = await db.$queryRaw<{ first: Date | null }[]>`
    SELECT min(${column}) AS first FROM supporters s JOIN accounts a ON a.id = s.account_id WHERE ${whereOf(filter)}`
  return found?.first ?? undefined
}

const shape = {
  account: { select: { name: true, email: true, closedAt: true, deactivatedAt: true, roles: { where: { role: 'supporter' } } } },
  experiences: { orderBy: { code: 'asc' } },
  consents: { orderBy: [{ givenAt: 'desc' }, { id: 'desc' }] },
  trainings: { orderBy: [{ heldOn: 'desc' }, { id: 'desc' }] },
  pairings: {
    where: { state: { in: HELD } },
    orderBy: [{ madeAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      kind: true,
      state: true,
      beganAt: true,
      dueAt: true,
      overReason: true,
      candidate: { select: { id: true, name: true } },
    },
  },
} satisfies Prisma.SupporterInclude

/** One supporter for the team: the whole profile, what they hold, their trainings and what happened. */
export async function findSupporter(actor: Team, accountId: string) {
  const found = await db.supporter.findUnique({ where: { accountId }, include: shape })
  if (!found) return undefined
  const { account, trainings, ...supporter } = found
  const events = await db.event.findMany({
    where: { subjectId: accountId, name: { startsWith: 'supporter.' } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: 30,
  })
  const names = await namesOf([
    supporter.decidedById,
    ...trainings.flatMap((t) => [t.recordedById, t.withdrawnById]),
    ...events.map((e) => e.actorId),
  ])
  const nameOf = (id: string | null) => (id === null ? 'The portal' : (names.get(id) ?? LEFT))
  const days = { trainedUntil: dayOf(supporter.trainedUntil), awayUntil: dayOf(supporter.awayUntil) }
  const held = supporter.pairings.length
  const state = supporter.state as SupporterState
  const self = accountId === actor.accountId
  return {
    ...{ ...supporter, id: accountId, name: account.name, email: account.email, state, held, self },
    works: account.closedAt === null && account.deactivatedAt === null && account.roles.length > 0,
    decidedBy: nameOf(supporter.decidedById),
    trainings: trainings.map((t) => ({ ...t, recordedBy: nameOf(t.recordedById), withdrawnBy: nameOf(t.withdrawnById) })),
    whyNot: whyNot({ ...supporter, ...days, held, suspendedAt: null }, londonDay(now())),
    history: events.map(({ id, at, name, actorId, data }) => ({ id: String(id), at, name, by: nameOf(actorId), data })),
    events: supporterEventsFor({ state, offers: supporter.kinds.length > 0, self }, 'team'),
  }
}
