import { describe, expect, it } from 'vitest'
import {
  decideStaffPlace,
  staffPlaceEvents,
  staffPlaceSides,
  staffPlaceStates,
  stepLine,
  type StaffPlaceEvent,
  type StaffPlaceSide,
} from '../../src/features/training/rules/places.ts'

const now = new Date('2027-01-10T12:00:00Z')
const begun = new Date('2027-01-10T09:00:00Z')
const later = new Date('2027-01-20T09:00:00Z')
const marks: StaffPlaceEvent[] = ['here', 'missed', 'unmark']
const factsFor = (event: StaffPlaceEvent) =>
  marks.includes(event) ? { state: 'held', startsAt: begun, endsAt: begun } : { state: 'published', startsAt: later, endsAt: later }

const both: StaffPlaceSide[] = ['coordinator', 'lead']
/** Every step there is; whatever is not here is refused to everybody. */
const steps: Record<string, [StaffPlaceSide[], string]> = {
  'waiting fill': [['system'], 'booked'],
  'waiting leave': [['self', ...both], 'cancelled'],
  'waiting endSession': [both, 'workshopCancelled'],
  'waiting letGo': [['system'], 'cancelled'],
  'booked leave': [['self', ...both], 'cancelled'],
  'booked here': [both, 'attended'],
  'booked missed': [both, 'absent'],
  'booked endSession': [both, 'workshopCancelled'],
  'attended missed': [both, 'absent'],
  'attended unmark': [both, 'booked'],
  'absent here': [both, 'attended'],
  'absent unmark': [both, 'booked'],
}

describe('a colleague’s place', () => {
  for (const state of staffPlaceStates)
    for (const event of staffPlaceEvents)
      it(`${state}, ${event}: goes where the table says, for those alone who may`, () => {
        const [sides, to] = steps[`${state} ${event}`] ?? [[], '']
        for (const side of staffPlaceSides) {
          const decision = decideStaffPlace({ state, walkIn: false, session: factsFor(event) }, event, side, now)
          expect({ side, decision: decision.ok ? decision.state : false }).toEqual({ side, decision: sides.includes(side) ? to : false })
        }
      })

  it('is not given back once the session has begun, and marked only where it was held', () => {
    const session = { state: 'published', startsAt: begun, endsAt: begun }
    expect(decideStaffPlace({ state: 'booked', walkIn: false, session }, 'leave', 'self', now)).toEqual({ ok: false, reason: 'begun' })
    expect(decideStaffPlace({ state: 'booked', walkIn: false, session }, 'here', 'lead', now)).toEqual({ ok: false, reason: 'notHeld' })
  })

  it('is marked by the whole team for seven days, then by the lead; who walked in is here or off the register', () => {
    const session = { state: 'held', startsAt: begun, endsAt: begun }
    const week = new Date('2027-01-17T09:00:00Z')
    const marked = (walkIn: boolean, event: StaffPlaceEvent, side: StaffPlaceSide, at = now) =>
      decideStaffPlace({ state: 'attended', walkIn, session }, event, side, at)
    expect(marked(false, 'missed', 'coordinator', week)).toEqual({ ok: false, reason: 'leadOnly' })
    expect(marked(false, 'missed', 'lead', week)).toEqual({ ok: true, state: 'absent' })
    expect(marked(true, 'missed', 'lead')).toEqual({ ok: false, reason: 'walkInStays' })
    expect(marked(true, 'unmark', 'lead')).toEqual({ ok: true, state: 'cancelled' })
  })
})

describe('the line of a session', () => {
  it('books in the order of asking, passes a place on, and takes nobody’s away', () => {
    const steps = [
      ...['Ann', 'Ben', 'Cy', 'Ann'].map((who) => ({ kind: 'ask' as const, who })),
      { kind: 'leave' as const, who: 'Ann' },
      { kind: 'resize' as const, capacity: 0 },
      { kind: 'ask' as const, who: 'Dee' },
    ]
    expect(steps.reduce(stepLine, { capacity: 1, people: [] }).people).toEqual([
      { who: 'Ben', state: 'booked' },
      { who: 'Cy', state: 'waiting' },
      { who: 'Dee', state: 'waiting' },
    ])
  })
})
