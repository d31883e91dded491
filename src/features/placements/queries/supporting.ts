import type { Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import { eventsFor, isLive, isNamed, type PlacementState } from '../rules/placements.ts'
import { firstMark } from './facts.ts'
import { seenBy } from './seen.ts'

export const VISITORS_A_PAGE = 25
/** How long after the day a host still sees who came. */
export const NAME_DAYS = 7

const shown = {
  host: { select: { id: true, name: true } },
  date: { select: { id: true, startsAt: true, endsAt: true, supporterId: true } },
  candidate: { select: { name: true, closedAt: true } },
} as const

const whole = ['confirmed', 'attended', 'notAttended', 'debriefed']
type Named = { state: string; date: { endsAt: Date } | null; candidate: { name: string; closedAt: Date | null } }

/** The first name from their yes on, the whole name once it is certain, and neither a week after the day. */
function nameFor({ state, date, candidate }: Named, at: Date): string | undefined {
  if (!isNamed(state) || candidate.closedAt !== null || (date !== null && daysAfter(date.endsAt, NAME_DAYS) < at)) return undefined
  return whole.includes(state) ? candidate.name : (candidate.name.trim().split(/\s+/)[0] ?? '')
}

const hasBegun = ({ date }: { date: { startsAt: Date } | null }, at: Date) => date !== null && date.startsAt <= at

const order = ['underConsideration', 'accepted', 'confirmed', 'checks', 'offered', 'attended']

/** One page of the visits that this host has to do with: what waits for them first. */
export async function listVisitors({ accountId }: Supporter, page: number) {
  const at = now()
  const found = await db.$queryRaw<{ id: string; total: number }[]>`
    SELECT p.id, count(*) OVER ()::int AS total FROM placements p LEFT JOIN host_dates d ON d.id = p.date_id WHERE ${seenBy(accountId, at)}
    ORDER BY array_position(${order}::text[], p.state) NULLS LAST, CASE WHEN p.ended_at IS NULL THEN d.starts_at END NULLS LAST, p.changed_at DESC, p.id
    LIMIT ${VISITORS_A_PAGE} OFFSET ${(page - 1) * VISITORS_A_PAGE}`
  const ids = found.map(({ id }) => id)
  const rows = await db.placement.findMany({ where: { id: { in: ids } }, include: shown })
  const total = found[0]?.total ?? 0
  return {
    ...{ total, pages: Math.max(1, Math.ceil(total / VISITORS_A_PAGE)) },
    rows: rows
      .sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
      .map(({ candidate, ...row }) => ({
        ...{ ...row, state: row.state as PlacementState, name: nameFor({ ...row, candidate }, at) },
        begun: hasBegun(row, at),
      })),
  }
}

/** One of them, with what may be done and the days that could be offered; undefined where it is none of this host's. */
export async function findVisitor({ accountId }: Supporter, id: string) {
  const at = now()
  const [seen] = await db.$queryRaw<{ id: string }[]>`SELECT p.id FROM placements p WHERE p.id = ${id}::uuid AND ${seenBy(accountId, at)}`
  if (!seen) return undefined
  const { candidate, ...found } = await db.placement.findUniqueOrThrow({ where: { id }, include: shown })
  const state = found.state as PlacementState
  const facts = { state, startsAt: found.date?.startsAt ?? null, expiresAt: found.expiresAt, markedAt: await firstMark(id), gaps: 0 }
  return {
    ...{ ...found, state, name: nameFor({ ...found, candidate }, at), live: isLive(state), begun: hasBegun(found, at) },
    can: new Set(eventsFor(facts, 'host', at)),
    days: await listOpenDays(found.hostId, found.dateId),
    lapsed: await isUntrained(accountId, at),
  }
}

async function isUntrained(accountId: string, at: Date): Promise<boolean> {
  const [found] = await db.$queryRaw<
    { lapsed: boolean }[]
  >`SELECT coalesce(trained_until < (${at}::timestamptz AT TIME ZONE 'Europe/London')::date, true) AS lapsed
    FROM supporters WHERE account_id = ${accountId}::uuid`
  return found?.lapsed !== false
}

/** Listed days of a department, still to come, with a place left; never the one that it is on already. */
export async function listOpenDays(hostId: string, besides: string | null) {
  const rows = await db.hostDate.findMany({
    where: { hostId, listed: true, state: 'offered', startsAt: { gt: now() }, ...(besides !== null && { id: { not: besides } }) },
    orderBy: { startsAt: 'asc' },
    include: { _count: { select: { placements: { where: { state: { in: ['offered', 'accepted', 'checks', 'confirmed'] } } } } } },
  })
  return rows.filter(({ capacity, _count }) => _count.placements < capacity)
}
