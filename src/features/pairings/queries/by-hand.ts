import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { isAway } from '../../supporting/rules/taking.ts'
import { heldStates, pairingKinds, type PairingKind } from '../rules/pairings.ts'

export const WAITING_A_PAGE = 25
const live = ['draft', ...heldStates]

/** People with a live request that nobody stands beside them for, and nobody has been asked. */
const waitingSql = (kind: PairingKind | undefined, owner: string | undefined) => ({
  kinds: kind === undefined ? [...pairingKinds] : [kind],
  owner: owner ?? null,
})

type Waits = { id: string; candidateId: string; kind: PairingKind; name: string; reference: string; requestedAt: Date; tried: number }
export type WaitingFor = { kind?: PairingKind | undefined; owner?: string | undefined; tried?: boolean; page: number }

/** `tried`: only those for whom somebody has been asked before, and it came to nothing. Longest waiting first. */
export async function listUnpaired(_actor: Team, { kind, owner, tried = false, page }: WaitingFor) {
  const { kinds, owner: ownerId } = waitingSql(kind, owner)
  const rows = await db.$queryRaw<(Waits & { total: number })[]>`
    SELECT r.id, c.id AS "candidateId", r.kind, c.name, c.reference, r.requested_at AS "requestedAt", count(*) OVER ()::int AS total,
      (SELECT count(*) FROM pairings p WHERE p.candidate_id = c.id AND p.kind = r.kind AND p.state IN ('supporterDeclined', 'candidateDeclined', 'expired', 'withdrawn'))::int AS tried
    FROM support_requests r JOIN candidates c ON c.id = r.candidate_id
    WHERE r.kind = ANY (${kinds}) AND r.state IN ('requested', 'accepted', 'underway') AND c.closed_at IS NULL
      AND (${ownerId}::uuid IS NULL OR c.owner_id = ${ownerId}::uuid)
      AND NOT EXISTS (SELECT FROM pairings p WHERE p.candidate_id = c.id AND p.kind = r.kind AND p.state = ANY (${live}))
      AND (NOT ${tried} OR EXISTS (SELECT FROM pairings p WHERE p.candidate_id = c.id AND p.kind = r.kind AND p.state IN ('supporterDeclined', 'candidateDeclined', 'expired', 'withdrawn')))
    ORDER BY r.requested_at, r.id LIMIT ${WAITING_A_PAGE} OFFSET ${(page - 1) * WAITING_A_PAGE}`
  const total = rows[0]?.total ?? 0
  return { total, pages: Math.max(1, Math.ceil(total / WAITING_A_PAGE)), rows }
}

/** The candidate for whom somebody is asked by hand, with what they asked for. */
export const findToPair = (_actor: Team, candidateId: string) =>
  db.candidate.findFirst({
    where: { id: candidateId, closedAt: null },
    select: {
      ...{ id: true, name: true, reference: true, routes: true, areas: true, wishes: true },
      requests: {
        where: { kind: { in: [...pairingKinds] }, state: { in: ['requested', 'accepted', 'underway'] } },
        orderBy: { requestedAt: 'asc' },
        select: { kind: true, requestedAt: true },
      },
    },
  })

const shown = {
  ...{
    accountId: true,
    title: true,
    capacity: true,
    awayUntil: true,
    routes: true,
    areas: true,
    meets: true,
    goals: true,
    languages: true,
  },
  account: { select: { name: true } },
  _count: { select: { pairings: { where: { state: { in: [...heldStates] } } } } },
} satisfies Prisma.SupporterSelect

/** Supporters who may be asked for this candidate: those with room first, then by name. Who is excluded is not among them. */
export async function listAskable(_actor: Team, candidateId: string, kind: PairingKind) {
  const at = now()
  const excluded = await db.$queryRaw<{ id: string | null }[]>`
    SELECT DISTINCT supporter_id AS id FROM exclusions(${candidateId}::uuid, NULL, ${at}::timestamptz)`
  if (excluded.some(({ id }) => id === null)) return { nobody: true, supporters: [] }
  const out = new Set(excluded.map(({ id }) => id))
  const rows = await db.supporter.findMany({
    where: { state: 'approved', kinds: { has: kind }, pairings: { none: { candidateId, kind, state: { in: live } } } },
    orderBy: [{ account: { name: 'asc' } }, { accountId: 'asc' }],
    select: shown,
  })
  const supporters = rows
    .filter(({ accountId, awayUntil }) => !out.has(accountId) && !isAway(awayUntil?.toISOString().slice(0, 10) ?? null, londonDay(at)))
    .map(({ _count, account, ...supporter }) => ({
      ...supporter,
      name: account.name,
      held: _count.pairings,
      full: _count.pairings >= supporter.capacity,
    }))
    .sort((a, b) => Number(a.full) - Number(b.full))
  return { nobody: false, supporters }
}
