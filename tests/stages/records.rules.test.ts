import { describe, expect, it } from 'vitest'
import { conflicts, disagree } from '../../src/features/stages/rules/conflicts.ts'
import { decidePlan } from '../../src/features/stages/rules/plans.ts'
import {
  currentStage,
  decideStage,
  decideVoid,
  missingBefore,
  stageName,
  stageStates,
  type StageGiven,
  type StageRecord,
} from '../../src/features/stages/rules/records.ts'
import { trackOf } from '../../src/features/stages/rules/track.ts'
import { withdrawals, withdrawReasons } from '../../src/features/stages/rules/withdrawals.ts'
import { profileOf } from '../../src/forces/find.ts'

const force = profileOf('cheshire')
const today = '2027-01-14'

const record = (overrides: Partial<StageRecord> = {}): StageRecord => ({
  ...{ id: '1', route: 'constable', stage: 'sift', state: 'passed', source: 'coordinator', voidedAt: null },
  ...{ happenedOn: new Date('2027-01-10'), recordedAt: new Date('2027-01-11T09:00:00Z') },
  ...overrides,
})

describe('a stage', () => {
  it('belongs to its route’s own list', () => {
    expect(decideStage(force, { state: 'passed', route: 'constable', stage: 'sift', on: today }, today)).toMatchObject({ ok: true })
    expect(decideStage(force, { state: 'passed', route: 'pcso', stage: 'sift', on: today }, today)).toEqual({
      ok: false,
      reason: 'unknownStage',
    })
    expect(decideStage(force, { state: 'passed', route: 'astronaut', stage: 'sift', on: today }, today)).toEqual({
      ok: false,
      reason: 'unknownRoute',
    })
  })

  it('is recorded once it has happened, and not from another age', () => {
    expect(decideStage(force, { state: 'passed', route: 'constable', stage: 'sift', on: '2027-01-15' }, today)).toEqual({
      ok: false,
      reason: 'inFuture',
    })
    expect(decideStage(force, { state: 'passed', route: 'constable', stage: 'sift', on: '1999-01-15' }, today)).toEqual({
      ok: false,
      reason: 'tooLongAgo',
    })
  })

  it('is current where it is the latest that stands', () => {
    const earlier = record({ id: 'a', happenedOn: new Date('2026-12-01') })
    const mistake = record({ id: 'b', voidedAt: new Date('2027-01-12T09:00:00Z') })
    expect(currentStage([mistake, earlier])?.id).toBe('a')
    const none: ReturnType<typeof record>[] = []
    expect(currentStage(none)).toBeUndefined()
  })

  it('keeps the name it was stored under where a profile has dropped it', () => {
    expect(stageName(force, { route: 'gone', stage: 'old' })).toEqual({ route: 'gone', stage: 'old' })
  })
})

describe('two sources', () => {
  it('that disagree are both shown', () => {
    const ours = record({ id: 'a' })
    const theirs = record({ id: 'b', source: 'candidate', state: 'notPassed' })
    expect(conflicts([ours, theirs]).map((pair) => pair.map(({ id }) => id).sort())).toEqual([['a', 'b']])
  })

  it('that agree, or differ by stage, or were voided, are no conflict', () => {
    const ours = record()
    expect(conflicts([ours, record({ id: 'b', source: 'candidate' })])).toEqual([])
    expect(conflicts([ours, record({ id: 'b', source: 'candidate', stage: 'application', state: 'notPassed' })])).toEqual([])
    expect(conflicts([ours, record({ id: 'b', source: 'candidate', state: 'notPassed', voidedAt: new Date() })])).toEqual([])
  })

  it('are each known by the latest they said', () => {
    const first = record({ id: 'a', source: 'candidate', state: 'inProgress', happenedOn: new Date('2027-01-01') })
    const then = record({ id: 'b', source: 'candidate', state: 'passed', happenedOn: new Date('2027-01-09') })
    expect(conflicts([record({ id: 'c' }), first, then])).toEqual([])
  })
})

