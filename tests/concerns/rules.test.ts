import { describe, expect, it } from 'vitest'
import {
  concernEvents,
  concernSides,
  concernStates,
  contactsFor,
  decideConcern,
  eventsFor,
  type ConcernEvent,
  type ConcernState,
} from '../../src/features/concerns/rules/concerns.ts'

const allowed: Record<ConcernState, ConcernEvent[]> = {
  raised: ['acknowledge', 'note', 'suspend', 'endPair', 'sendLink'],
  acknowledged: ['note', 'suspend', 'endPair', 'sendLink', 'close'],
  closed: ['note', 'reopen'],
}
const every = concernStates.flatMap((state) => concernEvents.flatMap((event) => concernSides.map((side) => [state, event, side] as const)))

describe('a concern', () => {
  it.each(every)('%s: %s by %s', (state, event, side) => {
    const decision = decideConcern(event, { state, side, suspended: false, pairState: 'active' })
    if (side === 'lead') expect(decision?.ok).toBe(allowed[state].includes(event))
    else expect(decision).toBeUndefined()
  })

  it.each(concernStates)('%s offers the lifting of a suspension that stands, and no second one', (state) => {
    const events = eventsFor({ state, side: 'lead', suspended: true, pairState: 'paused' })
    expect(events).toContain('unsuspend')
    expect(events).not.toContain('suspend')
  })

  it.each(['ended', 'withdrawn', 'proposedToCandidate'])('ends no pairing that is %s', (pairState) => {
    const facts = { state: 'acknowledged', side: 'lead', suspended: false, pairState } as const
    expect(decideConcern('endPair', facts)).toEqual({ ok: false, reason: 'pairIsOver' })
  })

  it('goes to safeguarding always, and to professional standards where it is about somebody who serves', () => {
    expect(contactsFor('supporter')).toEqual(['safeguarding', 'professionalStandards'])
    expect(contactsFor('candidate')).toEqual(['safeguarding'])
  })
})
