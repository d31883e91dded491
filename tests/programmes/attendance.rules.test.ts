import { describe, expect, it } from 'vitest'
import { registerForm } from '../../src/features/programmes/forms/attendance.ts'
import {
  checkWindow,
  decideMark,
  decideWalkIn,
  editableUntil,
  isUnrecorded,
  marks,
  tookPart,
  type Marking,
  type Recorded,
} from '../../src/features/programmes/rules/attendance.ts'

const endsAt = new Date('2027-01-14T20:00:00Z')
const soon = new Date('2027-01-14T20:30:00Z')
const late = new Date('2027-01-21T20:00:00Z')
const all: Recorded[] = ['booked', ...marks]
const marking = (overrides: Partial<Marking> = {}): Marking => ({
  ...{ current: 'booked', seen: 'booked', wanted: 'attended', walkIn: false, role: 'coordinator', reason: '' },
  workshop: { state: 'held', endsAt },
  ...overrides,
})

describe('a mark of attendance', () => {
  it('goes from any mark to any other, and back to not recorded', () => {
    for (const current of all)
      for (const wanted of all)
        expect(decideMark(marking({ current, seen: current, wanted }), soon)).toEqual({ ok: true, change: current !== wanted })
  })

  it('is made only once the workshop is recorded as held, and only for people on the register', () => {
    for (const state of ['draft', 'published', 'cancelled'] as const)
      expect(decideMark(marking({ workshop: { state, endsAt } }), soon)).toEqual({ ok: false, reason: 'notHeld' })
    for (const current of ['waiting', 'offered', 'cancelled', 'withdrawn'])
      expect(decideMark(marking({ current }), soon)).toEqual({ ok: false, reason: 'notOnRegister' })
  })

  it('never overwrites what somebody else recorded meanwhile, but leaves it alone where nothing was chosen', () => {
    expect(decideMark(marking({ current: 'attendedLate' }), soon)).toEqual({ ok: false, reason: 'changedMeanwhile' })
    expect(decideMark(marking({ current: 'attendedLate', wanted: 'booked' }), soon)).toEqual({ ok: true, change: false })
    expect(decideMark(marking({ current: 'attended', wanted: 'attended' }), soon)).toEqual({ ok: true, change: false })
  })

  it('of somebody who walked in is never an absence', () => {
    const walkedIn = { walkIn: true, current: 'attended', seen: 'attended' as const }
    expect(decideMark(marking({ ...walkedIn, wanted: 'absent' }), soon)).toEqual({ ok: false, reason: 'walkInStays' })
    expect(decideMark(marking({ ...walkedIn, wanted: 'absentNotified' }), soon)).toEqual({ ok: false, reason: 'walkInStays' })
    expect(decideMark(marking({ ...walkedIn, wanted: 'leftEarly' }), soon)).toEqual({ ok: true, change: true })
    expect(decideMark(marking({ ...walkedIn, wanted: 'booked' }), soon)).toEqual({ ok: true, change: true })
  })

  it('can be changed for seven days by the team, and then by a lead with a reason', () => {
    expect(editableUntil(endsAt)).toEqual(late)
    expect(decideMark(marking(), new Date(late.getTime() - 1))).toEqual({ ok: true, change: true })
    expect(decideMark(marking(), late)).toEqual({ ok: false, reason: 'leadOnly' })
    expect(decideMark(marking({ role: 'lead' }), late)).toEqual({ ok: false, reason: 'reasonNeeded' })
    expect(decideMark(marking({ role: 'lead', reason: 'The sheet turned up' }), late)).toEqual({ ok: true, change: true })
    expect(checkWindow(endsAt, 'coordinator', 'any', late)).toBe('leadOnly')
  })

  it('counts as taking part when late or leaving early, and never when not recorded', () => {
    expect(all.filter(tookPart)).toEqual(['attended', 'attendedLate', 'leftEarly'])
  })
})

describe('somebody who walks in', () => {
  const walkIn = { workshop: { state: 'held' as const, endsAt }, known: true, place: undefined, role: 'coordinator' as const, reason: '' }
  it('is added once, to a workshop that was held', () => {
    expect(decideWalkIn(walkIn, soon)).toEqual({ ok: true })
    expect(decideWalkIn({ ...walkIn, known: false }, soon)).toEqual({ ok: false, reason: 'noSuchPerson' })
    for (const place of all) expect(decideWalkIn({ ...walkIn, place }, soon)).toEqual({ ok: false, reason: 'alreadyOnRegister' })
    expect(decideWalkIn({ ...walkIn, workshop: { state: 'published', endsAt } }, soon)).toEqual({ ok: false, reason: 'notHeld' })
  })
  it('is added late only by a lead, with a reason', () => {
    expect(decideWalkIn(walkIn, late)).toEqual({ ok: false, reason: 'leadOnly' })
    expect(decideWalkIn({ ...walkIn, role: 'lead' }, late)).toEqual({ ok: false, reason: 'reasonNeeded' })
    expect(decideWalkIn({ ...walkIn, role: 'lead', reason: 'Seen on the sheet' }, late)).toEqual({ ok: true })
  })
})

describe('a register', () => {
  it('waits from the end of the workshop until it is said whether it happened and everybody has a mark', () => {
    const over = { endsAt, unmarked: 0 }
    expect(isUnrecorded({ ...over, state: 'published' }, soon)).toBe(true)
    expect(isUnrecorded({ ...over, state: 'published' }, new Date(endsAt.getTime() - 1))).toBe(false)
    expect(isUnrecorded({ ...over, state: 'held' }, soon)).toBe(false)
    expect(isUnrecorded({ endsAt, unmarked: 1, state: 'held' }, soon)).toBe(true)
    expect(isUnrecorded({ endsAt, unmarked: 1, state: 'cancelled' }, soon)).toBe(false)
  })

  const [a, b, c, d] = [
    '11111111-1111-4111-8111-111111111111',
    '22222222-2222-4222-8222-222222222222',
    '33333333-3333-4333-8333-333333333333',
    '44444444-4444-4444-8444-444444444444',
  ] as const
  it('reads what was chosen for each person, and leaves the others as they were', () => {
    const typed = {
      ...{ [`was-${a}`]: 'booked', [`mark-${a}`]: 'here' },
      ...{ [`was-${b}`]: 'booked', [`mark-${b}`]: 'absent', [`why-${b}`]: 'told' },
      ...{ [`was-${c}`]: 'attended', [`mark-${c}`]: 'here', undo: c },
      ...{ [`was-${d}`]: 'booked' },
    }
    expect(registerForm.parse(typed).marks.map(({ wanted }) => wanted)).toEqual(['attended', 'absentNotified', 'booked', 'booked'])
  })
  it('asks whether an absence was told, and believes nothing else that is sent', () => {
    const refused = registerForm.safeParse({ [`was-${a}`]: 'booked', [`mark-${a}`]: 'absent' })
    expect(refused.error?.issues[0]?.path).toEqual([`why-${a}`])
    const odd = {
      'was-nobody': 'booked',
      [`was-${a}`]: 'winner',
      [`was-${b}`]: ['booked', 'booked'],
      [`was-${c}`]: 'booked',
      [`mark-${c}`]: ['here', 'late'],
    }
    expect(registerForm.parse(odd).marks).toEqual([{ placeId: c, seen: 'booked', wanted: 'booked' }])
  })
})
