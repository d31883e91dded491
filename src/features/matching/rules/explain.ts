import {
  alternative,
  figuresOf,
  forced,
  whatBound,
  whyLeftOut,
  type Change,
  type Figures,
  type Pair,
  type Problem,
  type Result,
  type Swap,
} from '../../../core/assignment.ts'
import { barredFromAll, judge, type Barrier, type World } from './world.ts'

/** A run as it was solved: what was kept by hand, and the proven answer to what remained beside it. */
export type Solved = { pins: Pair[]; rest: Problem; result: Result }

/** A change of the whole run, kept pairs counted in: who is paired with whom instead, and what it costs. */
export type Exchange = { gone: Pair[]; made: Pair[]; change: Change; after: { matched: number; worst: number | null; total: number } }
export type Better = { supporter: string; score: number; held: Pair[]; exchange: Exchange | null }
export type Explained = { kept: boolean; better: Better[]; instead: Exchange | null }

export const pairsOf = ({ pins, result }: Solved): Pair[] => [...pins, ...result.pairs]

const brief = ({ matched, worst, total }: Figures) => ({ matched, worst, total })

/** A swap among what remained, as a change of the whole. */
function exchangeOf(solved: Solved, swap: Swap): Exchange {
  const [before, after] = [figuresOf(pairsOf(solved)), figuresOf([...solved.pins, ...swap.result.pairs])]
  const worst = before.worst === null || after.worst === null ? null : after.worst - before.worst
  const change = { people: after.matched - before.matched, worst, total: after.total - before.total }
  return { gone: swap.gone, made: swap.made, change, after: brief(after) }
}

/** Why a pair is as it is: which supporters would fit better and who has their places, and the best answer without this pair. */
export function explainPair(solved: Solved, pair: Pair): Explained {
  if (solved.pins.some(({ candidate }) => candidate === pair.candidate)) return { kept: true, better: [], instead: null }
  const { rest, result } = solved
  const { better } = whatBound(rest, result, pair)
  return {
    kept: false,
    better: better.slice(0, SHOWN).map(({ supporter, score, held, swap }) => ({
      ...{ supporter, score, held, exchange: swap ? exchangeOf(solved, swap) : null },
    })),
    instead: exchangeOf(solved, alternative(rest, result, pair)),
  }
}
const SHOWN = 3

/** What it would cost to make this pair instead; undefined where it cannot be made. */
export function costOf(solved: Solved, pair: { candidate: string; supporter: string }): Exchange | undefined {
  const { rest, result } = solved
  const possible = rest.pairs.some(({ candidate, supporter }) => candidate === pair.candidate && supporter === pair.supporter)
  const room = (rest.supporters.find(({ id }) => id === pair.supporter)?.capacity ?? 0) > 0
  return possible && room ? exchangeOf(solved, forced(rest, result, pair)) : undefined
}

/** Why somebody is left out, in what can be counted. `barriers` counts supporters by what stands between; the private ones come as one number. */
export type LeftOut = {
  reason: 'takenOut' | 'noneOffers' | 'barred' | 'noPair' | 'noPlaces' | 'full'
  /** Supporters who fit. */
  fitting: number
  barriers: { why: Barrier; count: number }[]
  barrier?: Barrier
  words?: string
  /** The first day on which one who fits is back, or on which a proposal of one who fits runs out (ISO). */
  backOn?: string
  freeOn?: string
  people?: string[]
  over?: string[]
  places?: number
  exchange?: Exchange
}

/** The true reason for which somebody is in no pair of a run, from its proof where places are short. */
export function explainLeft(world: World, solved: Solved, candidateId: string): LeftOut {
  const out = world.choices.find((each) => each.choice === 'out' && each.candidateId === candidateId)
  if (out) return { reason: 'takenOut', fitting: 0, barriers: [], words: out.reason }
  if (world.helpers.length === 0) return { reason: 'noneOffers', fitting: 0, barriers: [] }
  const barrier = barredFromAll(world, candidateId)
  if (barrier !== undefined) return { reason: 'barred', fitting: 0, barriers: [], barrier }
  const counted = countBarriers(world, candidateId)
  const found = whyLeftOut(solved.rest, solved.result, candidateId)
  if (found.reason === 'full') {
    const { people, over, places, swap } = found
    return { ...counted, reason: 'full', people, over, places, exchange: exchangeOf(solved, swap) }
  }
  return { ...counted, reason: counted.fitting === 0 ? 'noPair' : 'noPlaces' }
}

function countBarriers(world: World, candidateId: string): Omit<LeftOut, 'reason'> {
  const waiter = world.waiters.find((each) => each.candidateId === candidateId)
  const verdict = judge(world)
  const counts = new Map<Barrier, number>()
  const back: string[] = []
  const free: string[] = []
  let fitting = 0
  for (const helper of waiter ? world.helpers : []) {
    const found = waiter && verdict(waiter, helper)
    if (!found) continue
    if ('score' in found) {
      fitting += 1
      if (helper.nextFree) free.push(helper.nextFree.toISOString())
      continue
    }
    counts.set(found.barrier, (counts.get(found.barrier) ?? 0) + 1)
    if (found.barrier === 'away' && helper.awayUntil !== null) back.push(helper.awayUntil)
  }
  const [backOn, freeOn] = [back.sort()[0], free.sort()[0]]
  return {
    fitting,
    barriers: [...counts].map(([why, count]) => ({ why, count })).sort((a, b) => b.count - a.count || (a.why < b.why ? -1 : 1)),
    ...(backOn !== undefined && { backOn }),
    ...(freeOn !== undefined && { freeOn }),
  }
}
