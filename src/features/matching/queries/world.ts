import { londonDay } from '../../../core/dates.ts'
import type { Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { currentStage } from '../../stages/rules/records.ts'
import { listOffered } from '../../wishes/queries/offered.ts'
import { stageReached } from '../rules/stage.ts'
import { weightsOf } from '../rules/criteria.ts'
import type { Meets, Wanted } from '../rules/scoring.ts'
import type { Choice, Exclusion, Helper, Waiter, World } from '../rules/world.ts'

export const livePairing = ['draft', 'proposedToSupporter', 'proposedToCandidate', 'active', 'paused']
const holding = ['proposedToSupporter', 'proposedToCandidate', 'active', 'paused']

export type Scope = { kind: string; cohortId: string | null }

/** Who waits for a supporter of a kind: their request is open, and no pairing of that kind has been proposed or lives. */
export const waitingWhere = ({ kind, cohortId }: Scope): Prisma.SupportRequestWhereInput => ({
  kind,
  state: { in: ['requested', 'accepted', 'underway'] },
  candidate: {
    closedAt: null,
    pairings: { none: { kind, state: { in: livePairing } } },
    ...(cohortId !== null && { memberships: { some: { cohortId, state: 'joined', endedAt: null } } }),
  },
})

type Given = { scope: Scope; criteriaId: string; choices: readonly Choice[]; force: ForceProfile; at: Date }

/** Everything that a run goes by, read in the transaction it is given. Nothing of it names anybody. */
export async function readWorld(tx: Tx, { scope, criteriaId, choices, force, at }: Given): Promise<World> {
  const criteria = await tx.matchCriteria.findUniqueOrThrow({ where: { id: criteriaId } })
  return {
    weights: weightsOf(criteria),
    families: new Map(force.routes.map(({ id, family }) => [id, family])),
    today: londonDay(at),
    waiters: await readWaiters(tx, scope, force),
    helpers: await readHelpers(tx, scope.kind),
    exclusions: await tx.$queryRaw<Exclusion[]>`SELECT candidate_id AS "candidateId", supporter_id AS "supporterId", reason, private
      FROM exclusions(NULL, NULL, ${at})`,
    before: await tx.pairing.findMany({
      where: {
        kind: scope.kind,
        OR: [
          { state: { in: ['supporterDeclined', 'candidateDeclined', 'expired'] } },
          { state: 'ended', endReason: { in: ['askedByCandidate', 'askedBySupporter', 'silent'] } },
        ],
      },
      select: { candidateId: true, supporterId: true },
    }),
    choices,
  }
}

async function readWaiters(tx: Tx, scope: Scope, force: ForceProfile): Promise<Waiter[]> {
  const requests = await tx.supportRequest.findMany({
    where: waitingWhere(scope),
    orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }],
    select: { id: true, candidateId: true, requestedAt: true },
  })
  const wishes = await readWishes(
    tx,
    requests.map(({ candidateId }) => candidateId),
    force,
  )
  return requests.flatMap(({ id, candidateId, requestedAt }) => {
    const wanted = wishes.get(candidateId)
    return wanted ? [{ candidateId, requestId: id, queuedAt: requestedAt, wanted }] : []
  })
}

/** What each of these people looks for, with where they are on their way. */
async function readWishes(tx: Tx, ids: string[], force: ForceProfile): Promise<Map<string, Wanted>> {
  const offered = await listOffered(tx, ids)
  const found = await tx.candidate.findMany({
    where: { id: { in: ids } },
    select: { id: true, routes: true, areas: true, stages: { where: { voidedAt: null } } },
  })
  return new Map(
    found.flatMap(({ id, routes, areas, stages }) => {
      const wishes = offered.get(id)
      return wishes ? [[id, { ...wishes, routes, areas, stage: stageReached(force, currentStage(stages)) }] as const] : []
    }),
  )
}

async function readHelpers(tx: Tx, kind: string): Promise<Helper[]> {
  const found = await tx.supporter.findMany({
    where: { state: 'approved', kinds: { has: kind } },
    orderBy: { accountId: 'asc' },
    include: {
      experiences: { where: { forMatching: true }, select: { code: true }, orderBy: { code: 'asc' } },
      consents: { where: { purpose: 'experiences', withdrawnAt: null }, select: { id: true } },
      pairings: { where: { state: { in: holding } }, select: { dueAt: true } },
    },
  })
  return found.map(({ accountId, capacity, awayUntil, meets, experiences, consents, pairings, ...supporter }) => ({
    ...{ supporterId: accountId, capacity, free: Math.max(0, capacity - pairings.length) },
    awayUntil: awayUntil === null ? null : awayUntil.toISOString().slice(0, 10),
    nextFree: pairings.flatMap(({ dueAt }) => (dueAt ? [dueAt] : [])).sort((a, b) => a.getTime() - b.getTime())[0] ?? null,
    offered: { ...supporter, meets: meets as Meets, experiences: consents.length === 0 ? [] : experiences.map(({ code }) => code) },
  }))
}
