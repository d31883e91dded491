import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import type { Whose } from '../../../core/waiting.ts'
import { Prisma } from '../../../generated/prisma/client.ts'
import type { Part } from '../rules/standing.ts'
import { today, type InWork } from './standing.ts'

export const PEOPLE_A_PAGE = 25
const CSV_MOST = 5000

export const shows = ['all', 'alerts', 'deferred', 'leaving', 'unread'] as const
export type Show = (typeof shows)[number]
export type PeopleFilter = { show: Show; part?: Part | undefined; whose: Whose; q: string }

const shown: Record<Show, Prisma.Sql> = {
  all: Prisma.sql`true`,
  alerts: Prisma.sql`p.alerts > 0`,
  deferred: Prisma.sql`p.deferred_until IS NOT NULL`,
  leaving: Prisma.sql`p.leaving`,
  unread: Prisma.sql`EXISTS (SELECT FROM work_reasons w WHERE w.candidate_id = p.candidate_id AND w.reader = 'team' AND w.ended_at IS NULL AND w.seen_at IS NULL)`,
}

const like = (q: string) => `%${q.replace(/[\\%_]/g, '\\$&')}%`

/** One condition behind a list, its count and its file. */
const conditions = ({ accountId }: Team, { show, part, whose, q }: PeopleFilter): Prisma.Sql =>
  Prisma.join(
    [
      shown[show],
      ...(part === undefined ? [] : [Prisma.sql`p.part = ${part}`]),
      ...(whose === 'mine' ? [Prisma.sql`p.owner_id = ${accountId}::uuid`] : []),
      ...(q === '' ? [] : [Prisma.sql`(p.name ILIKE ${like(q)} OR p.reference ILIKE ${like(q)})`]),
    ],
    ' AND ',
  )

const rowsOf = (actor: Team, filter: PeopleFilter, { skip, take }: { skip: number; take: number }) =>
  db.$queryRaw<InWork[]>`
    SELECT p.candidate_id AS "candidateId", p.name, p.reference, p.owner_id AS "ownerId", p.route, p.year_id AS "yearId", p.started_on AS "startedOn", p.week, p.part,
      p.deferred_until AS "deferredUntil", p.leaving, p.alerts, p.confirmed
    FROM people_in_work(${today()}::date) p WHERE ${conditions(actor, filter)} ORDER BY p.started_on DESC, p.candidate_id LIMIT ${take} OFFSET ${skip}`

export async function countPeople(actor: Team, filter: PeopleFilter): Promise<number> {
  const [found] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM people_in_work(${today()}::date) p WHERE ${conditions(actor, filter)}`
  return found?.count ?? 0
}

/** People in work, who started last first. */
export async function listPeople(actor: Team, filter: PeopleFilter, page: number) {
  const [total, rows] = await Promise.all([
    countPeople(actor, filter),
    rowsOf(actor, filter, { skip: (page - 1) * PEOPLE_A_PAGE, take: PEOPLE_A_PAGE }),
  ])
  return { total, rows }
}

export const exportPeople = (actor: Team, filter: PeopleFilter) => rowsOf(actor, filter, { skip: 0, take: CSV_MOST })

/** How many there are of each, for the filters above the list. */
export async function countShows(actor: Team, filter: PeopleFilter): Promise<Record<Show, number>> {
  const counts = await Promise.all(shows.map((show) => countPeople(actor, { ...filter, show })))
  return Object.fromEntries(shows.map((show, i) => [show, counts[i] ?? 0])) as Record<Show, number>
}
