import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import { findOfTeam, namesOf } from '../../accounts/queries/team.ts'
import { findDone } from './done.ts'
import { findProgress } from '../../programmes/queries/progress.ts'
import { engineOf, liveRequestStates, type RequestState } from '../rules/requests.ts'
import { lastScore, mayScore, outcomeWords, unscored, type Score } from '../rules/outcomes.ts'
import { causeWords, firstName } from '../rules/words.ts'

const everything = {
  changes: { orderBy: { id: 'asc' } },
  alternatives: { select: { kind: true }, orderBy: { kind: 'asc' } },
  outcomes: { where: { removedAt: null }, orderBy: { position: 'asc' }, include: { scores: { orderBy: { id: 'asc' } } } },
} as const

const find = (id: string, candidateId?: string) =>
  db.supportRequest.findFirst({
    where: { id, candidate: { closedAt: null }, ...(candidateId !== undefined && { candidateId }) },
    include: {
      ...everything,
      candidate: { select: { id: true, name: true, reference: true, phone: true, adult: true, account: { select: { email: true } } } },
    },
  })
type Found = NonNullable<Awaited<ReturnType<typeof find>>>

type Outcome = Found['outcomes'][number]
const shown = (kind: string, outcome: Outcome) => ({
  ...{ id: outcome.id, code: outcome.code, byRole: outcome.byRole, text: outcomeWords(kind, outcome) ?? '' },
  candidate: asScore(lastScore(outcome.scores, 'candidate')),
  team: asScore(lastScore(outcome.scores, 'team')),
})
const asScore = (row: Outcome['scores'][number] | undefined) => row && { score: row.score as Score, words: row.words, at: row.at }

/** The names of the workshops and cohorts that moved a request; a pairing has none, as who they are is on its own page. */
async function causesOf(changes: Found['changes']): Promise<Map<string, string>> {
  const ids = changes.flatMap(({ causeId }) => causeId ?? [])
  if (ids.length === 0) return new Map()
  const [workshops, cohorts] = await Promise.all([
    db.workshop.findMany({ where: { id: { in: ids } }, select: { id: true, title: true } }),
    db.cohort.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
  ])
  const pairings = await db.pairing.findMany({ where: { id: { in: ids } }, select: { id: true } })
  return new Map([
    ...workshops.map(({ id, title }) => [id, title] as const),
    ...cohorts.map(({ id, name }) => [id, name] as const),
    ...pairings.map(({ id }) => [id, 'a pairing'] as const),
  ])
}

async function complete(request: Found) {
  const { kind, changes, outcomes } = request
  const [causes, names, progress, done] = await Promise.all([
    causesOf(changes),
    namesOf([request.ownerId, ...changes.map(({ byId }) => byId)]),
    engineOf(kind) === 'programme' ? findProgress(db, request.candidateId, kind) : [],
    findDone(db, request.candidateId, kind),
  ])
  return {
    ...request,
    state: request.state as RequestState,
    outcomes: outcomes.map((outcome) => shown(kind, outcome)),
    toScore: {
      candidate: mayScore(request) && unscored(outcomes, 'candidate').length > 0,
      team: mayScore(request) && unscored(outcomes, 'team').length > 0,
    },
    alternatives: request.alternatives.map((each) => each.kind),
    changes: changes.map((change) => ({
      ...change,
      by: change.byId === null ? undefined : names.get(change.byId),
      cause: causeWords(change.cause, change.causeId === null ? undefined : causes.get(change.causeId)),
    })),
    owner: request.ownerId === null ? undefined : names.get(request.ownerId),
    ...{ progress, done },
    late: request.state === 'requested' && request.dueAt <= now(),
  }
}

/** One request with everything about it; undefined where there is none, or where whoever asked has gone. */
export async function findRequest(_actor: Team, id: string) {
  const request = await find(id)
  return request ? complete(request) : undefined
}

/** The same of one's own; undefined for another's. */
export async function findOwnRequest({ candidateId }: Candidate, id: string) {
  const request = await find(id, candidateId)
  if (!request) return undefined
  const helper = request.ownerId === null ? undefined : await findOfTeam(request.ownerId)
  return { ...(await complete(request)), helper: firstName(helper) }
}

/** Somebody for whom the team writes down what they ask for. */
export async function findAskable(_actor: Team, candidateId: string) {
  const candidate = await db.candidate.findFirst({
    where: { id: candidateId, closedAt: null },
    select: {
      id: true,
      name: true,
      reference: true,
      requests: { where: { state: { in: [...liveRequestStates] } }, select: { kind: true } },
    },
  })
  return candidate ? { ...candidate, live: candidate.requests.map(({ kind }) => kind) } : undefined
}
