import { describe, expect, it } from 'vitest'
import { decideOffer, isOpen, offerEvents, offerSides, offerStates, type OfferState } from '../../src/features/inWork/rules/offers.ts'
import { decideWish, wishEvents, wishEventsFor, wishSides, wishStates, type WishState } from '../../src/features/inWork/rules/progress.ts'
import { figuresOf, reasonsFor } from '../../src/features/inWork/rules/reasons.ts'
import { isProgressOpen, progressOpensOn } from '../../src/features/inWork/rules/standing.ts'

const UNTIL = '2027-06-01'
const facts = (state: OfferState) => ({ state, untilOn: UNTIL, whats: ['coaching', 'buddy'], taken: state === 'taken' ? ['buddy'] : [] })

describe('an offer', () => {
  const may: Record<string, OfferState> = {
    'made take candidate': 'taken',
    'taken take candidate': 'taken',
    'made decline candidate': 'declined',
    'declined reconsider candidate': 'made',
    'made withdraw team': 'withdrawn',
    'made withdraw system': 'withdrawn',
    'made expire system': 'expired',
  }

  it('knows for every state, event and side what comes of it, and refuses everything else', () => {
    for (const state of offerStates)
      for (const event of offerEvents)
        for (const side of offerSides) {
          const today = event === 'expire' ? UNTIL : '2027-05-31'
          const decision = decideOffer(facts(state), event, side, { today, what: 'coaching' })
          const to = may[`${state} ${event} ${side}`]
          expect({ state, event, side, to: decision.ok ? decision.state : undefined }).toEqual({ state, event, side, to })
        }
  })

  it('is answered before its last day and runs out on it', () => {
    expect(decideOffer(facts('made'), 'take', 'candidate', { today: UNTIL, what: 'coaching' })).toEqual({ ok: false, reason: 'over' })
    expect(decideOffer(facts('declined'), 'reconsider', 'candidate', { today: UNTIL })).toEqual({ ok: false, reason: 'over' })
    expect(decideOffer(facts('made'), 'expire', 'system', { today: '2027-05-31' })).toEqual({ ok: false, reason: 'notYet' })
    expect([isOpen(facts('taken'), '2027-05-31'), isOpen(facts('taken'), UNTIL), isOpen(facts('declined'), '2027-05-31')]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('gives each thing once, and only what is in it', () => {
    const take = (what?: string) => decideOffer(facts('taken'), 'take', 'candidate', { today: '2027-05-01', what })
    expect([take('buddy'), take('barrier'), take()]).toMatchObject([
      { reason: 'alreadyTaken' },
      { reason: 'notOffered' },
      { reason: 'notOffered' },
    ])
  })
})

describe('a wish for after the first year', () => {
  const may: Record<string, WishState> = {
    'wanted arrange team': 'arranged',
    'wanted withdraw candidate': 'withdrawn',
    'arranged putBack team': 'wanted',
    'arranged finish team': 'done',
    'arranged finish candidate': 'done',
    'arranged withdraw candidate': 'withdrawn',
    'done reopen team': 'arranged',
    'done reopen candidate': 'arranged',
    'withdrawn wantAgain candidate': 'wanted',
  }

  it('knows for every state, event and side what comes of it, and refuses everything else', () => {
    for (const state of wishStates)
      for (const event of wishEvents)
        for (const side of wishSides) {
          const decision = decideWish({ state, another: false }, event, side)
          const to = may[`${state} ${event} ${side}`]
          expect({ state, event, side, to: decision.ok ? decision.state : undefined }).toEqual({ state, event, side, to })
        }
  })

  it('does not come back where the same is asked for already', () => {
    expect(decideWish({ state: 'withdrawn', another: true }, 'wantAgain', 'candidate')).toEqual({ ok: false, reason: 'another' })
    expect(decideWish({ state: 'done', another: true }, 'reopen', 'team')).toEqual({ ok: false, reason: 'another' })
    expect(decideWish({ state: 'wanted', another: true }, 'arrange', 'team').ok).toBe(true)
  })

  it('has buttons for whoever may press them', () => {
    expect(wishEventsFor('arranged', 'candidate')).toEqual(['finish', 'withdraw'])
    expect(wishEventsFor('wanted', 'team')).toEqual(['arrange'])
  })
})

describe('the reasons of people who leave', () => {
  it('are not told where fewer than five people stand behind them all', () => {
    expect(figuresOf({ caring: 4 })).toBeUndefined()
  })

  it('hide a small one, and with a single small one the next, so that no sum tells it', () => {
    expect(figuresOf({ caring: 9, pattern: 6, health: 2 })).toEqual({
      total: 17,
      rows: [
        { reason: 'caring', count: 9 },
        { reason: 'pattern', count: undefined },
        { reason: 'health', count: undefined },
      ],
    })
    expect(figuresOf({ caring: 9, health: 2, study: 3 })?.rows.map(({ count }) => count)).toEqual([9, undefined, undefined])
    expect(figuresOf({ caring: 9, pattern: 5 })?.rows.map(({ count }) => count)).toEqual([9, 5])
  })

  it('are not all asked of somebody who defers', () => {
    expect(reasonsFor('deferring')).not.toContain('otherJob')
    expect(reasonsFor('leaving')).toContain('otherJob')
  })
})

describe('the ways on from the first year', () => {
  it('open twelve months after the start, later where the year was moved, and with a confirmation at once', () => {
    expect(progressOpensOn({ startedOn: '2027-03-01' })).toBe('2028-03-01')
    expect(isProgressOpen({ startedOn: '2027-03-01', done: false }, '2028-02-29')).toBe(false)
    expect(isProgressOpen({ startedOn: '2027-03-01', done: false }, '2028-03-01')).toBe(true)
    expect(isProgressOpen({ startedOn: '2027-03-01', endsOn: '2028-05-01', done: false }, '2028-03-01')).toBe(false)
    expect(isProgressOpen({ startedOn: '2027-03-01', done: true }, '2027-06-01')).toBe(true)
  })
})
