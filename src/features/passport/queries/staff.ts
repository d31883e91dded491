import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import type { Whose } from '../../../core/waiting.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { Prisma } from '../../../generated/prisma/client.ts'
import { titleOf } from '../rules/titles.ts'
import type { About } from '../rules/uses.ts'
import { usesAt, type UseRow } from './rows.ts'

export const USES_A_PAGE = 25
export const useShows = ['open', 'toAnswer', 'overdue', 'toProvide', 'missed', 'all'] as const
export type UseShow = (typeof useShows)[number]
export type UseFilter = { show: UseShow; about: About | 'all'; whose: Whose }

const ours = Prisma.sql`x.about IN ('workshop', 'placement')`
const shown = (at: Date): Record<UseShow, Prisma.Sql> => ({
  all: Prisma.sql`x.state <> 'revoked'`,
  open: Prisma.sql`x.open AND x.state <> 'told'`,
  toAnswer: Prisma.sql`x.open AND x.state = 'asked' AND ${ours}`,
  overdue: Prisma.sql`x.open AND x.state = 'asked' AND x."dueAt" <= ${at}`,
  toProvide: Prisma.sql`x.open AND x.state = 'answered' AND x.answer <> 'notPossible' AND ${ours}`,
  missed: Prisma.sql`x.state IN ('notProvided', 'told') AND (x.state = 'notProvided' OR x.outcome = 'didNot')`,
})

function conditionOf(actor: Team, { show, about, whose }: UseFilter, at: Date): Prisma.Sql {
  const kind = about === 'all' ? Prisma.sql`true` : Prisma.sql`x.about = ${about}`
  const mine = whose === 'mine' ? Prisma.sql`x."ownerId" = ${actor.accountId}::uuid` : Prisma.sql`true`
  return Prisma.sql`(${shown(at)[show]}) AND ${kind} AND ${mine}`
}

const open = Prisma.sql`WHERE c.closed_at IS NULL`
const order = Prisma.sql`ORDER BY x.state = 'asked' DESC, x."dueAt", x.id`

/** What was asked for, one page of it, what has waited longest first. No need is in it. */
export async function listUses(actor: Team, force: ForceProfile, filter: UseFilter & { page: number }) {
  const at = now()
  const rows = await db.$queryRaw<(UseRow & { total: bigint })[]>`
    SELECT x.*, count(*) OVER () AS total FROM (${usesAt(at)} ${open}) AS x WHERE ${conditionOf(actor, filter, at)}
    ${order} LIMIT ${USES_A_PAGE} OFFSET ${(filter.page - 1) * USES_A_PAGE}`
  return { rows: rows.map((use) => ({ ...use, for: titleOf(force, use), late: isLate(use, at) })), total: Number(rows[0]?.total ?? 0) }
}

const isLate = ({ state, dueAt, open: seen }: UseRow, at: Date): boolean => seen && state === 'asked' && dueAt <= at

/** The same list, whole, for a file. */
export async function listUsesForFile(actor: Team, force: ForceProfile, filter: UseFilter) {
  const at = now()
  const rows = await db.$queryRaw<UseRow[]>`
    SELECT x.* FROM (${usesAt(at)} ${open}) AS x WHERE ${conditionOf(actor, filter, at)} ${order}`
  return rows.map((use) => ({ ...use, for: titleOf(force, use), late: isLate(use, at) }))
}

export async function countUses(actor: Team, filter: UseFilter): Promise<{ count: number; oldest: Date | undefined }> {
  const at = now()
  const [found] = await db.$queryRaw<{ count: number; oldest: Date | null }[]>`
    SELECT count(*)::int AS count, min(x."dueAt") AS oldest FROM (${usesAt(at)} ${open}) AS x WHERE ${conditionOf(actor, filter, at)}`
  return { count: found?.count ?? 0, oldest: found?.oldest ?? undefined }
}

/** For how many things somebody shares needs now: all that the team's page about them says. */
export async function countSharedOf(_actor: Team, candidateId: string): Promise<number> {
  const [found] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (${usesAt(now())} WHERE u.candidate_id = ${candidateId}::uuid) AS x WHERE x.open AND x.state <> 'told'`
  return found?.count ?? 0
}
