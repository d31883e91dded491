import { describe, expect, it } from 'vitest'
import { decideSupporting, supporterEvents, type WorkshopForSupporters } from '../../src/features/supporting/rules/places.ts'

const now = new Date('2027-01-14T10:00:00Z')
const later = new Date('2027-01-20T18:00:00Z')
const open: WorkshopForSupporters = { state: 'published', startsAt: later, places: 2, taken: 1, mine: false, candidateHere: false }

describe('a supporter', () => {
  it('comes along while there is a place, and says no while there is time', () => {
    expect(decideSupporting(open, 'book', now)).toEqual({ ok: true })
    expect(decideSupporting({ ...open, mine: true }, 'cancel', now)).toEqual({ ok: true })
  })

  const cases: [Partial<WorkshopForSupporters>, string | undefined, string | undefined][] = [
    [{ state: 'draft' }, 'notOpen', 'notBooked'],
    [{ state: 'cancelled' }, 'notOpen', 'notBooked'],
    [{ state: 'held' }, 'notOpen', 'notBooked'],
    [{ startsAt: now }, 'hasBegun', 'notBooked'],
    [{ startsAt: now, mine: true }, 'hasBegun', 'hasBegun'],
    [{ mine: true, taken: 2 }, 'alreadyBooked', undefined],
    [{ candidateHere: true }, 'asCandidate', 'notBooked'],
    [{ taken: 2 }, 'full', 'notBooked'],
    [{ places: 0, taken: 0 }, 'full', 'notBooked'],
    [{ places: 1, taken: 3, mine: true }, 'alreadyBooked', undefined],
  ]
  for (const [given, ...reasons] of cases)
    for (const [i, event] of supporterEvents.entries())
      it(`${reasons[i] === undefined ? 'may' : 'may not'} ${event} where ${JSON.stringify(given)}`, () => {
        const reason = reasons[i]
        expect(decideSupporting({ ...open, ...given }, event, now)).toEqual(reason === undefined ? { ok: true } : { ok: false, reason })
      })
})
