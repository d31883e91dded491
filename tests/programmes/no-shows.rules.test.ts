import { describe, expect, it } from 'vitest'
import { marks } from '../../src/features/programmes/rules/attendance.ts'
import { decideCorrection, isRecent, promptsToHelp, recentNoShows } from '../../src/features/programmes/rules/no-shows.ts'
import { attendanceStates, endedStates, liveStates } from '../../src/features/programmes/rules/places.ts'

const absence = (endsAt: string, given: { state?: string; contested?: boolean } = {}) => ({
  ...{ state: 'absent', contested: false, ...given },
  endsAt: new Date(endsAt),
})

describe('a no-show mark', () => {
  it.each([
    ['within summer time', '2026-04-10T19:00:00Z', '2026-10-10T18:59:59.999Z', '2026-10-10T19:00:00Z'],
    ['from winter into summer: 8pm in London both times', '2027-01-14T20:00:00Z', '2027-07-14T18:59:59.999Z', '2027-07-14T19:00:00Z'],
    ['from summer into winter', '2026-08-01T19:00:00Z', '2027-02-01T19:59:59.999Z', '2027-02-01T20:00:00Z'],
    ['from the evening before the clocks change', '2026-10-24T19:00:00Z', '2027-04-24T18:59:59.999Z', '2027-04-24T19:00:00Z'],
    ['from the 31st, into a month without one', '2026-08-31T12:00:00Z', '2027-02-28T12:59:59.999Z', '2027-02-28T13:00:00Z'],
  ])('is recent for six months by the calendar in London, %s', (_when, endsAt, last, over) => {
    expect(isRecent(new Date(endsAt), new Date(last))).toBe(true)
    expect(isRecent(new Date(endsAt), new Date(over))).toBe(false)
    expect(isRecent(new Date(endsAt), new Date(new Date(endsAt).getTime() - 1))).toBe(false)
  })

  it('is an absence without a word and nothing else: told first, not recorded and everything before counts nothing', () => {
    const now = new Date('2027-02-01T12:00:00Z')
    for (const state of [...liveStates, ...attendanceStates, ...endedStates, ...marks]) {
      const twice = [absence('2027-01-10T12:00:00Z', { state }), absence('2027-01-20T12:00:00Z', { state })]
      expect([state, recentNoShows(twice, now).length]).toEqual([state, state === 'absent' ? 2 : 0])
      expect(promptsToHelp(twice, now)).toBe(state === 'absent')
    }
  })

  it('prompts from two recent ones on, and one that the person contests does not count meanwhile', () => {
    const now = new Date('2027-02-01T12:00:00Z')
    const [old, one, two] = [absence('2026-07-31T12:00:00Z'), absence('2027-01-10T12:00:00Z'), absence('2027-01-20T12:00:00Z')]
    expect(promptsToHelp([one], now)).toBe(false)
    expect(promptsToHelp([old, one], now)).toBe(false)
    expect(promptsToHelp([one, two], now)).toBe(true)
    expect(promptsToHelp([one, { ...two, contested: true }], now)).toBe(false)
  })

  it('can be contested while it stands, once until it is answered', () => {
    for (const state of [...liveStates, ...attendanceStates, ...endedStates]) {
      const first = decideCorrection({ state, contested: false })
      expect(first).toEqual(state === 'absent' ? { ok: true } : { ok: false, reason: 'notAbsent' })
    }
    expect(decideCorrection({ state: 'absent', contested: true })).toEqual({ ok: false, reason: 'alreadyAsked' })
  })
})