const given = { route: 'constable', stage: 'sift', on: '2027-01-10' }

describe('what a record says beside its state', () => {
  it.each<[string, Partial<StageGiven>, string | undefined]>([
    ['a deferral without an end', { state: 'deferred' }, 'noUntil'],
    ['a deferral that ends on its day', { state: 'deferred', until: '2027-01-10' }, 'untilTooEarly'],
    ['a deferral of many years', { state: 'deferred', until: '2033-01-10' }, 'untilTooLate'],
    ['a deferral with an end', { state: 'deferred', until: '2027-03-10' }, undefined],
    ['a withdrawal without a reason', { state: 'withdrew' }, 'noReason'],
    ['a withdrawal that leaves it unsaid', { state: 'withdrew', reason: 'private' }, undefined],
    ['a pass', { state: 'passed' }, undefined],
    ['a result that was not a pass', { state: 'notPassed' }, undefined],
  ])('is decided for %s', (_what, more, reason) => {
    const decision = decideStage(force, { ...given, state: 'passed', ...more }, today)
    expect(decision.ok ? undefined : decision.reason).toBe(reason)
  })

  it('is a reason that something follows from, and none that is the same as another', () => {
    for (const reason of withdrawReasons) {
      const { title, text, kinds, email, askAgain } = withdrawals[reason]
      expect(kinds.every((kind) => force.support.some((each) => each.kind === kind))).toBe(true)
      expect(email && askAgain).toBeFalsy()
      expect(title.length * text.length).toBeGreaterThan(0)
    }
    expect(new Set(withdrawReasons.map((reason) => withdrawals[reason].title)).size).toBe(withdrawReasons.length)
  })
})

const everyVoid = (['correct', 'void'] as const).flatMap((event) =>
  (['candidate', 'coordinator', 'import'] as const).flatMap((source) =>
    stageStates.flatMap((state) =>
      (['candidate', 'coordinator', 'lead'] as const).flatMap((role) =>
        [true, false].flatMap((inConflict) => [true, false].map((gone) => ({ event, source, state, role, inConflict, gone }))),
      ),
    ),
  ),
)

describe('taking a record off', () => {
  it('is decided alike whatever its state: one’s own, or with a reason the team’s and what is in dispute', () => {
    for (const { event, source, state, role, inConflict, gone } of everyVoid) {
      const decision = decideVoid(event, record({ source, state, voidedAt: gone ? new Date() : null }), { role, inConflict })
      const may = role === 'candidate' ? source === 'candidate' : event === 'void' && (source !== 'candidate' || inConflict)
      const expected = gone ? { ok: false, reason: 'gone' } : may ? { ok: true } : { ok: false, reason: 'notYours' }
      expect([event, source, role, inConflict, decision]).toEqual([event, source, role, inConflict, expected])
    }
    expect(everyVoid).toHaveLength(360)
  })
})

describe('what comes before a stage', () => {
  const constable = force.routes.find(({ id }) => id === 'constable')
  const missing = (stage: string, ...passed: string[]) =>
    constable &&
    missingBefore(
      constable,
      stage,
      passed.map((each) => ({ stage: each, route: 'constable', state: 'passed' })),
    ).map(({ id }) => id)

  it('is told where it is not there as passed, and never refused', () => {
    expect(missing('onlineAssessment')).toEqual(['application', 'sift'])
    expect(missing('onlineAssessment', 'application', 'sift')).toEqual([])
    expect(missing('interest')).toEqual([])
  })

  it('does not count those of its own group, which go in any order', () => {
    const before = ['application', 'sift', 'onlineAssessment', 'interview', 'conditionalOffer']
    expect(missing('biometrics', ...before)).toEqual([])
    expect(missing('finalOffer', ...before, 'vetting')).toEqual(['references', 'medical', 'fitness', 'biometrics'])
  })
})

