import { describe, expect, it } from 'vitest'
import { may, type Actor, type Role } from '../../src/core/access.ts'
import { decideNote, noteEvents, noteEventsFor, noteSide, noteSides, noteState, noteStates } from '../../src/features/notes/rules.ts'

const writtenAt = new Date('2027-01-14T10:00:00Z')

describe('a note', () => {
  it('is fresh for a quarter of an hour, then settled, and struck out for good', () => {
    const at = (time: string) => noteState({ writtenAt, struckAt: null }, new Date(`2027-01-14T${time}Z`))
    expect([at('10:00:00'), at('10:15:00'), at('10:15:00.001')]).toEqual(['fresh', 'fresh', 'settled'])
    expect(noteState({ writtenAt, struckAt: writtenAt }, writtenAt)).toBe('struck')
  })

  const refusals: Record<string, string> = {
    'fresh edit lead': 'notYours',
    'fresh edit coordinator': 'notYours',
    'fresh strike coordinator': 'notYours',
    'settled edit author': 'settled',
    'settled edit lead': 'notYours',
    'settled edit coordinator': 'notYours',
    'settled strike coordinator': 'notYours',
    'struck edit author': 'struck',
    'struck edit lead': 'notYours',
    'struck edit coordinator': 'notYours',
    'struck correct author': 'struck',
    'struck correct lead': 'struck',
    'struck correct coordinator': 'struck',
    'struck strike author': 'struck',
    'struck strike lead': 'struck',
    'struck strike coordinator': 'notYours',
  }
  it.each(noteStates.flatMap((state) => noteEvents.flatMap((event) => noteSides.map((side) => [state, event, side] as const))))(
    'that is %s answers to %s by its %s',
    (state, event, side) => {
      const reason = refusals[`${state} ${event} ${side}`]
      expect(decideNote(state, event, side)).toEqual(reason === undefined ? { ok: true } : { ok: false, reason })
      expect(noteEventsFor(state, side).includes(event)).toBe(reason === undefined)
    },
  )

  it('knows who somebody is to it', () => {
    expect(noteSide('priya', { accountId: 'priya', role: 'lead' })).toBe('author')
    expect(noteSide('priya', { accountId: 'marcus', role: 'lead' })).toBe('lead')
    expect(noteSide('priya', { accountId: 'marcus', role: 'coordinator' })).toBe('coordinator')
  })

  it('is read and written by the team alone', () => {
    const roles: Role[] = ['visitor', 'candidate', 'supporter', 'coordinator', 'lead', 'recruiter', 'administrator']
    expect(roles.filter((role) => may({ role } as Actor, 'candidate.manage'))).toEqual(['coordinator', 'lead'])
  })
})
