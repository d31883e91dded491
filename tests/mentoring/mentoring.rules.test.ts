import { describe, expect, it } from 'vitest'
import {
  decidePlan,
  planDoers,
  planEvents,
  planStates,
  refuseExtension,
  reviewsOpen,
  termOf,
} from '../../src/features/mentoring/rules/plans.ts'
import { calendarSequence, decideSession, sessionEvents, sessionStates } from '../../src/features/mentoring/rules/sessions.ts'

describe('a version of a plan', () => {
  const allowed: Record<string, string> = {
    'proposed agree other': 'agreed',
    'proposed decline other': 'notAgreed',
    'proposed takeBack proposer': 'takenBack',
    'agreed replace next': 'replaced',
  }
  it('goes only where both would expect it, whoever sends what', () => {
    for (const state of planStates)
      for (const event of planEvents)
        for (const by of planDoers) {
          const decision = decidePlan(state, event, by)
          const to = allowed[`${state} ${event} ${by}`]
          expect([`${state} ${event} ${by}`, decision.ok ? decision.state : undefined]).toEqual([`${state} ${event} ${by}`, to])
        }
  })
  it('is not agreed by whoever proposed it', () => {
    expect(decidePlan('proposed', 'agree', 'proposer')).toEqual({ ok: false, reason: 'notYours' })
    expect(decidePlan('agreed', 'agree', 'other')).toEqual({ ok: false, reason: 'settled' })
  })
})

describe('a session', () => {
  const [before, after] = [new Date('2027-03-01T17:00:00Z'), new Date('2027-03-01T19:00:00Z')]
  const startsAt = new Date('2027-03-01T18:00:00Z')
  it('moves, is held or is not, once; and is not held before it began', () => {
    for (const state of sessionStates)
      for (const event of sessionEvents)
        for (const now of [before, after]) {
          const decision = decideSession({ state, startsAt }, event, now)
          const early = event === 'hold' && now === before
          const to = { reschedule: 'superseded', hold: 'held', miss: 'notHeld' }[event]
          expect(decision.ok ? decision.state : decision.reason).toBe(state !== 'planned' ? 'settled' : early ? 'notBegun' : to)
        }
  })
  it('has a calendar number that rises with each new time, and once more when it is taken out', () => {
    expect(calendarSequence({ sequence: 0, state: 'planned' })).toBe(0)
    expect(calendarSequence({ sequence: 2, state: 'planned' })).toBe(2)
    expect(calendarSequence({ sequence: 2, state: 'notHeld' })).toBe(3)
  })
})

describe('how long it lasts', () => {
  it('counts weeks from the first day, with half-way between, longer once it is extended', () => {
    expect(termOf({ startsOn: '2027-03-01', weeks: 8 })).toEqual({ startsOn: '2027-03-01', halfwayOn: '2027-03-29', endsOn: '2027-04-26' })
    expect(termOf({ startsOn: '2027-03-01', weeks: 8 }, 2).endsOn).toBe('2027-05-10')
  })
  it('is extended once, after a plan was agreed', () => {
    expect(refuseExtension(false, undefined)).toBe('noPlan')
    expect(refuseExtension(true, undefined)).toBeUndefined()
    expect(refuseExtension(true, { side: 'candidate', agreed: false })).toBe('asked')
    expect(refuseExtension(true, { side: 'candidate', agreed: true })).toBe('extended')
  })
  it('opens a look back at half-way, and another a week before the end in its place', () => {
    const term = termOf({ startsOn: '2027-03-01', weeks: 8 })
    const open = (day: string) => reviewsOpen(term, day)
    expect([open('2027-03-28'), open('2027-03-29'), open('2027-04-18'), open('2027-04-19'), open('2027-06-01')]).toEqual([
      [],
      ['halfway'],
      ['halfway'],
      ['end'],
      ['end'],
    ])
  })
})
