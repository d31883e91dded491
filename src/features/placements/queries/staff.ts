import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { hasBeen, inTurn } from '../rules/fair-share.ts'
import { liveStates, type PlacementState } from '../rules/placements.ts'
import { SILENT_DAYS, type Show } from '../rules/shows.ts'

export const PLACEMENTS_A_PAGE = 25
const CSV_MOST = 5000

type Where = Prisma.PlacementWhereInput
const shows: Record<Exclude<Show, 'ready'>, (at: Date) => Where> = {
  live: () => ({ state: { in: [...liveStates] } }),
  requested: () => ({ state: 'requested' }),
  host: () => ({ state: 'underConsideration' }),
  silent: (at) => ({ state: 'underConsideration', changedAt: { lte: daysAfter(at, -SILENT_DAYS) } }),
  answer: () => ({ state: 'offered' }),
  day: () => ({ state: 'accepted' }),
  checks: () => ({ state: 'checks' }),
  confirmed: () => ({ state: 'confirmed' }),
  mark: (at) => ({ state: 'confirmed', date: { endsAt: { lte: at } } }),
  took: () => ({ state: { in: ['attended', 'debriefed'] } }),
  over: () => ({ state: { in: ['notAttended', 'cancelled', 'declined', 'withdrawn', 'expired'] } }),
  all: () => ({}),
}

export type Filter = { show: Show; host?: string | undefined; whose?: 'mine' | undefined; q?: string }

/** Those whose checks are all made: nothing is in the way of their day. */
async function readyIds(at: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT p.id FROM placements p JOIN host_dates d ON d.id = p.date_id
    WHERE p.state = 'checks' AND d.starts_at > ${at}::timestamptz AND NOT EXISTS (SELECT FROM placement_gaps(p.id, ${at}::timestamptz))`
  return rows.map(({ id }) => id)
}

const like = (q: string) => ({ contains: q.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const })

/** One condition behind a list, its count and what waits. */
export async function placementsWhere(actor: Team, { show, host, whose, q = '' }: Filter, at = now()): Promise<Where> {
  return {
    AND: [
      show === 'ready' ? { id: { in: await readyIds(at) } } : shows[show](at),
      host === undefined ? {} : { hostId: host },
      whose === 'mine' ? { candidate: { ownerId: actor.accountId } } : {},
      q === '' ? {} : { OR: [{ candidate: { name: like(q) } }, { candidate: { reference: like(q) } }, { host: { name: like(q) } }] },
    ],
  }
}

const people = {
  candidate: { select: { id: true, name: true, reference: true, closedAt: true } },
  host: { select: { id: true, name: true, state: true } },
  date: { select: { id: true, startsAt: true, endsAt: true } },
  supporter: { select: { account: { select: { name: true } } } },
  request: { select: { requestedAt: true } },
} as const

/** When each of these people last visited a department. */
async function lastVisits(candidateIds: string[]): Promise<Map<string, Date>> {
  const rows = await db.$queryRaw<{ id: string; at: Date }[]>`SELECT p.candidate_id AS id, max(d.starts_at) AS at FROM placements p
    JOIN host_dates d ON d.id = p.date_id WHERE p.candidate_id = ANY (${candidateIds}::uuid[]) AND p.state IN ('attended', 'debriefed') GROUP BY p.candidate_id`
  return new Map(rows.map(({ id, at }) => [id, at]))
}

/** Whose turn it is: what waits to be passed on stands in the order of the rule, with whoever has been somewhere marked. */
async function turnsOf(where: Where, at: Date) {
  const found = await db.placement.findMany({
    where,
    select: { id: true, candidateId: true, requestedAt: true, request: { select: { requestedAt: true } } },
  })
  const visits = await lastVisits(found.map(({ candidateId }) => candidateId))
  return found
    .map(({ id, candidateId, requestedAt, request }) => ({
      ...{ id, lastVisit: visits.get(candidateId) ?? null, askedAt: request?.requestedAt ?? requestedAt },
    }))
    .sort(inTurn(at))
}

/** One page of the placements, and how many there are: those to pass on by whose turn it is, the others by their day. */
export async function listPlacements(actor: Team, { page, ...filter }: Filter & { page: number }) {
  const at = now()
  const where = await placementsWhere(actor, filter, at)
  const total = await db.placement.count({ where })
  const cut = { skip: (page - 1) * PLACEMENTS_A_PAGE, take: PLACEMENTS_A_PAGE }
  const byTurn = filter.show === 'requested' ? (await turnsOf(where, at)).map(({ id }) => id) : undefined
  const chosen = byTurn?.slice(cut.skip, cut.skip + cut.take)
  const rows = await db.placement.findMany({
    where: chosen === undefined ? where : { id: { in: chosen } },
    ...(chosen === undefined ? cut : { skip: 0, take: PLACEMENTS_A_PAGE }),
    orderBy: [{ date: { startsAt: 'asc' } }, { changedAt: 'desc' }, { id: 'asc' }],
    include: people,
  })
  const visits = await lastVisits(rows.map(({ candidateId }) => candidateId))
  return {
    ...{ total, pages: Math.max(1, Math.ceil(total / PLACEMENTS_A_PAGE)) },
    rows: rows
      .sort((a, b) => (chosen ? chosen.indexOf(a.id) - chosen.indexOf(b.id) : 0))
      .map((row) => ({
        ...{ ...row, state: row.state as PlacementState, askedAt: row.request?.requestedAt ?? row.requestedAt },
        been: hasBeen({ lastVisit: visits.get(row.candidateId) ?? null }, at),
        toMark: row.state === 'confirmed' && row.date !== null && row.date.endsAt <= at,
      })),
  }
}

/** The same list for a file: all of it, up to five thousand. */
export async function listForFile(actor: Team, filter: Filter) {
  const rows = await db.placement.findMany({
    where: await placementsWhere(actor, filter),
    orderBy: [{ requestedAt: 'desc' }, { id: 'asc' }],
    take: CSV_MOST,
    include: people,
  })
  return rows.map((row) => ({ ...row, state: row.state as PlacementState }))
}

/** The departments that anybody has asked to visit, for the filter. */
export const listAskedHosts = (_actor: Team) =>
  db.host.findMany({ where: { placements: { some: {} } }, orderBy: { name: 'asc' }, select: { id: true, name: true } })

/** Where one candidate goes or went, for their page. */
export async function listPlacementsOf(_actor: Team, candidateId: string) {
  const rows = await db.placement.findMany({
    where: { candidateId },
    orderBy: [{ changedAt: 'desc' }, { id: 'asc' }],
    take: 20,
    include: { host: { select: { name: true } }, date: { select: { startsAt: true } } },
  })
  return rows.map((row) => ({ ...row, state: row.state as PlacementState }))
}
