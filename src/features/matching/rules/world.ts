import type { Pair, Problem } from '../../../core/assignment.ts'
import type { Weights } from './criteria.ts'
import { scoreOf, type Families, type Offered, type Wanted } from './scoring.ts'

/** Somebody who waits for a supporter of one kind, since when, and what they look for. */
export type Waiter = { candidateId: string; requestId: string; queuedAt: Date; wanted: Wanted }
/** An approved supporter who offers the kind. `free` counts places not taken by any live pairing; days are those of London. */
export type Helper = {
  supporterId: string
  free: number
  capacity: number
  awayUntil: string | null
  nextFree: Date | null
  offered: Offered
}
/** What forbids a pair; a null stands for everybody. */
export type Exclusion = { candidateId: string | null; supporterId: string | null; reason: string; private: boolean }
export const choices = ['keep', 'forbid', 'out'] as const
export type Choice = {
  choice: (typeof choices)[number]
  candidateId: string
  supporterId: string | null
  reason: string
}
/** Everything that a run goes by, as it was at one moment. */
export type World = {
  weights: Weights
  families: Families
  today: string
  waiters: readonly Waiter[]
  helpers: readonly Helper[]
  exclusions: readonly Exclusion[]
  /** Pairs of this kind that one side turned down, or asked to end: they are not proposed again. */
  before: readonly { candidateId: string; supporterId: string }[]
  choices: readonly Choice[]
}

/** Why a pair cannot be, in the order in which it is asked: whatever comes first is what is said. `private` is never said by name. */
export type Barrier = 'private' | 'forbidden' | 'before' | 'away' | 'nothing' | (string & {})
type Verdict = { score: number } | { barrier: Barrier }

const key = (candidateId: string, supporterId: string) => `${candidateId} ${supporterId}`

/** Answers for any two people whether they could be a pair, and with how many points. */
export function judge(world: World) {
  const barred = barriers(world.exclusions)
  const before = new Set(world.before.map((each) => key(each.candidateId, each.supporterId)))
  const forbidden = new Set(
    world.choices.flatMap(({ choice, candidateId, supporterId }) =>
      choice === 'forbid' && supporterId !== null ? [key(candidateId, supporterId)] : [],
    ),
  )
  return (waiter: Waiter, helper: Helper): Verdict => {
    const [c, s] = [waiter.candidateId, helper.supporterId]
    const excluded = barred.get(key(c, s)) ?? barred.get(key('', s)) ?? barred.get(key(c, ''))
    if (excluded !== undefined) return { barrier: excluded }
    if (forbidden.has(key(c, s))) return { barrier: 'forbidden' }
    if (before.has(key(c, s))) return { barrier: 'before' }
    if (helper.awayUntil !== null && helper.awayUntil >= world.today) return { barrier: 'away' }
    const score = scoreOf(world.weights, waiter.wanted, helper.offered, world.families)
    return score > 0 ? { score } : { barrier: 'nothing' }
  }
}

/** Of several reasons one that may be said stands before one that may not; the rest go by their names, so that the order of rows changes nothing. */
function barriers(exclusions: readonly Exclusion[]): Map<string, Barrier> {
  const found = new Map<string, Barrier>()
  for (const { candidateId, supporterId, ...exclusion } of exclusions) {
    const at = key(candidateId ?? '', supporterId ?? '')
    const now = found.get(at)
    const reason = exclusion.private ? 'private' : exclusion.reason
    if (now === undefined || now === 'private' || (reason !== 'private' && reason < now)) found.set(at, reason)
  }
  return found
}

/** A reason that rules somebody out for every supporter alike, such as being under 18 without the safeguards. */
export const barredFromAll = (world: World, candidateId: string): Barrier | undefined =>
  barriers(world.exclusions.filter((each) => each.supporterId === null && each.candidateId === candidateId)).get(key(candidateId, ''))

/** The problem of a run: everybody who waits and was not taken out, every supporter of the kind, every pair that can be. */
export function problemOf(world: World, seed: string): Problem {
  const verdict = judge(world)
  const out = new Set(world.choices.flatMap(({ choice, candidateId }) => (choice === 'out' ? [candidateId] : [])))
  const waiters = world.waiters.filter(({ candidateId }) => !out.has(candidateId))
  const pairs: Pair[] = []
  for (const waiter of waiters)
    for (const helper of world.helpers) {
      const found = verdict(waiter, helper)
      if ('score' in found) pairs.push({ candidate: waiter.candidateId, supporter: helper.supporterId, score: found.score })
    }
  return {
    candidates: waiters.map(({ candidateId }) => candidateId),
    supporters: world.helpers.map(({ supporterId, free }) => ({ id: supporterId, capacity: free })),
    pairs,
    seed,
  }
}

/** The pairs that a coordinator keeps and that can still be; those that cannot any more are named apart. */
export function pinsOf(world: World, problem: Problem): { pins: Pair[]; lost: { candidateId: string; supporterId: string }[] } {
  const possible = new Map(problem.pairs.map((pair) => [key(pair.candidate, pair.supporter), pair]))
  const free = new Map(problem.supporters.map(({ id, capacity }) => [id, capacity]))
  const pins: Pair[] = []
  const lost: { candidateId: string; supporterId: string }[] = []
  const kept = world.choices.filter(({ choice }) => choice === 'keep').sort((a, b) => (a.candidateId < b.candidateId ? -1 : 1))
  for (const { candidateId, supporterId } of kept) {
    if (supporterId === null || !world.waiters.some((each) => each.candidateId === candidateId)) continue
    const pair = possible.get(key(candidateId, supporterId))
    const left = free.get(supporterId) ?? 0
    if (pair && left > 0) {
      free.set(supporterId, left - 1)
      pins.push(pair)
    } else lost.push({ candidateId, supporterId })
  }
  return { pins, lost }
}
