import { describe, expect, it } from 'vitest'
import {
  calendarSequence,
  decideOneToOne,
  isFree,
  oneToOneEvents,
  oneToOneEventsFor,
  oneToOneSides,
  oneToOneStates,
  overlaps,
  type OneToOneEvent,
  type OneToOneFacts,
  type OneToOneSide,
  type OneToOneState,
} from '../../src/features/oneToOnes/rules/one-to-ones.ts'
import { frameworkNow, frameworkOf, frameworks, markLevels } from '../../src/forces/competencies.ts'

const NOW = new Date('2027-03-01T10:00:00Z')
const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000)
const facts = (given: Partial<OneToOneFacts> = {}): OneToOneFacts => ({
  ...{ state: 'booked', startsAt: later(72), how: 'inPerson', movedBy: null, closedAt: null, hasFeedback: false },
  ...given,
})

/** Who may do what before and after a time, written out: `state event` → sides. Everything else is refused. */
const before: Record<string, OneToOneSide[]> = {
  'booked move': ['candidate', 'supporter', 'team'],
  'booked cancel': ['candidate', 'team'],
  'booked callOff': ['supporter', 'team', 'system'],
}
const after: Record<string, OneToOneSide[]> = {
  'booked hold': ['supporter', 'team'],
  'booked miss': ['supporter', 'team'],
  'held miss': ['supporter', 'team'],
  'notHeld hold': ['supporter', 'team'],
}
const leadsTo: Record<OneToOneEvent, OneToOneState> = {
  move: 'superseded',
  cancel: 'cancelled',
  callOff: 'calledOff',
  hold: 'held',
  miss: 'notHeld',
}

describe('the steps of a booking', () => {
  for (const [when, startsAt, allowed] of [
    ['before its time', later(72), before],
    ['after it', later(-1), after],
  ] as const)
    it(`are these and no others ${when}: every state, every event, every side`, () => {
      for (const state of oneToOneStates)
        for (const event of oneToOneEvents)
          for (const side of oneToOneSides) {
            const closedAt = state === 'booked' ? null : NOW
            const decision = decideOneToOne(facts({ state, startsAt, closedAt }), event, side, { now: NOW, reason: 'other' })
            const may = allowed[`${state} ${event}`]?.includes(side) === true
            const to = may ? { ok: true, state: leadsTo[event] } : { ok: false, reason: expect.any(String) as string }
            expect([state, event, side, decision]).toEqual([state, event, side, to])
          }
    })

  it('are refused with the true reason', () => {
    const why = (given: Partial<OneToOneFacts>, event: OneToOneEvent, side: OneToOneSide) =>
      decideOneToOne(facts(given), event, side, { now: NOW })
    expect(why({}, 'hold', 'candidate')).toEqual({ ok: false, reason: 'notTheirs' })
    expect(why({}, 'hold', 'supporter')).toEqual({ ok: false, reason: 'notBegun' })
    expect(why({ startsAt: NOW }, 'move', 'candidate')).toEqual({ ok: false, reason: 'begun' })
    expect(why({ state: 'cancelled' }, 'cancel', 'candidate')).toEqual({ ok: false, reason: 'over' })
  })

  it('let a mark be corrected for seven days, by the team later too, and never what has feedback', () => {
    const marked = (hours: number) => facts({ state: 'held', startsAt: later(-400), closedAt: later(-hours) })
    const miss = (given: OneToOneFacts, side: OneToOneSide) => decideOneToOne(given, 'miss', side, { now: NOW })
    expect(miss(marked(7 * 24), 'supporter')).toEqual({ ok: true, state: 'notHeld' })
    expect(miss(marked(7 * 24 + 1), 'supporter')).toEqual({ ok: false, reason: 'settled' })
    expect(miss(marked(7 * 24 + 1), 'team')).toEqual({ ok: true, state: 'notHeld' })
    expect(miss({ ...marked(1), hasFeedback: true }, 'team')).toEqual({ ok: false, reason: 'hasFeedback' })
  })

  it('name the buttons of a page', () => {
    expect(oneToOneEventsFor(facts(), 'candidate', NOW)).toEqual(['move', 'cancel'])
    expect(oneToOneEventsFor(facts({ startsAt: later(-1) }), 'supporter', NOW)).toEqual(['hold', 'miss'])
  })
})

describe('giving a time back', () => {
  it.each([
    ['inPerson', 24, true],
    ['inPerson', 23.9, false],
    ['online', 2, true],
    ['online', 1.9, false],
    ['phone', 2, true],
    ['phone', 1.9, false],
  ] as const)('%s, %d hours before: freely %s', (how, hours, free) => {
    const booking = facts({ how, startsAt: later(hours) })
    expect(isFree(booking, NOW)).toBe(free)
    const cancel = (reason?: string) => decideOneToOne(booking, 'cancel', 'candidate', { now: NOW, reason })
    expect(cancel()).toEqual(free ? { ok: true, state: 'cancelled' } : { ok: false, reason: 'reasonNeeded' })
    expect(cancel('ill')).toEqual({ ok: true, state: free ? 'cancelled' : 'lateCancelled' })
  })

  it('is free until it begins where the coach moved it', () => {
    expect(isFree(facts({ startsAt: later(0.1), movedBy: 'supporter' }), NOW)).toBe(true)
    expect(isFree(facts({ startsAt: later(0.1), movedBy: 'candidate' }), NOW)).toBe(false)
  })
})

it('raises the number of a calendar entry with each time, and once more when it is taken out', () => {
  expect(oneToOneStates.map((state) => calendarSequence({ sequence: 2, state }))).toEqual([2, 3, 3, 3, 3, 2, 2])
})

it('sees two times touch only where they share a moment', () => {
  const hour = { startsAt: later(1), endsAt: later(2) }
  expect(overlaps(hour, { startsAt: later(2), endsAt: later(3) })).toBe(false)
  expect(overlaps(hour, { startsAt: later(1.5), endsAt: later(3) })).toBe(true)
})

describe('the rubric', () => {
  it('has six competencies and its values, each level described', () => {
    for (const { items } of frameworks) {
      expect(items.filter(({ kind }) => kind === 'competency')).toHaveLength(6)
      expect(items.filter(({ kind }) => kind === 'value').length).toBeGreaterThan(0)
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
      for (const item of items) for (const text of [item.beginning, item.steady, item.strong, item.about]) expect(text).toMatch(/\.$/)
    }
    expect(Object.keys(markLevels)).toEqual(['notSeen', 'beginning', 'steady', 'strong'])
  })

  it('keeps its versions apart, and uses the last', () => {
    expect(new Set(frameworks.map(({ version }) => version)).size).toBe(frameworks.length)
    expect(frameworkOf(frameworkNow().version)).toBe(frameworkNow())
    expect(frameworkOf('none')).toBeUndefined()
  })
})
