import { describe, expect, it } from 'vitest'
import {
  correctUntil,
  decidePlacement,
  eventsFor,
  expiresAfter,
  overStates,
  placementEvents,
  placementSides,
  placementStates,
  warnFrom,
  type PlacementEvent,
  type PlacementFacts,
  type PlacementSide,
  type PlacementState,
} from '../../src/features/placements/rules/placements.ts'

const now = new Date('2027-03-10T12:00:00Z')
const hours = (n: number) => new Date(now.getTime() + n * 3_600_000)
const dated = ['checks', 'confirmed', 'attended', 'notAttended', 'debriefed']
const marked = ['attended', 'notAttended']

/** A placement as it usually is in this state: its day to come, or just been where it is to be marked. */
const facts = (state: PlacementState, event?: PlacementEvent, more: Partial<PlacementFacts> = {}): PlacementFacts => ({
  ...{ state, gaps: 0, markedAt: marked.includes(state) ? hours(-24) : null },
  startsAt: dated.includes(state) || event === 'dropDate' ? (event === 'attend' || event === 'absent' ? hours(-3) : hours(48)) : null,
  expiresAt: dated.includes(state) ? null : event === 'expire' ? now : hours(24),
  ...more,
})

/** Every step there is: where it leads, and who may take it. Everything else in the table below is refused. */
const table: Record<string, Partial<Record<PlacementEvent, [PlacementState, PlacementSide[]]>>> = {
  requested: {
    pass: ['underConsideration', ['team']],
    setDate: ['requested', ['team']],
    dropDate: ['requested', ['team', 'system']],
    decline: ['declined', ['team']],
    withdraw: ['withdrawn', ['candidate', 'team']],
    cancel: ['cancelled', ['system']],
    expire: ['expired', ['system']],
  },
  underConsideration: {
    offer: ['offered', ['host', 'team']],
    setDate: ['underConsideration', ['team']],
    dropDate: ['underConsideration', ['team', 'system']],
    decline: ['declined', ['host', 'team']],
    withdraw: ['withdrawn', ['candidate', 'team']],
    cancel: ['cancelled', ['system']],
    expire: ['expired', ['system']],
  },
  offered: {
    accept: ['accepted', ['candidate', 'team']],
    askAnother: ['underConsideration', ['candidate', 'team']],
    setDate: ['offered', ['host', 'team']],
    dropDate: ['underConsideration', ['host', 'team', 'system']],
    decline: ['declined', ['host', 'team']],
    withdraw: ['withdrawn', ['candidate', 'team']],
    cancel: ['cancelled', ['system']],
    expire: ['expired', ['system']],
  },
  accepted: {
    setDate: ['checks', ['host', 'team']],
    withdraw: ['withdrawn', ['candidate', 'team']],
    cancel: ['cancelled', ['host', 'team', 'system']],
    expire: ['expired', ['system']],
  },
  checks: {
    confirm: ['confirmed', ['team']],
    askAnother: ['accepted', ['candidate', 'team']],
    setDate: ['checks', ['host', 'team']],
    dropDate: ['accepted', ['host', 'team', 'system']],
    withdraw: ['withdrawn', ['candidate', 'team']],
    cancel: ['cancelled', ['host', 'team', 'system']],
  },
  confirmed: {
    askAnother: ['accepted', ['candidate', 'team']],
    setDate: ['confirmed', ['host', 'team']],
    dropDate: ['accepted', ['host', 'team', 'system']],
    recheck: ['checks', ['team', 'system']],
    attend: ['attended', ['host', 'team']],
    absent: ['notAttended', ['host', 'team']],
    cancel: ['cancelled', ['candidate', 'host', 'team', 'system']],
  },
  attended: { absent: ['notAttended', ['host', 'team']], debrief: ['debriefed', ['team', 'system']] },
  notAttended: { attend: ['attended', ['host', 'team']] },
}

const everything = placementStates.flatMap((state) =>
  placementEvents.flatMap((event) => placementSides.map((side) => ({ state, event, side }))),
)

