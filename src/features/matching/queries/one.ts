import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { LEFT, namesOf } from '../../accounts/queries/team.ts'
import { heldStates } from '../../pairings/rules/pairings.ts'
import { sumOf, weightsOf } from '../rules/criteria.ts'
import { costOf, explainPair, type Exchange, type Explained, type LeftOut, type Solved } from '../rules/explain.ts'
import type { Method } from '../rules/fairness.ts'
import type { RunProgress, RunState } from '../rules/runs.ts'
import type { PointLine } from '../rules/words.ts'
import { readSolved } from './problem.ts'
import { light } from './runs.ts'

const nameOf = ({ account }: { account: { name: string } }): string => account.name

const memberSelect = {
  ...{ candidateId: true, supporterId: true, score: true, queuedAt: true, leftWhy: true, pairingId: true, askedAt: true, refused: true },
  candidate: { select: { name: true, reference: true } },
  supporter: { select: { account: { select: { name: true } } } },
  pairing: { select: { state: true } },
} satisfies Prisma.MatchRunPersonSelect

/** One run with everybody in it: pairs with the weakest first, and those left out, longest waiting first. */
export async function findRun(_actor: Team, id: string) {
  const run = await db.matchRun.findUnique({
    where: { id },
    omit: light,
    include: {
      ...{ criteria: true, cohort: { select: { id: true, name: true } }, previous: { select: { id: true, number: true } } },
      followers: { select: { id: true, number: true }, orderBy: { number: 'desc' }, take: 1 },
      choices: { orderBy: [{ at: 'asc' }, { id: 'asc' }] },
      members: { select: memberSelect, orderBy: [{ score: 'asc' }, { queuedAt: 'asc' }, { candidateId: 'asc' }] },
    },
  })
  if (!run) return undefined
  const names = await namesOf([run.askedById, run.publishedById, run.criteria.savedById, ...run.choices.map(({ byId }) => byId)])
  const by = (who: string | null) => (who === null ? 'The portal' : (names.get(who) ?? LEFT))
  const people = await namesIn(run.choices)
  const kept = new Set(run.choices.flatMap(({ choice, candidateId }) => (choice === 'keep' ? [candidateId] : [])))
  return {
    ...{ ...run, state: run.state as RunState, progress: (run.progress ?? {}) as Partial<RunProgress>, askedBy: by(run.askedById) },
    ...{ fairness: (run.fairness ?? []) as Method[], weights: weightsOf(run.criteria), outOf: sumOf(weightsOf(run.criteria)) },
    choices: run.choices.map((each) => ({
      ...{ ...each, by: by(each.byId), candidate: people.candidates.get(each.candidateId) ?? '' },
      supporter: each.supporterId === null ? '' : (people.supporters.get(each.supporterId) ?? ''),
    })),
    pairs: pairsFound(run.members, kept),
    left: leftFound(run.members),
  }
}
type Member = Prisma.MatchRunPersonGetPayload<{ select: typeof memberSelect }>

const pairsFound = (members: Member[], kept: Set<string>) =>
  members.flatMap(({ candidate, supporter, supporterId, score, ...member }) =>
    supporter && supporterId !== null
      ? [
          {
            ...{ ...member, supporterId, score: score ?? 0, name: candidate.name, reference: candidate.reference },
            ...{ supporter: nameOf(supporter), kept: kept.has(member.candidateId) },
          },
        ]
      : [],
  )

const leftFound = (members: Member[]) =>
  members
    .filter(({ supporterId }) => supporterId === null)
    .sort((a, b) => a.queuedAt.getTime() - b.queuedAt.getTime())
    .map(({ candidate, candidateId, leftWhy, queuedAt }) => ({
      ...{ candidateId, queuedAt, name: candidate.name, reference: candidate.reference, why: leftWhy as unknown as LeftOut },
    }))

export type FoundRun = NonNullable<Awaited<ReturnType<typeof findRun>>>
export type FoundPair = FoundRun['pairs'][number]

type Ids = { candidateId: string; supporterId: string | null }

async function namesIn(ids: readonly Ids[]) {
  const [candidates, supporters] = await Promise.all([
    db.candidate.findMany({ where: { id: { in: ids.map(({ candidateId }) => candidateId) } }, select: { id: true, name: true } }),
    db.supporter.findMany({
      where: { accountId: { in: ids.flatMap(({ supporterId }) => (supporterId === null ? [] : [supporterId])) } },
      select: { accountId: true, account: { select: { name: true } } },
    }),
  ])
  return {
    candidates: new Map(candidates.map(({ id, name }) => [id, name])),
    supporters: new Map(supporters.map((each) => [each.accountId, nameOf(each)])),
  }
}

