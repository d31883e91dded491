import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { Whose } from '../../../core/waiting.ts'
import { Prisma } from '../../../generated/prisma/client.ts'
import type { CheckKind } from '../rules/kinds.ts'

export const PAGE_SIZE = 25
/** A placement that has not been confirmed so many days before its day is pressing. */
const SOON_DAYS = 7

export const queueShows = ['team', 'candidate', 'host', 'ready', 'soon', 'all'] as const
export type QueueShow = (typeof queueShows)[number]
export type QueueFilter = { show: QueueShow; whose: Whose; page: number }

type Row = {
  id: string
  candidateId: string
  name: string
  reference: string
  host: string
  startsAt: Date
  since: Date
  kinds: CheckKind[]
  whys: string[]
}

const matching: Record<Exclude<QueueShow, 'soon'>, Prisma.Sql> = {
  all: Prisma.sql`true`,
  ready: Prisma.sql`cardinality(q.kinds) = 0`,
  team: Prisma.sql`(q.kinds && ARRAY['recordCheck', 'briefing', 'insurance'] OR 'riskAssessment:waiting' = ANY (q.pairs) OR 'accessNeeds:waiting' = ANY (q.pairs)
    AND q.needs = 'asked' OR EXISTS (SELECT FROM unnest(q.whys) w WHERE w = 'refused'))`,
  candidate: Prisma.sql`(q.kinds && ARRAY['age', 'eligibility', 'confidentiality', 'emergencyContact'] OR 'accessNeeds' = ANY (q.kinds) AND coalesce(q.needs, '') <> 'asked')`,
  host: Prisma.sql`('riskAssessment' = ANY (q.kinds) AND NOT 'riskAssessment:waiting' = ANY (q.pairs) OR 'hostTraining' = ANY (q.kinds))`,
}

function conditionOf(actor: Team, { show, whose }: Pick<QueueFilter, 'show' | 'whose'>, at: Date): Prisma.Sql {
  const shown = show === 'soon' ? Prisma.sql`q."startsAt" <= ${daysAfter(at, SOON_DAYS)}` : matching[show]
  return whose === 'mine' ? Prisma.sql`(${shown}) AND q."ownerId" = ${actor.accountId}::uuid` : shown
}

/** Placements in their checks whose day is to come, each with what is in its way. */
const queue = (at: Date) => Prisma.sql`
  SELECT p.id, p.candidate_id AS "candidateId", c.name, c.reference, c.owner_id AS "ownerId", h.name AS host, d.starts_at AS "startsAt", p.changed_at AS since,
    g.kinds, g.whys, g.pairs, (SELECT k.result FROM checks k WHERE k.placement_id = p.id AND k.kind = 'accessNeeds' ORDER BY k.seq DESC LIMIT 1) AS needs
  FROM placements p JOIN candidates c ON c.id = p.candidate_id JOIN hosts h ON h.id = p.host_id JOIN host_dates d ON d.id = p.date_id
  CROSS JOIN LATERAL (SELECT coalesce(array_agg(s.kind), '{}') AS kinds, coalesce(array_agg(s.why), '{}') AS whys,
    coalesce(array_agg(s.kind || ':' || s.why), '{}') AS pairs FROM placement_gaps(p.id, ${at}) s) AS g
  WHERE p.state = 'checks' AND d.starts_at > ${at}`

/** The placements that wait for their checks, the earliest day first; the total beside. */
export async function listQueue(actor: Team, filter: QueueFilter) {
  const at = now()
  const rows = await db.$queryRaw<(Row & { total: bigint })[]>`
    SELECT q.id, q."candidateId", q.name, q.reference, q.host, q."startsAt", q.since, q.kinds, q.whys, count(*) OVER () AS total
    FROM (${queue(at)}) AS q WHERE ${conditionOf(actor, filter, at)}
    ORDER BY q."startsAt", q.id LIMIT ${PAGE_SIZE} OFFSET ${(filter.page - 1) * PAGE_SIZE}`
  return { rows, total: Number(rows[0]?.total ?? 0) }
}

export async function countQueue(
  actor: Team,
  filter: Pick<QueueFilter, 'show' | 'whose'>,
): Promise<{ count: number; oldest: Date | undefined }> {
  const at = now()
  const [found] = await db.$queryRaw<{ count: number; oldest: Date | null }[]>`
    SELECT count(*)::int AS count, min(q."startsAt") AS oldest FROM (${queue(at)}) AS q WHERE ${conditionOf(actor, filter, at)}`
  return { count: found?.count ?? 0, oldest: found?.oldest ?? undefined }
}

type Expiring = {
  id: string
  candidateId: string
  name: string
  reference: string
  host: string
  startsAt: Date
  kind: CheckKind
  expiresOn: Date
}

/** Checks that are still to be valid on a day to come and run out within a month after today, the first to run out first. */
export async function listExpiring(_actor: Team, page: number, withinDays = 30) {
  const at = now()
  const rows = await db.$queryRaw<(Expiring & { total: bigint })[]>`
    SELECT p.id, p.candidate_id AS "candidateId", c.name, c.reference, h.name AS host, d.starts_at AS "startsAt", k.kind, k.expires_on AS "expiresOn", count(*) OVER () AS total
    FROM placements p JOIN candidates c ON c.id = p.candidate_id JOIN hosts h ON h.id = p.host_id JOIN host_dates d ON d.id = p.date_id
    CROSS JOIN LATERAL needed_checks(h.patrol) AS n(kind) JOIN LATERAL (SELECT x.kind, x.expires_on, x.revoked_at FROM checks x
      WHERE x.candidate_id = p.candidate_id AND x.kind = n.kind AND (x.placement_id IS NULL OR x.placement_id = p.id) ORDER BY x.seq DESC LIMIT 1) AS k ON k.revoked_at IS NULL
    WHERE p.state IN ('checks', 'confirmed') AND d.starts_at > ${at} AND k.expires_on <= (${daysAfter(at, withinDays)} AT TIME ZONE 'Europe/London')::date
    ORDER BY k.expires_on, p.id, k.kind LIMIT ${PAGE_SIZE} OFFSET ${(page - 1) * PAGE_SIZE}`
  return { rows, total: Number(rows[0]?.total ?? 0) }
}
