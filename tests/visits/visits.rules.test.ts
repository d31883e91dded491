import { describe, expect, it } from 'vitest'
import { placementStates } from '../../src/features/placements/rules/placements.ts'
import { figuresOf, type Said } from '../../src/features/visits/rules/figures.ts'
import { lettersDue } from '../../src/features/visits/rules/letters.ts'
import {
  debriefDay,
  hasPack,
  hostSees,
  isCertified,
  isDebriefOver,
  mayMark,
  mayReport,
  maySayBefore,
  mayStop,
  overSince,
  refuseDebrief,
  remindDay,
  sides,
} from '../../src/features/visits/rules/visits.ts'

/** A Thursday in summer time, from 10am to 2pm in London. */
const times = { startsAt: new Date('2027-04-08T09:00:00Z'), endsAt: new Date('2027-04-08T13:00:00Z') }
const at = (text: string) => new Date(text)
const noon = at('2027-04-08T11:00:00Z')
const KEPT = 7

describe('what a host sees of a visitor', () => {
  const sees = ['confirmed', 'attended', 'notAttended', 'debriefed']
  it.each(placementStates)('while a placement is %s', (state) => {
    expect(hostSees({ ...times, state }, KEPT, noon)).toBe(sees.includes(state))
  })

  it.each([
    ['a month before', '2027-03-08T12:00:00Z', true],
    ['on the day', '2027-04-08T12:00:00Z', true],
    ['in the last minute of the seventh day, in London', '2027-04-15T22:59:00Z', true],
    ['a minute later', '2027-04-15T23:00:00Z', false],
    ['a year later', '2028-04-08T12:00:00Z', false],
  ])('%s', (_when, now, expected) => {
    expect(hostSees({ ...times, state: 'attended' }, KEPT, at(now))).toBe(expected)
  })
})

describe('the day', () => {
  it.each([
    ['2027-04-07T22:59:00Z', false],
    ['2027-04-07T23:00:00Z', true],
    ['2027-04-08T22:59:00Z', true],
    ['2027-04-08T23:00:00Z', false],
  ])('can be stopped at %s: %s', (now, expected) => {
    for (const state of placementStates)
      expect([state, mayStop({ ...times, state }, at(now))]).toEqual([state, expected && ['confirmed', 'attended'].includes(state)])
  })

  it('is marked from its beginning on', () => {
    expect(mayMark({ ...times, state: 'confirmed' }, at('2027-04-08T08:59:59Z'))).toBe(false)
    expect(mayMark({ ...times, state: 'confirmed' }, times.startsAt)).toBe(true)
    expect(mayMark({ ...times, state: 'attended' }, noon)).toBe(false)
  })

  it('is what somebody can say how sure they are before, and not after', () => {
    expect(maySayBefore({ state: 'accepted', startsAt: null }, noon)).toBe(true)
    expect(maySayBefore({ state: 'confirmed', startsAt: times.startsAt }, at('2027-04-08T08:59:59Z'))).toBe(true)
    expect(maySayBefore({ state: 'confirmed', startsAt: times.startsAt }, times.startsAt)).toBe(false)
    expect(maySayBefore({ state: 'requested', startsAt: null }, noon)).toBe(false)
  })

  it('has a pack while it is confirmed and after, a certificate once it took place, and can be told of as long as anybody likes', () => {
    expect(placementStates.filter(hasPack).sort()).toEqual(['attended', 'confirmed', 'debriefed'])
    expect(placementStates.filter(isCertified).sort()).toEqual(['attended', 'debriefed'])
    expect(placementStates.filter(mayReport).sort()).toEqual(['attended', 'cancelled', 'confirmed', 'debriefed', 'notAttended'])
  })
})

