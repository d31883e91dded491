import { describe, expect, it } from 'vitest'
import { digestsFor, isReminding, remindersDue } from '../../src/features/requests/rules/reminders.ts'

const now = new Date('2027-01-14T10:00:00Z') // a Thursday
const request = {
  ...{ state: 'requested', dueAt: new Date('2027-01-18T09:00:00Z'), reviewOn: null },
  ...{ remindedSoonAt: null, remindedLateAt: null, remindedReviewAt: null },
}

describe('what the team is reminded of', () => {
  it('is an answer due by the next working day, over the weekend too', () => {
    expect(remindersDue(request, now)).toEqual([])
    expect(remindersDue(request, new Date('2027-01-15T09:30:00Z'))).toEqual(['soon'])
    expect(remindersDue({ ...request, remindedSoonAt: now }, new Date('2027-01-15T09:30:00Z'))).toEqual([])
  })
  it('is an answer that is late, once, and then not as due soon', () => {
    const late = new Date('2027-01-18T09:00:00Z')
    expect(remindersDue(request, late)).toEqual(['late'])
    expect(remindersDue({ ...request, remindedLateAt: late }, late)).toEqual([])
  })
  it('is a pause on the day on which it is looked at again, by the calendar of London', () => {
    const paused = { ...request, state: 'paused', reviewOn: new Date('2027-07-15T00:00:00Z') }
    expect(remindersDue(paused, new Date('2027-07-14T22:59:00Z'))).toEqual([])
    expect(remindersDue(paused, new Date('2027-07-14T23:00:00Z'))).toEqual(['review'])
    expect(remindersDue({ ...paused, remindedReviewAt: now }, new Date('2027-07-15T10:00:00Z'))).toEqual([])
  })
  it('is nothing once it is answered', () => {
    for (const state of ['accepted', 'underway', 'completed', 'withdrawn'])
      expect(remindersDue({ ...request, state }, new Date('2027-02-01T10:00:00Z'))).toEqual([])
  })
})

it.each([
  ['2027-01-14T08:00:00Z', true],
  ['2027-01-14T07:59:00Z', false],
  ['2027-01-14T18:00:00Z', false],
  ['2027-07-14T07:00:00Z', true],
  ['2027-01-16T10:00:00Z', false],
  ['2027-03-26T10:00:00Z', false],
  ['2027-03-30T07:00:00Z', true],
])('goes out by day on working days: %s %s', (at, told) => {
  expect(isReminding(new Date(at))).toBe(told)
})

describe('who is reminded', () => {
  const team = [
    { id: 'priya', coordinator: true },
    { id: 'marcus', coordinator: true },
    { id: 'sian', coordinator: false },
  ]
  const wanted = (id: string, ownerId: string | null) => ({ id, ownerId, kinds: ['late' as const] })
  it('is the owner; every coordinator where there is none, or one who has left', () => {
    const digests = digestsFor([wanted('a', 'sian'), wanted('b', null), wanted('c', 'gone')], team)
    expect(Object.fromEntries([...digests].map(([id, { late }]) => [id, late]))).toEqual({
      sian: ['a'],
      priya: ['b', 'c'],
      marcus: ['b', 'c'],
    })
  })
  it('is the leads where there is no coordinator, and nobody where there is nobody', () => {
    expect([...digestsFor([wanted('a', null)], [{ id: 'sian', coordinator: false }]).keys()]).toEqual(['sian'])
    expect(digestsFor([wanted('a', null)], []).size).toBe(0)
  })
})
