import { describe, expect, it } from 'vitest'
import { assign, setAside } from '../../src/core/assignment.ts'
import { explainLeft, explainPair, costOf, pairsOf, type Solved } from '../../src/features/matching/rules/explain.ts'
import { compareMethods } from '../../src/features/matching/rules/fairness.ts'
import { leftSaid } from '../../src/features/matching/rules/left-words.ts'
import { decideRun, runEvents, runStates, STUCK_MINUTES, type RunEvent, type RunState } from '../../src/features/matching/rules/runs.ts'
import { firstWeights } from '../../src/features/matching/rules/criteria.ts'
import { pinsOf, problemOf, type Helper, type Waiter, type World } from '../../src/features/matching/rules/world.ts'

const now = new Date('2027-01-14T10:00:00Z')
const minutes = (n: number) => new Date(now.getTime() + n * 60_000)

describe('a run', () => {
  const allowed: Record<RunEvent, RunState[]> = {
    begin: ['queued', 'running'],
    restart: ['queued', 'running', 'failed'],
    change: ['draft'],
    publish: ['draft'],
    discard: ['queued', 'failed', 'draft'],
    bringBack: ['discarded'],
  }
  for (const state of runStates)
    for (const event of runEvents)
      it(`${event} when ${state}`, () => {
        const decision = decideRun({ state, found: true, movedAt: minutes(-STUCK_MINUTES) }, event, now)
        expect(decision.ok).toBe(allowed[event].includes(state))
      })

  it('is not started again while it goes on, and is not brought back where it found nothing', () => {
    expect(decideRun({ state: 'running', found: false, movedAt: minutes(-1) }, 'restart', now)).toEqual({ ok: false, reason: 'stillGoing' })
    expect(decideRun({ state: 'failed', found: false, movedAt: minutes(-1) }, 'restart', now)).toEqual({ ok: true })
    expect(decideRun({ state: 'discarded', found: false, movedAt: now }, 'bringBack', now)).toEqual({ ok: false, reason: 'nothingFound' })
  })
})

const anyone = { routes: ['constable'], stage: undefined, areas: [], availability: [], languages: [], preference: null, experiences: [] }
const waiter = (candidateId: string, goals: string[] = [], days = 10): Waiter => ({
  ...{ candidateId, requestId: `request of ${candidateId}`, queuedAt: new Date(now.getTime() - days * 86_400_000) },
  wanted: { ...anyone, meets: 'either', goals },
})
const helper = (supporterId: string, given: Partial<Helper> & { goals?: string[]; routes?: string[] } = {}): Helper => ({
  ...{ supporterId, free: 1, capacity: 1, awayUntil: null, nextFree: null, ...given },
  offered: {
    ...{ routes: given.routes ?? ['constable'], stages: [], areas: [], meets: 'either', availability: [], languages: [] },
    ...{ goals: given.goals ?? [], paths: [], experiences: [] },
  },
})
const world = (given: Partial<World>): World => ({
  ...{ weights: firstWeights, families: new Map([['constable', 'officer']]), today: '2027-01-14' },
  ...{ waiters: [], helpers: [], exclusions: [], before: [], choices: [] },
  ...given,
})
const solve = (given: World): Solved => {
  const problem = problemOf(given, 'seed')
  const { pins } = pinsOf(given, problem)
  const rest = setAside(problem, pins)
  return { pins, rest, result: assign(rest) }
}
const excluded = (candidateId: string | null, supporterId: string | null, reason: string, isPrivate = false) => ({
  ...{ candidateId, supporterId, reason },
  private: isPrivate,
})
const names = {
  candidates: new Map([
    ['ann', 'Ann'],
    ['ben', 'Ben'],
    ['cal', 'Cal'],
  ]),
  supporters: new Map([
    ['sue', 'Sue'],
    ['tom', 'Tom'],
  ]),
}

describe('who may not be paired', () => {
  it('has no pair in the problem: excluded, ruled out, tried before, away, or nothing in common', () => {
    const given = world({
      waiters: [waiter('ann')],
      helpers: [helper('a'), helper('b'), helper('c'), helper('d', { awayUntil: '2027-01-14' }), helper('e'), helper('f')],
      exclusions: [excluded('ann', 'a', 'family'), excluded(null, 'b', 'trainingLapsed')],
      before: [{ candidateId: 'ann', supporterId: 'c' }],
      choices: [{ choice: 'forbid', candidateId: 'ann', supporterId: 'e', reason: '' }],
    })
    expect(problemOf(given, 'x').pairs.map(({ supporter }) => supporter)).toEqual(['f'])
  })
})