describe('the way on', () => {
  const routeOf = (id: string) => force.routes.find((each) => each.id === id) ?? force.routes[0]
  const nextOn = (id: string, ...stages: [string, string][]) => {
    const route = routeOf(id)
    if (!route) throw new Error('no route')
    const records = stages.map(([stage, state], i) =>
      Object.assign(record({ id: String(i), route: id, stage, state, happenedOn: new Date(Date.UTC(2027, 0, i + 1)) }), {
        until: null,
        reason: null,
      }),
    )
    return trackOf(force, route, records, [])
  }
  const ids = (stages: { id: string }[]) => stages.map(({ id }) => id)

  it('begins at the beginning, goes on from what is passed, and offers the checks side by side', () => {
    expect(ids(nextOn('constable').next)).toEqual(['interest'])
    expect(ids(nextOn('constable', ['application', 'passed'], ['sift', 'inProgress']).next)).toEqual(['onlineAssessment'])
    expect(ids(nextOn('constable', ['conditionalOffer', 'passed']).next)).toEqual([
      'vetting',
      'references',
      'medical',
      'fitness',
      'biometrics',
    ])
    expect(ids(nextOn('constable', ['conditionalOffer', 'passed'], ['medical', 'passed']).next)).toEqual([
      'vetting',
      'references',
      'fitness',
      'biometrics',
    ])
    const done = ['vetting', 'references', 'medical', 'fitness', 'biometrics'].map((stage): [string, string] => [stage, 'passed'])
    expect(ids(nextOn('constable', ...done).next)).toEqual(['finalOffer'])
    expect(ids(nextOn('pcso', ['start', 'passed']).next)).toEqual([])
  })

  it('after a result that was not a pass is the same stage again, from a day that is said as usual', () => {
    const track = nextOn('constable', ['application', 'passed'], ['sift', 'notPassed'])
    expect(ids(track.next)).toEqual(['sift'])
    expect(track.again).toEqual({ from: new Date('2027-07-01T23:00:00.000Z'), confirmed: false })
  })

  it('is never a dead end: every stage of every route says how to prepare and what helps', () => {
    for (const each of ['cheshire', 'hampshire'] as const)
      for (const route of profileOf(each).routes)
        for (const stage of route.stages)
          expect(stage.prepare.length > 20 && stage.support.length > 0 && route.reapply.months > 0).toBe(true)
  })

  it('follows the nine ways in of both forces', () => {
    const names = ['constable', 'apprenticeship', 'degree-holder', 'detective', 'transferee', 'special', 'staff', 'pcso', 'volunteer']
    for (const each of ['cheshire', 'hampshire'] as const)
      expect(
        profileOf(each)
          .routes.map(({ id }) => id)
          .sort(),
      ).toEqual(names.sort())
  })
})

describe('a date to come', () => {
  it('is today or later, of a stage that is there, and not years away', () => {
    const plan = (on: string, stage = 'sift') => decidePlan(force, { route: 'constable', stage, on }, today)
    expect(plan(today).ok).toBe(true)
    expect(plan('2027-01-13')).toEqual({ ok: false, reason: 'hasBeen' })
    expect(plan('2031-01-13')).toEqual({ ok: false, reason: 'tooFar' })
    expect(plan(today, 'parade')).toEqual({ ok: false, reason: 'unknownStage' })
  })
})

it('follows what goes on by any later result, and disputes what cannot both be so', () => {
  const said = (source: string, state: string, day: number) => record({ source, state, happenedOn: new Date(Date.UTC(2027, 0, day)) })
  for (const goesOn of ['inProgress', 'deferred'])
    for (const result of ['passed', 'notPassed', 'withdrew']) {
      expect(disagree(said('candidate', goesOn, 1), said('import', result, 2))).toBe(false)
      expect(disagree(said('candidate', goesOn, 2), said('import', result, 2))).toBe(false)
      expect(disagree(said('candidate', goesOn, 3), said('import', result, 2))).toBe(true)
    }
  expect(disagree(said('candidate', 'passed', 1), said('import', 'withdrew', 9))).toBe(true)
  expect(disagree(said('import', 'passed', 1), said('import', 'notPassed', 1))).toBe(false)
})
