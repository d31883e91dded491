import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter, londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import { Prisma } from '../../../generated/prisma/client.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import type { ListQuery } from '../forms/hosts.ts'
import { hostEventsFor } from '../rules/hosts.ts'
import { SILENT_AFTER_DAYS } from '../rules/openness.ts'
import type { HostState } from '../rules/words.ts'
import { findKept, listAnswers } from './keeping.ts'

export const HOSTS_A_PAGE = 25
export type ListFilter = Omit<ListQuery, 'page'>

const like = (typed: string) => `%${typed.replaceAll(/[\\%_]/g, '\\$&')}%`
const ready = (at: Date) => Prisma.sql`host_ready(h.id, NULL, ${londonDay(at)}::date)`
const daysToCome = (at: Date) =>
  Prisma.sql`(SELECT count(*)::int FROM host_dates d WHERE d.host_id = h.id AND d.state = 'offered' AND d.listed AND d.starts_at > ${at}::timestamptz)`

const opennessSql = (openness: NonNullable<ListFilter['openness']>, at: Date): Prisma.Sql =>
  openness === 'silent'
    ? Prisma.sql`(h.state = 'published' AND h.asked_at <= ${daysAfter(at, -SILENT_AFTER_DAYS)}::timestamptz AND (h.answered_at IS NULL OR h.answered_at < h.asked_at))`
    : Prisma.sql`h.openness = ${openness}`

/** One condition behind the list, its total, its file and what waits. */
function whereOf({ state, family, area, openness, ready: able, days, q }: Partial<ListFilter>): Prisma.Sql {
  const at = now()
  const all = [
    state && Prisma.sql`h.state = ${state}`,
    family && Prisma.sql`h.family = ${family}`,
    area && Prisma.sql`h.area = ${area}`,
    openness && opennessSql(openness, at),
    able && Prisma.sql`NOT ${ready(at)}`,
    days && (days === 'none' ? Prisma.sql`(${daysToCome(at)} = 0 AND NOT h.flexible)` : Prisma.sql`${daysToCome(at)} > 0`),
    q && Prisma.sql`(h.name ILIKE ${like(q)} OR h.about ILIKE ${like(q)} OR h.site ILIKE ${like(q)})`,
  ].filter((part) => part instanceof Prisma.Sql)
  return all.length === 0 ? Prisma.sql`true` : Prisma.join(all, ' AND ')
}

export type ListedHost = {
  id: string
  name: string
  family: string
  state: HostState
  area: string
  routes: string[]
  patrol: boolean
  flexible: boolean
  openness: string
  why: string | null
  askedAt: Date | null
  answeredAt: Date | null
  people: string[]
  days: number
  next: Date | null
  ready: boolean
}

const rowsOf = (filter: Partial<ListFilter>, limit: number, offset: number): Promise<ListedHost[]> => {
  const at = now()
  return db.$queryRaw<ListedHost[]>`
    SELECT h.id, h.name, h.family, h.state, h.area, h.routes, h.patrol, h.flexible, h.openness, h.openness_why AS why, h.asked_at AS "askedAt", h.answered_at AS "answeredAt",
      ARRAY(SELECT a.name FROM host_people o JOIN accounts a ON a.id = o.supporter_id WHERE o.host_id = h.id AND o.until IS NULL ORDER BY lower(a.name), o.id) AS people,
      ${daysToCome(at)} AS days, ${ready(at)} AS ready,
      (SELECT min(d.starts_at) FROM host_dates d WHERE d.host_id = h.id AND d.state = 'offered' AND d.listed AND d.starts_at > ${at}::timestamptz) AS next
    FROM hosts h WHERE ${whereOf(filter)} ORDER BY lower(h.name), h.id LIMIT ${limit} OFFSET ${offset}`
}

export async function countHosts(_actor: Team, filter: Partial<ListFilter>): Promise<number> {
  const [found] = await db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM hosts h WHERE ${whereOf(filter)}`
  return found?.n ?? 0
}

/** Since when the most pressing of those whom a filter finds has waited. */
export async function earliestHost(_actor: Team, filter: Partial<ListFilter>, of: 'asked_at' | 'changed_at'): Promise<Date | undefined> {
  const column = of === 'asked_at' ? Prisma.sql`h.asked_at` : Prisma.sql`h.changed_at`
  const [found] = await db.$queryRaw<{ first: Date | null }[]>`SELECT min(${column}) AS first FROM hosts h WHERE ${whereOf(filter)}`
  return found?.first ?? undefined
}

/** One page of departments. */
export async function listHosts(actor: Team, { page, ...filter }: ListQuery) {
  const [total, rows] = await Promise.all([countHosts(actor, filter), rowsOf(filter, HOSTS_A_PAGE, (page - 1) * HOSTS_A_PAGE)])
  return { total, rows, pages: Math.max(1, Math.ceil(total / HOSTS_A_PAGE)) }
}

const MOST_IN_FILE = 10_000
export const listHostsForFile = (_actor: Team, filter: ListFilter): Promise<ListedHost[]> => rowsOf(filter, MOST_IN_FILE, 0)

/** One department for the team: who hosts, its days, every answer, what happened, and what can be done now. */
export async function findHostForTeam(actor: Team, hostId: string) {
  const host = await findKept(actor, hostId)
  if (!host) return undefined
  const [answers, events, live] = await Promise.all([
    listAnswers(hostId),
    db.event.findMany({ where: { subjectId: hostId, name: { startsWith: 'host.' } }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: 30 }),
    db.placement.count({
      where: { hostId, state: { in: ['requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed'] } },
    }),
  ])
  const names = await namesOf(events.map(({ actorId }) => actorId))
  return {
    ...{ ...host, state: host.state as HostState, answers, live },
    history: events.map(({ id, at, name, actorId }) => ({
      id: String(id),
      at,
      name,
      by: actorId === null ? 'The portal' : (names.get(actorId) ?? LEFT),
    })),
    events: hostEventsFor(host.state as HostState),
  }
}

/** Approved supporters who do not host there yet, by name. */
export const listCandidatesToHost = (_actor: Team, hostId: string) =>
  db.supporter.findMany({
    where: {
      state: 'approved',
      account: { closedAt: null, deactivatedAt: null, roles: { some: { role: 'supporter' } } },
      hostsFor: { none: { hostId, until: null } },
    },
    orderBy: { account: { name: 'asc' } },
    select: { accountId: true, title: true, trainedUntil: true, account: { select: { name: true } } },
  })
