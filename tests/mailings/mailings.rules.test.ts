import { describe, expect, it } from 'vitest'
import { templatePurposes } from '../../src/features/conversations/rules/templates.ts'
import { audienceOf, audienceQuery, readAudience, settled } from '../../src/features/mailings/rules/audience.ts'
import {
  decideConfirm,
  decideMailing,
  exclusions,
  mailingEvents,
  mailingStates,
  mailingWords,
  minutesFor,
  outcomes,
  outcomeWords,
  whyExcluded,
  type Exclusion,
  type Standing,
} from '../../src/features/mailings/rules/mailings.ts'
import { decidePreferences } from '../../src/features/mailings/rules/preferences.ts'

const next: Record<string, string> = {
  'draft confirm': 'sending',
  'draft discard': 'discarded',
  'sending finish': 'sent',
  'sending cancel': 'cancelled',
  'sent confirm': 'sending',
}

describe('a letter to many', () => {
  it('moves as said, in every state, by every event', () => {
    for (const state of mailingStates)
      for (const event of mailingEvents) {
        const to = next[`${state} ${event}`]
        expect([state, event, decideMailing(state, event)]).toEqual([
          state,
          event,
          to === undefined ? { ok: false, reason: 'notNow' } : { ok: true, state: to },
        ])
      }
  })

  it('is confirmed only as it was seen, and to somebody', () => {
    expect(decideConfirm('draft', { seen: 3, count: 3 })).toEqual({ ok: true, state: 'sending' })
    expect(decideConfirm('draft', { seen: 3, count: 4 })).toEqual({ ok: false, reason: 'changed' })
    expect(decideConfirm('draft', { seen: 0, count: 0 })).toEqual({ ok: false, reason: 'nobody' })
    expect(decideConfirm('sending', { seen: 3, count: 3 })).toEqual({ ok: false, reason: 'notNow' })
    expect(decideConfirm('cancelled', { seen: 3, count: 3 })).toEqual({ ok: false, reason: 'notNow' })
  })

  it('has words for every state and outcome', () => {
    for (const state of mailingStates) expect(mailingWords[state].text).toMatch(/\w/)
    for (const outcome of outcomes) expect(outcomeWords[outcome].text).toMatch(/\w/)
  })

  it('says how long it takes', () => {
    expect([1, 30, 60, 61, 10_000].map(minutesFor)).toEqual([1, 1, 1, 2, 167])
  })
})

describe('whom it leaves out', () => {
  const well: Standing = {
    ...{ closed: false, hasAddress: true, already: false, held: false, news: true, reminders: true, prefersCall: false, failing: false },
  }
  const cases: [string, Partial<Standing>, Partial<Record<(typeof templatePurposes)[number], Exclusion>>][] = [
    ['nobody who is well', {}, {}],
    ['who has gone', { closed: true }, { service: 'closed', reminder: 'closed', news: 'closed' }],
    ['who has no address', { hasAddress: false }, { service: 'noAddress', reminder: 'noAddress', news: 'noAddress' }],
    ['who has it', { already: true }, { service: 'alreadySent', reminder: 'alreadySent', news: 'alreadySent' }],
    ['who is under a hold', { held: true }, { service: 'onHold', reminder: 'onHold', news: 'onHold' }],
    ['news without a yes', { news: false }, { news: 'optedOut' }],
    ['reminders turned off', { reminders: false }, { reminder: 'optedOut' }],
    ['who would rather be rung', { prefersCall: true }, { reminder: 'prefersCall', news: 'prefersCall' }],
    ['whose e-mails come back', { failing: true }, { service: 'bounced', reminder: 'bounced', news: 'bounced' }],
  ]
  it.each(cases)('%s, purpose by purpose', (_who, overrides, expected) => {
    for (const purpose of templatePurposes)
      expect([purpose, whyExcluded(purpose, { ...well, ...overrides })]).toEqual([purpose, expected[purpose]])
  })

  it('sends nobody news without a live yes, whatever else holds', () => {
    const flags = ['closed', 'hasAddress', 'already', 'held', 'reminders', 'prefersCall', 'failing'] as const
    for (let bits = 0; bits < 2 ** flags.length; bits += 1) {
      const person = { ...well, news: false, ...Object.fromEntries(flags.map((flag, i) => [flag, (bits & (1 << i)) !== 0])) }
      expect(whyExcluded('news', person)).toBeDefined()
    }
  })

  it('has words for every reason', () => {
    for (const words of Object.values(exclusions)) expect(words).toMatch(/\w/)
  })
})

describe('for whom it is', () => {
  const id = '0190a3b0-0000-7000-8000-000000000001'
  it('survives the way through an address', () => {
    const audience = readAudience({ route: 'constable', kind: 'insight', cohort: id, workshop: id, q: 'é & "x"' })
    expect(audienceOf(audienceQuery(audience))).toEqual(audience)
  })

  it('leaves out what makes no sense', () => {
    expect(audienceQuery(readAudience({ cohort: 'x', kind: ['a'], owner: '__proto__' }))).toBe('')
    expect(audienceQuery(readAudience(null))).toBe('')
  })

  it('keeps who “me” was', () => {
    expect(settled(readAudience({ owner: 'me' }), id).owner).toBe(id)
  })
})

it('lets nobody choose a call without a number to ring', () => {
  expect(decidePreferences({ contactBy: 'call' }, { phone: null })).toEqual({ ok: false, reason: 'noPhone' })
  expect(decidePreferences({ contactBy: 'call' }, { phone: '01632 960 111' })).toEqual({ ok: true })
  expect(decidePreferences({ contactBy: 'email' }, { phone: null })).toEqual({ ok: true })
})
