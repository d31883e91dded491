import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import { shownReason } from '../../exclusions/rules/reasons.ts'
import { eventsFor, heldStates, type PairingKind, type PairingState, type PauseReason } from '../rules/pairings.ts'
import type { Show } from '../rules/shows.ts'
import { reasonForTeam } from '../rules/words.ts'

export const PAIRINGS_A_PAGE = 25

const asDate = (day: string): Date => new Date(`${day}T00:00:00Z`)
const live = { in: ['draft', ...heldStates] }
const cameToNothing = { in: ['supporterDeclined', 'candidateDeclined', 'expired', 'withdrawn'] }

const shows: Record<Show, () => Prisma.PairingWhereInput> = {
  live: () => ({ state: live }),
  waiting: () => ({ state: { in: ['proposedToSupporter', 'proposedToCandidate'] } }),
  active: () => ({ state: 'active' }),
  paused: () => ({ state: 'paused' }),
  look: () => ({ state: 'paused', pausedWhy: { in: ['excluded', 'suspended'] } }),
  review: () => ({ state: 'paused', reviewOn: { lte: asDate(londonDay(now())) } }),
  over: () => ({ state: { in: ['ended', ...cameToNothing.in] } }),
  overCapacity: () => ({ state: live, overReason: { not: null } }),
  all: () => ({}),
}

export type Filter = { show: Show; kind?: PairingKind | undefined; whose?: 'mine' | undefined; q?: string }

/** One condition behind a list, its count and what waits. */
export const pairingsWhere = (actor: Team, { show, kind, whose, q = '' }: Filter): Prisma.PairingWhereInput => ({
  AND: [
    shows[show](),
    kind === undefined ? {} : { kind },
    whose === 'mine' ? { candidate: { ownerId: actor.accountId } } : {},
    q === ''
      ? {}
      : { OR: [{ candidate: { name: like(q) } }, { candidate: { reference: like(q) } }, { supporter: { account: { name: like(q) } } }] },
  ],
})
const like = (q: string) => ({ contains: q.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const })

const people = {
  candidate: { select: { id: true, name: true, reference: true, ownerId: true, closedAt: true } },
  supporter: { select: { accountId: true, title: true, capacity: true, account: { select: { name: true } } } },
} as const

/** One page of the pairings, and how many there are. What has a term comes first, the earliest first. */
export async function listPairings(actor: Team, { page, ...filter }: Filter & { page: number }) {
  const where = pairingsWhere(actor, filter)
  const [total, rows] = await Promise.all([
    db.pairing.count({ where }),
    db.pairing.findMany({
      where,
      orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { changedAt: 'desc' }, { id: 'asc' }],
      skip: (page - 1) * PAIRINGS_A_PAGE,
      take: PAIRINGS_A_PAGE,
      include: people,
    }),
  ])
  return {
    total,
    pages: Math.max(1, Math.ceil(total / PAIRINGS_A_PAGE)),
    rows: rows.map((row) => ({ ...row, state: row.state as PairingState })),
  }
}

/** What keeps two people apart now, as the team may read it. */
export async function whatExcludes(candidateId: string, supporterId: string): Promise<string[]> {
  const found = await db.$queryRaw<{ reason: string; private: boolean }[]>`
    SELECT DISTINCT reason, private FROM exclusions(${candidateId}::uuid, ${supporterId}::uuid, ${now()}::timestamptz)`
  return [...new Set(found.map((each) => shownReason(each.reason, each.private)))].sort()
}

/** One pairing with its history, what keeps the two apart, and what may be done with it. */
export async function findPairing(_actor: Team, id: string) {
  const found = await db.pairing.findUnique({
    where: { id },
    include: {
      ...people,
      request: { select: { id: true, requestedAt: true } },
      changes: { orderBy: { id: 'desc' } },
      followers: { select: { id: true, madeAt: true, state: true } },
    },
  })
  if (!found) return undefined
  const [names, excluded, held] = await Promise.all([
    namesOf([found.overById, ...found.changes.map(({ byId }) => byId)]),
    whatExcludes(found.candidateId, found.supporterId),
    db.pairing.count({ where: { supporterId: found.supporterId, state: { in: [...heldStates] } } }),
  ])
  const state = found.state as PairingState
  const facts = {
    state,
    candidateAgreed: found.candidateAgreedAt !== null,
    pausedWhy: found.pausedWhy as PauseReason | null,
    dueAt: found.dueAt,
  }
  return {
    ...{ ...found, state, kind: found.kind as PairingKind, pausedWhy: facts.pausedWhy, excluded, held },
    overBy: found.overById === null ? undefined : (names.get(found.overById) ?? LEFT),
    changes: found.changes.map((change) => ({
      ...{ ...change, state: change.toState as PairingState, why: reasonForTeam(change.reason) },
      by: byWords(change, { candidate: found.candidate.name, supporter: found.supporter.account.name }, names),
    })),
    events: eventsFor(facts, 'team', now()),
  }
}

type Both = { candidate: string; supporter: string }
const byWords = ({ byId, byRole }: { byId: string | null; byRole: string }, both: Both, names: Map<string, string>): string =>
  byRole === 'candidate' || byRole === 'supporter' ? both[byRole] : byRole === 'system' ? 'The portal' : (names.get(byId ?? '') ?? LEFT)

/** Everybody who stands or stood beside one candidate, for the page of that candidate. */
export async function listPairingsOf(_actor: Team, candidateId: string) {
  const rows = await db.pairing.findMany({
    where: { candidateId },
    orderBy: [{ changedAt: 'desc' }, { id: 'asc' }],
    take: 20,
    include: people,
  })
  return rows.map((row) => ({ ...row, state: row.state as PairingState, kind: row.kind as PairingKind }))
}