/** The names of everybody in some exchanges. */
export function findNames(
  pairs: readonly { candidate: string; supporter: string }[],
  more: { candidates?: string[]; supporters?: string[] } = {},
) {
  const ids = pairs.map(({ candidate, supporter }) => ({ candidateId: candidate, supporterId: supporter }))
  const candidates = (more.candidates ?? []).map((candidateId) => ({ candidateId, supporterId: null }))
  const supporters = (more.supporters ?? []).map((supporterId) => ({ candidateId: NOBODY, supporterId }))
  return namesIn([...ids, ...candidates, ...supporters])
}
const NOBODY = '00000000-0000-0000-0000-000000000000'

const pairsIn = (exchange: Exchange | null | undefined) => (exchange ? [...exchange.gone, ...exchange.made] : [])

/** The names that the reasons of people left out need. */
export const findLeftNames = (left: readonly LeftOut[]) =>
  findNames(
    left.flatMap(({ exchange }) => pairsIn(exchange)),
    { supporters: left.flatMap(({ over }) => over ?? []) },
  )

/** One pair of a run, opened: its points line by line, what bound, the best answer without it, and how many its supporter has now. */
export async function findPair(_actor: Team, runId: string, { candidateId, supporterId }: Pick<FoundPair, 'candidateId' | 'supporterId'>) {
  const member = await db.matchRunPerson.findUniqueOrThrow({
    where: { runId_candidateId: { runId, candidateId } },
    select: { points: true, explained: true, score: true },
  })
  const explained =
    (member.explained as unknown as Explained | null) ?? (await explainNow(runId, { candidateId, supporterId, score: member.score ?? 0 }))
  const supporter = await db.supporter.findUnique({
    where: { accountId: supporterId },
    select: { capacity: true, title: true, _count: { select: { pairings: { where: { state: { in: [...heldStates] } } } } } },
  })
  const names = await findNames(pairsOfExplained(explained), { supporters: explained?.better.map((each) => each.supporter) ?? [] })
  return {
    ...{ lines: (member.points ?? []) as unknown as PointLine[], explained, names },
    ...{ title: supporter?.title ?? '', capacity: supporter?.capacity ?? 0, taken: supporter?._count.pairings ?? 0 },
  }
}

const pairsOfExplained = (explained: Explained | undefined) =>
  explained ? [...pairsIn(explained.instead), ...explained.better.flatMap(({ held, exchange }) => [...held, ...pairsIn(exchange)])] : []

/** A run as it was solved; undefined once that is not kept any more. */
export async function findSolved(runId: string): Promise<Solved | undefined> {
  const run = await db.matchRun.findUnique({ where: { id: runId }, select: { problem: true, certificate: true } })
  return run?.problem ? readSolved(run.problem, run.certificate) : undefined
}

/** Explains a pair of a large run when it is opened, and keeps that. */
async function explainNow(runId: string, { candidateId, supporterId, score }: { candidateId: string; supporterId: string; score: number }) {
  const solved = await findSolved(runId)
  const known =
    solved &&
    [...solved.pins, ...solved.result.pairs].some(({ candidate, supporter }) => candidate === candidateId && supporter === supporterId)
  if (!solved || !known) return undefined
  const explained = explainPair(solved, { candidate: candidateId, supporter: supporterId, score })
  await db.matchRunPerson.updateMany({ where: { runId, candidateId }, data: { explained: explained } })
  return explained
}

export type Choosable = { supporterId: string; name: string; score: number; chosen: boolean; free: boolean }

/** Whom somebody of a run could be paired with instead, best first; what it would cost for the one that is looked at. */
export async function findSwap(_actor: Team, runId: string, candidateId: string, supporterId: string | undefined) {
  const solved = await findSolved(runId)
  if (!solved) return undefined
  const now = [...solved.pins, ...solved.result.pairs].find(({ candidate }) => candidate === candidateId)
  const kept = solved.pins.some(({ candidate }) => candidate === candidateId)
  const possible = solved.rest.pairs.filter(({ candidate }) => candidate === candidateId)
  const capacity = new Map(solved.rest.supporters.map(({ id, capacity: places }) => [id, places]))
  const cost = supporterId === undefined ? undefined : costOf(solved, { candidate: candidateId, supporter: supporterId })
  const names = await findNames(pairsIn(cost), { supporters: possible.map(({ supporter }) => supporter), candidates: [candidateId] })
  const others: Choosable[] = possible
    .filter(({ supporter }) => supporter !== now?.supporter && names.supporters.has(supporter))
    .map(({ supporter, score }) => ({
      ...{ supporterId: supporter, score, name: names.supporters.get(supporter) ?? '' },
      ...{ chosen: supporter === supporterId, free: (capacity.get(supporter) ?? 0) > 0 },
    }))
    .filter(({ free }) => free)
    .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1))
  return { kept, cost, names, others: others.slice(0, 60), more: Math.max(0, others.length - 60) }
}
