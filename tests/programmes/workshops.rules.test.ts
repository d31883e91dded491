import { describe, expect, it } from 'vitest'
import {
  closesHoursOf,
  decideWorkshop,
  eventsForWorkshop,
  timesOf,
  workshopEvents,
  workshopMoves,
  workshopStates,
  type WorkshopFacts,
} from '../../src/features/programmes/rules/workshops.ts'

const now = new Date('2027-01-10T12:00:00Z')
const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000)
const facts = (overrides: Partial<WorkshopFacts> = {}): WorkshopFacts => ({
  ...{ state: 'published', safeLabel: 'Preparation', policy: 'firstCome', online: false, venue: 'Hall', marks: 0 },
  startsAt: at(72),
  bookingClosesAt: at(48),
  ...overrides,
})

describe('a workshop', () => {
  it('answers every event in every state: either the next state or a reason', () => {
    for (const state of workshopStates)
      for (const event of workshopEvents) {
        const startsAt = event === 'hold' ? at(-1) : at(72)
        const decision = decideWorkshop(facts({ state, startsAt }), event, now)
        const next = workshopMoves[state][event]
        expect(decision.ok ? decision.state : undefined, `${state} ${event}`).toBe(next)
        if (!decision.ok)
          expect(decision.reason).toBe(
            {
              ...{ draft: 'notPublished', published: 'alreadyPublished', postponed: 'isPostponed' },
              ...{ held: 'alreadyHeld', cancelled: 'alreadyCancelled' },
            }[state],
          )
      }
  })

  it.each([
    ['labelMissing', { safeLabel: ' ' }],
    ['placeMissing', { venue: '' }],
    ['inThePast', { startsAt: now, bookingClosesAt: at(-24) }],
    ['askingAlreadyClosed', { startsAt: at(10), bookingClosesAt: now }],
  ] as const)('is not published with %s', (reason, overrides) => {
    expect(decideWorkshop(facts({ state: 'draft', ...overrides }), 'publish', now)).toEqual({ ok: false, reason })
  })

  it('needs no venue online', () => {
    expect(decideWorkshop(facts({ state: 'draft', venue: '', online: true }), 'publish', now)).toEqual({ ok: true, state: 'published' })
  })

  it('moves only to a time to come, and not once it has begun', () => {
    expect(decideWorkshop(facts(), 'move', now, at(-1))).toEqual({ ok: false, reason: 'inThePast' })
    expect(decideWorkshop(facts({ startsAt: now }), 'move', now, at(5))).toEqual({ ok: false, reason: 'hasBegun' })
    expect(decideWorkshop(facts(), 'move', now, at(1))).toEqual({ ok: true, state: 'published' })
  })

  it('is put off before it begins, and its new date is one to come', () => {
    expect(decideWorkshop(facts(), 'postpone', now)).toEqual({ ok: true, state: 'postponed' })
    expect(decideWorkshop(facts({ startsAt: now }), 'postpone', now)).toEqual({ ok: false, reason: 'hasBegun' })
    for (const state of ['published', 'postponed'] as const) {
      expect(decideWorkshop(facts({ state }), 'redate', now, at(-1))).toEqual({ ok: false, reason: 'inThePast' })
      expect(decideWorkshop(facts({ state }), 'redate', now, at(1))).toEqual({ ok: true, state: 'published' })
    }
  })

  it('keeps its number of places once it has begun', () => {
    expect(decideWorkshop(facts({ startsAt: now }), 'resize', now)).toEqual({ ok: false, reason: 'hasBegun' })
  })

  it('is held from its start on, and no longer once it is taken back, which marks forbid', () => {
    expect(decideWorkshop(facts({ startsAt: at(0.01) }), 'hold', now)).toEqual({ ok: false, reason: 'notBegun' })
    expect(decideWorkshop(facts({ startsAt: now }), 'hold', now)).toEqual({ ok: true, state: 'held' })
    expect(decideWorkshop(facts({ state: 'held' }), 'unhold', now)).toEqual({ ok: true, state: 'published' })
    expect(decideWorkshop(facts({ state: 'held', marks: 1 }), 'unhold', now)).toEqual({ ok: false, reason: 'marksRecorded' })
  })

  it('can be cancelled after its start, when it did not happen', () => {
    expect(decideWorkshop(facts({ startsAt: at(-3) }), 'cancel', now)).toEqual({ ok: true, state: 'cancelled' })
  })

  it('shows the buttons that work, and publishing always, which says what a draft lacks', () => {
    expect(eventsForWorkshop(facts({ state: 'draft', safeLabel: '' }), now)).toEqual(['edit', 'discard', 'publish'])
    expect(eventsForWorkshop(facts(), now)).toEqual(['edit', 'move', 'postpone', 'redate', 'resize', 'cancel'])
    expect(eventsForWorkshop(facts({ state: 'postponed' }), now)).toEqual(['edit', 'redate', 'resize', 'cancel'])
    expect(eventsForWorkshop(facts({ startsAt: at(-1) }), now)).toEqual(['edit', 'cancel', 'hold'])
    expect(eventsForWorkshop(facts({ state: 'held', marks: 2 }), now)).toEqual(['edit'])
    expect(eventsForWorkshop(facts({ state: 'cancelled' }), now)).toEqual([])
  })

  it('closes asking as long before the start as it was told, and offers two hours before', () => {
    const times = timesOf(at(100), 48)
    expect(times).toEqual({ bookingClosesAt: at(52), offersEndAt: at(98) })
    expect(closesHoursOf({ startsAt: at(100), ...times })).toBe(48)
  })
})