describe('looking back', () => {
  it('is in time for five working days, without weekends and bank holidays', () => {
    expect(debriefDay(times)).toBe('2027-04-15')
    expect(remindDay(times)).toBe('2027-04-13')
    const beforeEaster = { startsAt: at('2027-03-25T09:00:00Z'), endsAt: at('2027-03-25T13:00:00Z') }
    expect(debriefDay(beforeEaster)).toBe('2027-04-05')
    expect(isDebriefOver(times, at('2027-04-15T22:59:00Z'))).toBe(false)
    expect(isDebriefOver(times, at('2027-04-15T23:00:00Z'))).toBe(true)
  })

  it('is over for exactly the visits that ended before one instant, on every day of a year', () => {
    for (let n = 0; n < 365; n += 1) {
      const now = new Date(at('2027-01-01T12:00:00Z').getTime() + n * 86_400_000)
      const since = overSince(now)
      for (const gap of [-2, -1, 0, 1]) {
        const endsAt = new Date(since.getTime() + gap * 6 * 3_600_000 - 1)
        expect([n, gap, isDebriefOver({ startsAt: endsAt, endsAt }, now)]).toEqual([n, gap, gap <= 0])
      }
    }
  })

  it('is open to each side once, after the visit and until it is closed', () => {
    for (const state of placementStates)
      for (const side of sides) expect(refuseDebrief(state, [], side)).toBe(state === 'attended' ? undefined : 'notAttended')
    expect(refuseDebrief('attended', ['candidate'], 'candidate')).toBe('saidAlready')
    expect(refuseDebrief('attended', ['candidate'], 'supporter')).toBeUndefined()
  })
})

describe('letters', () => {
  const facts = { ...times, side: 'candidate' as const, said: [], gone: [] }
  it.each([
    ['confirmed', '2027-04-06T22:59:00Z', undefined, undefined],
    ['confirmed', '2027-04-06T23:00:00Z', 'dayBefore', 'dayBefore'],
    ['confirmed', '2027-04-08T08:00:00Z', 'dayBefore', 'dayBefore'],
    ['confirmed', '2027-04-08T09:30:00Z', undefined, undefined],
    ['confirmed', '2027-04-08T13:00:00Z', undefined, 'mark'],
    ['attended', '2027-04-08T14:00:00Z', 'debrief', 'debrief'],
    ['checks', '2027-04-07T12:00:00Z', undefined, undefined],
    ['debriefed', '2027-04-09T12:00:00Z', undefined, undefined],
  ])('%s at %s: %s for the candidate, %s for the host', (state, now, forThem, forHost) => {
    expect(lettersDue({ ...facts, state }, at(now))).toBe(forThem)
    expect(lettersDue({ ...facts, side: 'supporter', state }, at(now))).toBe(forHost)
  })

  it('remind once, of somebody asked two days ago or longer, from the third working day', () => {
    const asked = { kind: 'debrief', sentAt: at('2027-04-08T14:00:00Z') }
    const when = (now: string, gone = [asked]) => lettersDue({ ...facts, state: 'attended', gone }, at(now))
    expect(when('2027-04-12T22:59:00Z')).toBeUndefined()
    expect(when('2027-04-12T23:00:00Z')).toBe('debriefReminder')
    expect(when('2027-04-13T12:00:00Z', [{ kind: 'debrief', sentAt: at('2027-04-12T14:00:00Z') }])).toBeUndefined()
    expect(when('2027-04-14T12:00:00Z', [asked, { kind: 'debriefReminder', sentAt: at('2027-04-13T08:00:00Z') }])).toBeUndefined()
  })
})

describe('figures', () => {
  const said = (n: number): Said[] =>
    Array.from({ length: n }, (_, i) => ({
      side: 'candidate',
      realistic: i % 2 ? 'yes' : 'no',
      before: 5,
      after: i % 3 ? 8 : 4,
      unsafe: false,
    }))
  it('are hidden below five, each side by itself', () => {
    expect(figuresOf(said(4))).toEqual({ candidate: 'hidden', supporter: 'hidden' })
    expect(figuresOf([...said(4), { ...said(1)[0], side: 'supporter' } as Said])).toEqual({ candidate: 'hidden', supporter: 'hidden' })
    expect(figuresOf(said(5)).candidate).toMatchObject({ count: 5, before: 5, after: 6.4 })
  })
  it('show no share of nobody or everybody', () => {
    const all = said(6).map((each) => ({ ...each, realistic: 'yes', after: 9 }))
    expect(figuresOf(all).candidate).toMatchObject({ realistic: 'c', more: 'c', less: 'c' })
  })
  it('round shares to the nearest ten', () => {
    expect(figuresOf(said(7)).candidate).toMatchObject({ realistic: 40, more: 60, less: 40 })
  })
})
