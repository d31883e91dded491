import { describe, expect, it } from 'vitest'
import { needKinds, readsLikeDiagnosis } from '../../src/features/passport/rules/needs.ts'
import {
  abouts,
  decideShare,
  decideUse,
  isProvider,
  nextState,
  useEvents,
  useEventsFor,
  useRoles,
  useStates,
  type About,
  type UseEvent,
  type UseFacts,
  type UseRole,
  type UseState,
} from '../../src/features/passport/rules/uses.ts'
import { wordingOf } from '../../src/features/passport/rules/words.ts'

const now = new Date('2027-03-01T10:00:00Z')
const before = new Date('2027-02-28T10:00:00Z')
const after = new Date('2027-03-02T10:00:00Z')
const facts = (given: Partial<UseFacts>): UseFacts => ({
  ...{ about: 'workshop', state: 'asked', answer: given.state === 'asked' ? null : 'agreed', open: true, startsAt: before },
  ...given,
})

/** The table as the contract of the feature tells it, written a second time and by hand. */
const expected: Record<UseState, Partial<Record<UseEvent, 'candidate' | 'provider'>>> = {
  asked: { answer: 'provider', tell: 'candidate', revoke: 'candidate' },
  answered: { answer: 'provider', provide: 'provider', miss: 'provider', tell: 'candidate', revoke: 'candidate' },
  provided: { miss: 'provider', tell: 'candidate', revoke: 'candidate' },
  notProvided: { provide: 'provider', tell: 'candidate', revoke: 'candidate' },
  told: { revoke: 'candidate' },
  revoked: {},
}
const provides: Record<About, UseRole[]> = {
  ...{ workshop: ['coordinator', 'lead'], placement: ['supporter', 'coordinator', 'lead'] },
  ...{ oneToOne: ['supporter'], stage: ['contact'], inWork: ['contact'] },
}

describe('who may do what with something shared', () => {
  it('is the same in every state, for every event, every role and everything it can be for', () => {
    for (const about of abouts)
      for (const state of useStates)
        for (const event of useEvents)
          for (const role of useRoles) {
            const who = expected[state][event]
            const may = who === 'candidate' ? role === 'candidate' : who === 'provider' && provides[about].includes(role)
            const decision = decideUse(facts({ about, state }), event, role, now)
            expect([about, state, event, role, decision.ok]).toEqual([about, state, event, role, may])
            if (decision.ok) expect(decision.state).toBe(nextState[event])
          }
  })

  it('leaves a provider nothing once they may not see it, and its owner all of it', () => {
    for (const about of abouts)
      for (const state of useStates)
        for (const role of useRoles.filter((each) => isProvider(about, each)))
          expect(useEventsFor(facts({ about, state, open: false }), role, now)).toEqual([])
    expect(useEventsFor(facts({ state: 'answered', open: false }), 'candidate', now)).toEqual(['tell', 'revoke'])
  })

  it('asks whether it worked only once it has been', () => {
    expect(decideUse(facts({ startsAt: after }), 'tell', 'candidate', now)).toEqual({ ok: false, reason: 'notYet' })
    expect(decideUse(facts({ startsAt: null }), 'tell', 'candidate', now)).toEqual({ ok: false, reason: 'notYet' })
    expect(decideUse(facts({ startsAt: null, state: 'answered' }), 'tell', 'candidate', now).ok).toBe(true)
  })

  it('does not let what was not possible count as provided', () => {
    const impossible = facts({ state: 'answered', answer: 'notPossible' })
    expect(decideUse(impossible, 'provide', 'lead', now)).toEqual({ ok: false, reason: 'notPossible' })
    expect(decideUse(impossible, 'miss', 'lead', now).ok).toBe(true)
  })
})

describe('sharing', () => {
  it('takes only needs of their own passport, for something of theirs, once at a time', () => {
    const good = { needs: ['a', 'b'], chosen: ['a', 'x'], offered: true, live: false }
    expect(decideShare(good)).toEqual({ ok: true, shared: ['a'] })
    expect(decideShare({ ...good, chosen: ['x'] })).toEqual({ ok: false, reason: 'noNeeds' })
    expect(decideShare({ ...good, offered: false })).toEqual({ ok: false, reason: 'gone' })
    expect(decideShare({ ...good, live: true })).toEqual({ ok: false, reason: 'there' })
  })

  it('says in its words who reads it, and that no recruiter does', () => {
    for (const about of abouts) expect(wordingOf(about)).toMatch(/No recruiter .* ever sees any of it/)
  })
})

describe('a hint about words that read like a diagnosis', () => {
  it.each(['I have ADHD', 'because of my dyslexia', 'Crohn’s', 'my medication makes me slow', 'diagnosed in 2010'])(
    'is given for “%s”',
    (text) => {
      expect(readsLikeDiagnosis('A quiet seat', text)).toBe(true)
    },
  )
  it.each(['Questions in writing', 'A seat near the door', 'Ten minutes more', 'No strip lights', 'An orderly room', 'Somebody who signs'])(
    'is not given for “%s”',
    (text) => {
      expect(readsLikeDiagnosis(text, null)).toBe(false)
    },
  )
  it('is never in the names of the kinds', () => {
    expect(readsLikeDiagnosis(...Object.values(needKinds))).toBe(false)
  })
})