describe('what becomes of a placement', () => {
  it.each(everything)('in $state, $event sent by $side', ({ state, event, side }) => {
    const [to, by] = table[state]?.[event] ?? []
    const decided = decidePlacement(facts(state, event), event, side, now)
    if (to !== undefined && by?.includes(side) === true) expect(decided).toEqual({ ok: true, state: to })
    else expect(decided.ok).toBe(false)
  })

  it('says why not: never theirs, not now, or over', () => {
    const reason = (state: PlacementState, event: PlacementEvent, side: PlacementSide) =>
      decidePlacement(facts(state, event), event, side, now)
    expect(reason('requested', 'confirm', 'candidate')).toEqual({ ok: false, reason: 'notTheirs' })
    expect(reason('requested', 'confirm', 'team')).toEqual({ ok: false, reason: 'notNow' })
    expect(reason('accepted', 'accept', 'candidate')).toEqual({ ok: false, reason: 'notNow' })
    for (const state of overStates.filter((each) => each !== 'notAttended'))
      expect(reason(state, 'withdraw', 'candidate')).toEqual({ ok: false, reason: 'over' })
  })

  it('goes on to the checks where somebody says yes to a day', () => {
    expect(decidePlacement(facts('offered', 'accept', { startsAt: hours(1), expiresAt: null }), 'accept', 'candidate', now)).toEqual({
      ok: true,
      state: 'checks',
    })
  })

  it('takes no yes once the day has begun, or the time for one has run out', () => {
    const yes = (more: Partial<PlacementFacts>) => decidePlacement(facts('offered', 'accept', more), 'accept', 'candidate', now)
    expect(yes({ startsAt: now, expiresAt: null })).toEqual({ ok: false, reason: 'dayPast' })
    expect(yes({ expiresAt: now })).toEqual({ ok: false, reason: 'ranOut' })
  })

  it('confirms nothing while one thing is in the way', () => {
    expect(decidePlacement(facts('checks', 'confirm', { gaps: 1 }), 'confirm', 'team', now)).toEqual({ ok: false, reason: 'gaps' })
  })

  it('is not called off or moved any more once the day has begun: it is marked', () => {
    for (const event of ['cancel', 'setDate', 'askAnother', 'dropDate', 'recheck'] as const)
      expect(decidePlacement(facts('confirmed', event, { startsAt: now }), event, 'team', now)).toEqual({ ok: false, reason: 'begun' })
    expect(decidePlacement(facts('confirmed', 'attend', { startsAt: hours(1) }), 'attend', 'host', now)).toEqual({
      ok: false,
      reason: 'tooEarly',
    })
  })

  it('takes a mark back within seven days, to the hour', () => {
    const week = (markedAt: Date) => decidePlacement(facts('attended', 'absent', { markedAt }), 'absent', 'team', now).ok
    expect(week(hours(-7 * 24))).toBe(true)
    expect(week(hours(-7 * 24 - 1))).toBe(false)
    expect(correctUntil(new Date('2027-03-25T10:00:00Z')).toISOString()).toBe('2027-04-01T09:00:00.000Z') // the clocks go forward between
  })

  it('runs out after two months by the calendar of London, and says so a fortnight before', () => {
    const asked = new Date('2027-02-10T09:00:00Z')
    expect(expiresAfter(asked).toISOString()).toBe('2027-04-10T08:00:00.000Z')
    expect(warnFrom(expiresAfter(asked)).toISOString()).toBe('2027-03-27T09:00:00.000Z')
    expect(decidePlacement(facts('requested', 'expire', { expiresAt: hours(1) }), 'expire', 'system', now)).toEqual({
      ok: false,
      reason: 'notNow',
    })
  })

  it('offers as buttons exactly what may be done', () => {
    expect(eventsFor(facts('offered'), 'candidate', now)).toEqual(['accept', 'askAnother', 'withdraw'])
    expect(eventsFor(facts('underConsideration'), 'host', now)).toEqual(['offer', 'decline'])
    expect(eventsFor(facts('confirmed', 'attend'), 'host', now)).toEqual(['attend', 'absent'])
  })
})
