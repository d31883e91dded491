import { setImmediate as breathe } from 'node:timers/promises'
import { AssignmentFault, figuresOf, setAside, verify, type Problem, type Progress, type Result } from '../../../core/assignment.ts'
import type { Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { keepSolved } from '../queries/problem.ts'
import { readWorld } from '../queries/world.ts'
import { explainLeft, explainPair, pairsOf, type Solved } from '../rules/explain.ts'
import { compareMethods } from '../rules/fairness.ts'
import type { RunProgress } from '../rules/runs.ts'
import { pointsOf } from '../rules/scoring.ts'
import { linesOf } from '../rules/words.ts'
import { pinsOf, problemOf, type Choice, type World } from '../rules/world.ts'

/** A run that has been begun, at one moment. */
export type Begun = { id: string; kind: string; cohortId: string | null; criteriaId: string; seed: string; at: Date; choices: Choice[] }
export type Solve = (problem: Problem, options: { onProgress?: (progress: Progress) => void }) => Result | Promise<Result>
type Tell = (progress: RunProgress) => void

export const readBegun = (tx: Tx, force: ForceProfile, { kind, cohortId, criteriaId, choices, at }: Begun): Promise<World> =>
  readWorld(tx, { scope: { kind, cohortId }, criteriaId, choices, force, at })

/** More pairs than this are explained when somebody opens them, and then kept. */
export const EXPLAINED_AT_ONCE = 3000

type Member = Omit<Prisma.MatchRunPersonCreateManyInput, 'runId'>
export type Found = { run: Prisma.MatchRunUpdateInput; members: Member[]; lost: { candidateId: string; supporterId: string }[] }

/** Solves what a run is about and makes of it everything that is kept. Throws AssignmentFault where the proof does not hold. */
export async function findAnswer(force: ForceProfile, begun: Begun, world: World, solve: Solve, tell: Tell): Promise<Found> {
  const began = performance.now()
  tell({ phase: 'reading', done: 0, of: world.waiters.length })
  const problem = problemOf(world, begun.seed)
  const { pins, lost } = pinsOf(world, problem)
  const rest = setAside(problem, pins)
  const result = await solve(rest, { onProgress: tell })
  const wrong = verify(rest, result)
  if (wrong.length > 0) throw new AssignmentFault(wrong.join('; '))
  const solved: Solved = { pins, rest, result }
  const { matched, worst, median, total } = figuresOf(pairsOf(solved))
  const members = await membersOf(force, world, solved, tell)
  return {
    ...{ members, lost },
    run: {
      ...{ people: world.waiters.length, supporters: world.helpers.length, pairsPossible: problem.pairs.length },
      ...{ matched, worst, median, total, ...keepSolved(solved) },
      certificate: result.certificate,
      fairness: compareMethods(solved, world.waiters, begun.at),
      tookMs: Math.round(performance.now() - began),
    },
  }
}

/** Everybody who waits, with their pair or with why they have none; the clock of the process goes on between any two. */
async function membersOf(force: ForceProfile, world: World, solved: Solved, tell: Tell): Promise<Member[]> {
  const pairs = new Map(pairsOf(solved).map((pair) => [pair.candidate, pair]))
  const helpers = new Map(world.helpers.map((helper) => [helper.supporterId, helper]))
  const members: Member[] = []
  for (const { candidateId, requestId, queuedAt, wanted } of world.waiters) {
    tell({ phase: 'explaining', done: members.length, of: world.waiters.length })
    await breathe()
    const who = { candidateId, requestId, queuedAt }
    const pair = pairs.get(candidateId)
    const helper = pair && helpers.get(pair.supporter)
    if (!pair || !helper) {
      members.push({ ...who, leftWhy: explainLeft(world, solved, candidateId) })
      continue
    }
    const points = linesOf(force, pointsOf(world.weights, wanted, helper.offered, world.families), wanted, helper.offered)
    const explained = solved.rest.pairs.length <= EXPLAINED_AT_ONCE ? { explained: explainPair(solved, pair) } : {}
    members.push({ ...who, supporterId: pair.supporter, score: pair.score, points, ...explained })
  }
  return members
}

/** Writes what was found, once: false where the run has moved on meanwhile. The caller holds its lock. */
export async function writeFound(tx: Tx, { id, at }: Begun, { run, members }: Found): Promise<boolean> {
  await tx.$queryRaw`SELECT id FROM match_runs WHERE id = ${id}::uuid FOR UPDATE`
  const still = await tx.matchRun.count({ where: { id, state: 'running' } })
  if (still === 0) return false
  await tx.matchRunPerson.deleteMany({ where: { runId: id } })
  const there = await stillThere(tx, members)
  await tx.matchRunPerson.createMany({ data: there.map((member) => ({ ...member, runId: id })) })
  await tx.matchRun.update({ where: { id }, data: { ...run, state: 'draft', progress: {}, finishedAt: at, checkedAt: at } })
  return true
}

/** Who closed their account while the run was on is not written down. */
async function stillThere(tx: Tx, members: Member[]): Promise<Member[]> {
  const found = await tx.candidate.findMany({
    where: { id: { in: members.map(({ candidateId }) => candidateId) }, closedAt: null },
    select: { id: true },
  })
  const ids = new Set(found.map(({ id }) => id))
  return members.filter(({ candidateId }) => ids.has(candidateId))
}
