import { describe, expect, it } from 'vitest'
import {
  cohortState,
  decideClosing,
  decideMembership,
  eventsForMembership,
  isRegistering,
  membershipEvents,
  membershipMoves,
  membershipStates,
  type CohortDates,
  type MembershipFacts,
} from '../../src/features/programmes/rules/cohorts.ts'

const dates: CohortDates = {
  opensAt: new Date('2026-12-01T00:00:00Z'),
  closesAt: new Date('2027-01-11T00:00:00Z'),
  startsOn: new Date('2027-03-01T00:00:00Z'),
  endsOn: new Date('2027-04-10T00:00:00Z'),
  closedAt: null,
}
const on = (day: string) => new Date(`${day}T12:00:00Z`)

describe('a cohort', () => {
  it.each([
    ['planned', '2026-11-30T23:59:59Z'],
    ['open', '2026-12-01T00:00:00Z'],
    ['open', '2027-02-28T23:59:59Z'],
    ['running', '2027-03-01T00:00:00Z'],
    ['running', '2027-04-10T22:59:59Z'],
    ['closed', '2027-04-10T23:00:00Z'],
  ])('is %s at %s, by the clocks of London', (state, at) => {
    expect(cohortState(dates, 0, new Date(at))).toBe(state)
  })
  it('waits for its registers before it closes by itself', () => {
    expect(cohortState(dates, 1, on('2027-05-01'))).toBe('running')
    expect(cohortState({ ...dates, closedAt: on('2027-02-01') }, 1, on('2027-02-02'))).toBe('closed')
  })
  it('lets people ask between two instants only', () => {
    expect(['2026-11-30', '2026-12-02', '2027-01-10', '2027-01-11'].map((day) => isRegistering(dates, on(day)))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(isRegistering({ ...dates, closedAt: on('2026-12-02') }, on('2026-12-03'))).toBe(false)
  })
  it('is closed by hand only when nothing waits and nothing is to come', () => {
    expect(decideClosing({ closedAt: null, unrecorded: 0, toCome: 0 })).toEqual({ ok: true })
    expect(decideClosing({ closedAt: null, unrecorded: 1, toCome: 0 })).toEqual({ ok: false, reason: 'registersWait' })
    expect(decideClosing({ closedAt: null, unrecorded: 0, toCome: 1 })).toEqual({ ok: false, reason: 'workshopsToCome' })
    expect(decideClosing({ closedAt: on('2027-02-01'), unrecorded: 0, toCome: 0 })).toEqual({ ok: false, reason: 'alreadyClosed' })
  })
})

const now = on('2026-12-10')
const facts = (overrides: Partial<MembershipFacts> = {}): MembershipFacts => ({
  ...{ current: 'none', event: 'ask', side: 'candidate', reason: 'because' },
  cohort: { dates, state: 'open', capacity: 2, joined: 1 },
  ...overrides,
})

describe('a membership', () => {
  it('answers every event in every state from either side: the next state, or a reason', () => {
    for (const current of ['none', ...membershipStates] as const)
      for (const event of membershipEvents)
        for (const side of ['candidate', 'team'] as const) {
          const decision = decideMembership(facts({ current, event, side }), now)
          const allowed = eventsForMembership(current, side).includes(event)
          expect(decision.ok, `${current} ${event} by ${side}`).toBe(allowed)
          if (decision.ok) expect(decision.state).toBe(membershipMoves[current][event])
        }
  })
  it('lets the team answer a request, and the person an invitation', () => {
    expect(decideMembership(facts({ current: 'requested', event: 'accept' }), now)).toEqual({ ok: false, reason: 'teamDecides' })
    expect(decideMembership(facts({ current: 'invited', event: 'accept' }), now)).toEqual({ ok: true, state: 'joined' })
  })
  it('never takes more people than there is room for', () => {
    const full = { dates, state: 'open' as const, capacity: 2, joined: 2 }
    for (const [current, event, side] of [
      ['requested', 'accept', 'team'],
      ['invited', 'accept', 'candidate'],
      ['joined', 'move', 'team'],
    ] as const)
      expect(decideMembership(facts({ current, event, side, cohort: full }), now)).toEqual({ ok: false, reason: 'cohortFull' })
    expect(decideMembership(facts({ cohort: full }), now)).toEqual({ ok: true, state: 'requested' })
  })
  it('begins only while people may ask, but an invitation may come earlier or later', () => {
    expect(decideMembership(facts(), on('2027-02-01'))).toEqual({ ok: false, reason: 'notOpen' })
    expect(decideMembership(facts({ event: 'invite', side: 'team' }), on('2027-02-01'))).toEqual({ ok: true, state: 'invited' })
    const closed = { dates, state: 'closed' as const, capacity: 2, joined: 0 }
    expect(decideMembership(facts({ event: 'invite', side: 'team', cohort: closed }), now)).toEqual({ ok: false, reason: 'cohortClosed' })
    expect(decideMembership(facts({ current: 'joined', event: 'complete', side: 'team', cohort: closed }), now)).toEqual({
      ok: true,
      state: 'completed',
    })
  })
  it('ends by the team with a reason, and by the person without one', () => {
    expect(decideMembership(facts({ current: 'joined', event: 'leave', side: 'team', reason: '' }), now)).toEqual({
      ok: false,
      reason: 'reasonNeeded',
    })
    expect(decideMembership(facts({ current: 'requested', event: 'refuse', side: 'team', reason: '' }), now)).toEqual({
      ok: false,
      reason: 'reasonNeeded',
    })
    expect(decideMembership(facts({ current: 'joined', event: 'leave', reason: '' }), now)).toEqual({ ok: true, state: 'left' })
  })
  it('moves nobody to where they are already', () => {
    for (const there of ['joined', 'completed'] as const)
      expect(decideMembership(facts({ current: 'joined', event: 'move', side: 'team', there }), now)).toEqual({
        ok: false,
        reason: 'alreadyMember',
      })
    expect(decideMembership(facts({ current: 'joined', event: 'move', side: 'team', there: 'left' }), now)).toEqual({
      ok: true,
      state: 'moved',
    })
  })
})
