import { describe, expect, it } from 'vitest'
import { conflicts } from '../../src/features/stages/rules/conflicts.ts'
import { currentStage, decideStage, stageName, type StageRecord } from '../../src/features/stages/rules/records.ts'
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
