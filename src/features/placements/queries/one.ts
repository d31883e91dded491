import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import { shownReason } from '../../exclusions/rules/reasons.ts'
import { otherHosts } from '../../hosting/queries/catalogue.ts'
import { hasBeen } from '../rules/fair-share.ts'
import { correctUntil, eventsFor, isLive, type PlacementState } from '../rules/placements.ts'
import { reasonForTeam } from '../rules/words.ts'
import { firstMark, gapsOf } from './facts.ts'
import { listOpenDays } from './supporting.ts'

/** What keeps a candidate and a host apart now, as the team may read it. Training is asked about by itself. */
async function whatKeepsApart(candidateId: string, supporterId: string, at: Date): Promise<string[]> {
  const found = await db.$queryRaw<{ reason: string; private: boolean }[]>`SELECT DISTINCT reason, private
    FROM exclusions(${candidateId}::uuid, ${supporterId}::uuid, ${at}::timestamptz) WHERE reason <> 'trainingLapsed'`
  return [...new Set(found.map((each) => shownReason(each.reason, each.private)))].sort()
}

/** Who hosts in this department, and what keeps each apart from this person: only those with nothing can be chosen. */
async function receivers(candidateId: string, hostId: string, at: Date) {
  const people = await db.hostPerson.findMany({
    where: { hostId, until: null },
    orderBy: { supporter: { account: { name: 'asc' } } },
    select: { supporter: { select: { accountId: true, trainedUntil: true, account: { select: { name: true } } } } },
  })
  return Promise.all(
    people.map(async ({ supporter: { accountId, trainedUntil, account } }) => ({
      ...{ id: accountId, name: account.name, trainedUntil, apart: await whatKeepsApart(candidateId, accountId, at) },
    })),
  )
}

const shown = {
  candidate: { select: { id: true, name: true, reference: true, closedAt: true, accountId: true } },
  host: true,
  date: true,
  supporter: { select: { accountId: true, account: { select: { name: true } } } },
  request: { select: { id: true, requestedAt: true } },
  changes: { orderBy: { id: 'desc' } },
  previous: { select: { id: true, host: { select: { name: true } } } },
  followers: { select: { id: true, host: { select: { name: true } } } },
} as const

const lastVisitOf = async (candidateId: string): Promise<Date | null> => {
  const visit = await db.placement.findFirst({
    where: { candidateId, state: { in: ['attended', 'debriefed'] } },
    orderBy: { date: { startsAt: 'desc' } },
    select: { date: { select: { startsAt: true } } },
  })
  return visit?.date?.startsAt ?? null
}

/** One placement with its history, what is in the way of its day, and what may be done with it. */
export async function findPlacement(actor: Team, id: string) {
  const found = await db.placement.findUnique({ where: { id }, include: shown })
  if (!found) return undefined
  const at = now()
  const state = found.state as PlacementState
  const [markedAt, gaps, names, hosts, days, lastVisit] = await Promise.all([
    firstMark(id),
    isLive(state) && found.dateId !== null ? gapsOf(id, at) : [],
    namesOf(found.changes.map(({ byId }) => byId)),
    receivers(found.candidateId, found.hostId, at),
    listOpenDays(found.hostId, found.dateId),
    lastVisitOf(found.candidateId),
  ])
  const facts = { state, startsAt: found.date?.startsAt ?? null, expiresAt: found.expiresAt, markedAt, gaps: gaps.length }
  return {
    ...{ ...found, state, gaps, hosts, days, lastVisit, live: isLive(state), been: hasBeen({ lastVisit }, at) },
    others: ['declined', 'expired'].includes(state) ? await otherHosts(actor, found.host) : [],
    correctUntil: markedAt === null ? undefined : correctUntil(markedAt),
    changes: found.changes.map((change) => ({
      ...{ ...change, state: change.toState as PlacementState, why: change.reasons.map(reasonForTeam).join('; ') },
      by: byWords(change, { candidate: found.candidate.name, supporter: found.supporter?.account.name ?? 'The host' }, names),
    })),
    events: new Set(eventsFor(facts, 'team', at)),
  }
}

type Both = { candidate: string; supporter: string }
const byWords = ({ byId, byRole }: { byId: string | null; byRole: string }, both: Both, names: Map<string, string>): string =>
  byRole === 'candidate'
    ? both.candidate
    : byRole === 'system'
      ? 'The portal'
      : (names.get(byId ?? '') ?? (byRole === 'supporter' ? both.supporter : LEFT))
