import { describe, expect, test } from 'vitest'
import { decideAsking, decideChange, freeUntil, type PlaceAct, type PlaceState } from '../../src/features/programmes/rules/places.ts'
import { emptyLine, fillPlaces } from '../../src/features/programmes/rules/line.ts'
import { ordinal, placeStory, type Told } from '../../src/features/programmes/rules/story.ts'
import { wakingTime } from '../../src/features/messages/rules/waking.ts'
import { offerExpiry } from '../../src/features/programmes/rules/waking.ts'

const HOUR = 3_600_000
const at = (text: string) => new Date(text)
const expiry = (now: string, end: string) => offerExpiry(at(now), at(end))?.toISOString()

describe('how long an offer lasts', () => {
  test('a quarter of the time left', () => {
    expect(expiry('2027-01-11T09:00:00Z', '2027-01-13T01:00:00Z')).toBe('2027-01-11T19:00:00.000Z')
  })
  test('at least two hours, and never past the end of offers', () => {
    expect(expiry('2027-01-11T09:00:00Z', '2027-01-11T12:00:00Z')).toBe('2027-01-11T11:00:00.000Z')
    expect(expiry('2027-01-11T19:00:00Z', '2027-01-12T08:30:00Z')).toBe('2027-01-12T08:30:00.000Z')
  })
  test('at most 48 hours, of which none lies in the night', () => {
    expect(expiry('2027-01-11T08:00:00Z', '2027-03-01T08:00:00Z')).toBe('2027-01-14T17:00:00.000Z')
  })
  test('goes on in the morning where it is made in the night', () => {
    expect(expiry('2027-01-11T23:30:00Z', '2027-01-12T10:30:00Z')).toBe('2027-01-12T10:30:00.000Z')
  })
  test('there is none where fewer than two waking hours are left', () => {
    expect(expiry('2027-01-11T20:00:00Z', '2027-01-12T08:59:00Z')).toBeUndefined()
    expect(expiry('2027-01-11T20:00:00Z', '2027-01-12T09:00:00Z')).toBe('2027-01-12T09:00:00.000Z')
  })
  test('ends on a whole minute, as that is what people are told', () => {
    expect(expiry('2027-01-11T09:00:30.250Z', '2027-01-11T13:00:00Z')).toBe('2027-01-11T11:01:00.000Z')
  })
  test('a day has thirteen waking hours on the days when the clocks change, too', () => {
    for (const day of ['2027-03-28', '2027-10-31', '2027-06-01']) {
      const from = at(`${day}T00:00:00Z`).getTime() - HOUR
      expect(wakingTime(from, from + 26 * HOUR)).toBe(13 * HOUR)
    }
  })
  test('the clock in London counts: in summer the waking day ends at eight by UTC', () => {
    expect(expiry('2027-06-10T18:30:00Z', '2027-06-11T09:30:00Z')).toBe('2027-06-11T09:15:00.000Z')
  })
})

const workshop = {
  state: 'published',
  capacity: 1,
  online: false,
  membersOnly: false,
  startsAt: at('2027-02-01T18:00:00Z'),
  bookingClosesAt: at('2027-01-31T18:00:00Z'),
  offersEndAt: at('2027-02-01T16:00:00Z'),
}
const now = at('2027-01-11T12:00:00Z')

describe('asking', () => {
  const asking = (over: Partial<typeof workshop>, facts: { member?: boolean; live?: boolean } = {}, when = now) => {
    const decision = decideAsking({ workshop: { ...workshop, ...over }, member: facts.member ?? false, live: facts.live ?? false }, when)
    return decision.ok ? 'ok' : decision.reason
  }
  test('is open to all until booking closes', () => {
    expect(asking({})).toBe('ok')
    expect(asking({}, {}, workshop.bookingClosesAt)).toBe('bookingClosed')
    expect(asking({ state: 'draft' })).toBe('notOpen')
    expect(asking({}, { live: true })).toBe('alreadyAsked')
  })
  test('a workshop for members is open to members', () => {
    expect(asking({ membersOnly: true })).toBe('membersOnly')
    expect(asking({ membersOnly: true }, { member: true })).toBe('ok')
  })
})

describe('changing', () => {
  const changing = (state: PlaceState, act: PlaceAct, when = now, reason?: string, online = false) => {
    const decision = decideChange({ state }, { ...workshop, online }, act, reason, when)
    return decision.ok ? decision.event : decision.reason
  }
  test('a place in person is given up freely until 24 hours before, online until 2', () => {
    expect(freeUntil(workshop)).toEqual(at('2027-01-31T18:00:00Z'))
    expect(changing('booked', 'cancel', freeUntil(workshop))).toBe('cancel')
    const late = new Date(freeUntil(workshop).getTime() + 1)
    expect(changing('booked', 'cancel', late)).toBe('reasonNeeded')
    expect(changing('booked', 'cancel', late, 'ill')).toBe('cancelLate')
    expect(changing('booked', 'cancel', late, undefined, true)).toBe('cancel')
    expect(changing('booked', 'cancel', workshop.startsAt, 'ill')).toBe('alreadyBegan')
  })
  test('each answer fits one state', () => {
    expect([changing('offered', 'accept'), changing('offered', 'decline'), changing('waiting', 'leave')]).toEqual([
      'accept',
      'decline',
      'leave',
    ])
    expect([changing('waiting', 'accept'), changing('booked', 'leave'), changing('offered', 'cancel')]).toEqual([
      'offerEnded',
      'notWaiting',
      'notBooked',
    ])
    expect([changing('attended', 'remove', now, 'x'), changing('waiting', 'remove')]).toEqual(['notLive', 'reasonNeeded'])
  })
})

test('what comes free goes to the lowest band first while a rationale holds it, and then to whoever came first', () => {
  const said = { stated: false, access: false, companion: false, over: false }
  const person = (arrival: number, band: number) => ({ person: String(arrival), arrival, band, state: 'waiting' as const, ...said })
  const places = [person(1, 1), person(2, 0), person(3, 0)]
  const facts = { ...workshop, capacity: 2, policy: 'firstCome' as const, accessPlaces: 0, openness: 'prioritised' as const }
  const filled = (covers: boolean) => fillPlaces({ ...emptyLine({ ...facts, covers: () => covers }), places }, now).places
  expect(filled(true).map(({ state }) => state)).toEqual(['waiting', 'offered', 'offered'])
  expect(filled(false).map(({ state }) => state)).toEqual(['offered', 'offered', 'waiting'])
})

test('how somebody got here is told latest first, and of several moves up only the last', () => {
  const told = (over: Partial<Told>): Told => ({
    at: now,
    from: null,
    to: 'waiting',
    expiresAt: null,
    reason: null,
    byRole: 'candidate',
    own: true,
    before: 0,
    ...over,
  })
  const story = placeStory([
    told({ before: 3 }),
    told({ own: false, from: 'waiting', to: 'withdrawn', before: 2 }),
    told({ own: false, from: 'waiting', to: 'offered', byRole: 'system', before: 0 }),
    told({ from: 'waiting', to: 'offered', byRole: 'system', expiresAt: workshop.startsAt }),
  ])
  expect(story.map(({ what }) => what)).toEqual(['Offered a place', 'Moved up to 1st', 'Joined the waiting list, 4th'])
  expect(placeStory([told({}), told({ from: 'waiting', to: 'booked' })]).map(({ what }) => what)).toEqual([
    'Asked, and got a place at once',
  ])
})

test('numbers in order have their endings', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111, 112].map(ordinal).join(' ')).toBe(
    '1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th 112th',
  )
})