describe('somebody left out', () => {
  const why = (given: World, who = 'ann') => explainLeft(given, solve(given), who)

  it('hears that nobody offers it', () => {
    expect(why(world({ waiters: [waiter('ann')] })).reason).toBe('noneOffers')
  })

  it('hears how many stand apart by which reason, and of private ones only how many', () => {
    const given = world({
      waiters: [waiter('ann')],
      helpers: [helper('a'), helper('b'), helper('c')],
      exclusions: [excluded('ann', 'a', 'selecting'), excluded(null, 'b', 'suspended', true), excluded('ann', 'c', 'block', true)],
    })
    const left = why(given)
    expect(left).toMatchObject({
      reason: 'noPair',
      fitting: 0,
      barriers: [
        { why: 'private', count: 2 },
        { why: 'selecting', count: 1 },
      ],
    })
    const said = leftSaid(left, names, 'Ann')
    expect(said.why).toBe('Nobody fits. Of those who offer it, 2 are kept private; 1 takes part in selecting this candidate.')
    expect(JSON.stringify([left, said])).not.toMatch(/block|suspended/)
  })

  it('hears that all who fit are full, and when a place may come free', () => {
    const given = world({
      waiters: [waiter('ann')],
      helpers: [helper('a', { free: 0, nextFree: new Date('2027-02-02T09:00:00Z') }), helper('b', { free: 0 })],
    })
    const said = leftSaid(why(given), names, 'Ann')
    expect(said.why).toContain('No place free. 2 supporters fit, and all are at the number they can take.')
    expect(said.fix.replaceAll('\u00a0', ' ')).toContain('2 February 2027')
  })

  it('hears who else needs the same places, and the exact cost of coming in', () => {
    const given = world({
      waiters: [waiter('ann', ['interview', 'study']), waiter('ben', ['interview']), waiter('cal', ['interview'])],
      helpers: [helper('sue', { goals: ['interview'] }), helper('tom', { goals: ['interview'] })],
    })
    const solved = solve(given)
    const [left] = solved.result.unmatched
    expect(left).toBe('ann')
    const found = explainLeft(given, solved, 'ann')
    expect(found).toMatchObject({ reason: 'full', places: 2, exchange: { change: { people: 0, worst: -1, total: -1 } } })
    expect(leftSaid(found, names, 'Ann').fix).toMatch(/would mean: as many people matched, weakest pair −1, total −1 points/)
  })

  it('hears of being under 18, and of having been taken out by hand', () => {
    const barred = world({ waiters: [waiter('ann')], helpers: [helper('a')], exclusions: [excluded('ann', null, 'underage')] })
    expect(leftSaid(why(barred), names, 'Ann').why).toContain('Under 18')
    const out = world({
      waiters: [waiter('ann')],
      helpers: [helper('a')],
      choices: [{ choice: 'out', candidateId: 'ann', supporterId: null, reason: 'Asked to wait' }],
    })
    expect(leftSaid(why(out), names, 'Ann').why).toContain('Asked to wait')
  })
})

describe('a pair that is kept', () => {
  const given = (choices: World['choices']) =>
    world({
      ...{ choices, waiters: [waiter('ann', ['interview']), waiter('ben', ['study'])] },
      helpers: [helper('sue', { goals: ['interview'] }), helper('tom', { goals: ['study'] })],
    })
  const keep = { choice: 'keep', candidateId: 'ann', supporterId: 'tom', reason: 'They met' } as const

  it('stays, with the rest as good as it can be, at the cost that was foretold', () => {
    const before = solve(given([]))
    const cost = costOf(before, { candidate: 'ann', supporter: 'tom' })
    const after = solve(given([keep]))
    expect(pairsOf(after).find(({ candidate }) => candidate === 'ann')?.supporter).toBe('tom')
    const total = (pairs: { score: number }[]) => pairs.reduce((sum, { score }) => sum + score, 0)
    expect(cost?.change.total).toBe(total(pairsOf(after)) - total(pairsOf(before)))
    expect(cost?.after.total).toBe(total(pairsOf(after)))
    expect(explainPair(after, { candidate: 'ann', supporter: 'tom', score: 0 })).toEqual({ kept: true, better: [], instead: null })
  })

  it('that cannot be any more is named, and holds no place', () => {
    const full = { ...given([keep]), helpers: [helper('sue'), helper('tom', { free: 0 })] }
    expect(pinsOf(full, problemOf(full, 'x'))).toEqual({ pins: [], lost: [{ candidateId: 'ann', supporterId: 'tom' }] })
  })
})

describe('beside greedy and first come', () => {
  it('a run matches as many or more, its worst pair is as good or better, and those left are counted in days', () => {
    const given = world({
      waiters: [waiter('ann', ['interview', 'study'], 30), waiter('ben', ['interview'], 20), waiter('cal', ['study'], 5)],
      helpers: [helper('sue', { goals: ['interview', 'study'] }), helper('tom', { goals: ['study'] })],
    })
    const [run, greedy, first] = compareMethods(solve(given), given.waiters, now)
    expect(run?.matched).toBe(2)
    for (const other of [greedy, first]) {
      expect(other?.matched).toBe(2)
      expect(run?.worst).toBeGreaterThanOrEqual(Number(other?.worst))
    }
    expect(first?.longest).toBe(5)
  })
})
