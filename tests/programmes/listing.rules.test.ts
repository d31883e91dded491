import { describe, expect, it } from 'vitest'
import { profileOf } from '../../src/forces/find.ts'
import { sharePicture } from '../../src/core/share-picture.ts'
import { dataBlock } from '../../src/core/view-helpers.ts'
import { withOffset } from '../../src/core/dates.ts'
import { forWhom, listingAddress, readListing, standingOf, without } from '../../src/features/programmes/rules/listing.ts'
import { eventData, type PublicWorkshop } from '../../src/features/programmes/rules/structured.ts'

const now = new Date('2027-01-10T12:00:00Z')
const later = new Date('2027-01-20T12:00:00Z')

describe('what somebody looks for', () => {
  it('is understood by the days of London, the last day whole', () => {
    const { filter, errors } = readListing({ from: '28/3/2027', to: '28 March 2027', how: 'online', area: 'crewe' })
    expect(errors).toEqual([])
    expect(filter).toMatchObject({
      online: true,
      area: 'crewe',
      from: new Date('2027-03-28T00:00:00Z'),
      until: new Date('2027-03-28T23:00:00Z'),
    })
  })

  it('narrows nothing where a day makes no sense, and says so beside its field', () => {
    expect(readListing({ from: 'soon' })).toEqual({
      filter: {},
      errors: [{ field: 'from', message: 'Enter a date, such as 14 January 2027' }],
    })
    const backwards = readListing({ from: '2/2/2027', to: '1/2/2027' })
    expect(backwards.filter).toEqual({})
    expect(backwards.errors).toEqual([{ field: 'to', message: 'The last day must not be before the first' }])
  })

  it('is an address that says all of it and nothing more, and loses one part at a time', () => {
    const typed = { how: 'online', kind: 'skills', from: '1 March 2027' }
    expect(listingAddress(typed)).toBe('/workshops?how=online&kind=skills&from=1+March+2027')
    expect(listingAddress(without(typed, 'kind'), 2)).toBe('/workshops?how=online&from=1+March+2027&page=2')
    expect(listingAddress({})).toBe('/workshops')
  })
})

describe('how a workshop stands', () => {
  const listed = { bookingClosesAt: later, postponedFrom: null, drawAt: null, placesLeft: 3, waiting: 0, own: null, membersOnly: false }
  it.each([
    ['3 places left', {}],
    ['1 place left', { placesLeft: 1 }],
    ['20 places left', { placesLeft: 20 }],
    ['Full, nobody waits yet', { placesLeft: 0 }],
    ['Full, 1 person waits', { placesLeft: 0, waiting: 1 }],
    ['Full, 14 people wait', { placesLeft: 2, waiting: 14 }], // those two go to them
    ['Booking closed', { bookingClosesAt: now }],
    ['Lottery, drawn on 20 January 2027', { drawAt: later, waiting: 40 }],
    ['Booking closed', { drawAt: now, bookingClosesAt: now }],
    ['Postponed', { postponedFrom: now }],
    ['You are booked', { own: 'booked' as const, placesLeft: 0 }],
  ])('%s', (words, overrides) => {
    expect(standingOf({ ...listed, ...overrides }, now).text.replaceAll('\u00a0', ' ')).toBe(words)
  })

  it('says for whom it is where that is not everybody', () => {
    const open = { membersOnly: false, openness: 'all' as const, group: 'women', drawAt: null, waiting: 3 }
    expect(forWhom(open)).toBe('')
    expect(forWhom({ ...open, membersOnly: true, openness: 'restricted' })).toBe('For members of its group · For women')
    expect(forWhom({ ...open, openness: 'prioritised', drawAt: later })).toBe('Open to all, with places first for women · 3 tickets so far')
  })
})

const workshop: PublicWorkshop = {
  ...{
    id: 'w1',
    title: 'Interview practice',
    summary: 'Practise aloud',
    state: 'published',
    movedFrom: null,
    publishedAt: now,
    drawAt: null,
  },
  ...{
    startsAt: new Date('2027-07-20T17:00:00Z'),
    endsAt: new Date('2027-07-20T19:00:00Z'),
    bookingClosesAt: new Date('2027-07-19T17:00:00Z'),
  },
  ...{ online: false, venue: 'Hall', address: '1 Road\nCrewe', town: 'Crewe', capacity: 8, booked: 3, offered: 1, waiting: 0 },
}
const where = { baseUrl: 'https://support.example', forceName: 'Cheshire Constabulary' }
const data = (overrides: Partial<PublicWorkshop> = {}) => eventData({ ...workshop, ...overrides }, where, now)

describe('what a workshop says of itself to search engines', () => {
  it('has the offset of London, in summer and in winter', () => {
    expect(data()).toMatchObject({ startDate: '2027-07-20T18:00:00+01:00', endDate: '2027-07-20T20:00:00+01:00' })
    expect(withOffset(new Date('2027-01-20T18:00:00Z'))).toBe('2027-01-20T18:00:00+00:00')
    expect(withOffset(new Date('2027-10-31T00:30:00Z'))).toBe('2027-10-31T01:30:00+01:00')
    expect(withOffset(new Date('2027-10-31T01:30:00Z'))).toBe('2027-10-31T01:30:00+00:00')
  })

  it('says whether it goes ahead, and when it was to be', () => {
    expect(data()['eventStatus']).toBe('https://schema.org/EventScheduled')
    expect(data({ movedFrom: now })).toMatchObject({
      eventStatus: 'https://schema.org/EventRescheduled',
      previousStartDate: '2027-01-10T12:00:00+00:00',
    })
    expect(data({ state: 'cancelled' })).toMatchObject({ eventStatus: 'https://schema.org/EventCancelled', remainingAttendeeCapacity: 0 })
    const off = data({
      state: 'postponed',
      movedFrom: now,
      startsAt: new Date('2037-01-08T12:00:00Z'),
      endsAt: new Date('2037-01-08T14:00:00Z'),
    })
    expect(off).toMatchObject({
      eventStatus: 'https://schema.org/EventPostponed',
      startDate: '2027-01-10T12:00:00+00:00',
      endDate: '2027-01-10T14:00:00+00:00',
    })
  })

  it('says where it is, and an online one only that it is at its page', () => {
    expect(data()['location']).toMatchObject({
      '@type': 'Place',
      name: 'Hall',
      address: { streetAddress: '1 Road, Crewe', addressLocality: 'Crewe' },
    })
    expect(data({ online: true })).toMatchObject({
      eventAttendanceMode: 'https://schema.org/OnlineEventAttendanceMode',
      location: { '@type': 'VirtualLocation', url: 'https://support.example/workshops/w1' },
    })
  })

  it('says what is left, truly: nothing where somebody waits, and a draw is no certain place', () => {
    const offer = (overrides: Partial<PublicWorkshop>) =>
      (data(overrides)['offers'] as { availability: string }).availability.split('/').at(-1)
    expect(data()['remainingAttendeeCapacity']).toBe(4)
    expect(data({ waiting: 2 })['remainingAttendeeCapacity']).toBe(0)
    expect([
      offer({}),
      offer({ waiting: 2 }),
      offer({ booked: 8 }),
      offer({ drawAt: later, waiting: 9 }),
      offer({ bookingClosesAt: now }),
    ]).toEqual([...['InStock', 'SoldOut', 'SoldOut', 'LimitedAvailability', 'SoldOut']])
  })

  it('cannot end the element that holds it, whatever was typed', () => {
    const block = dataBlock(data({ title: '</script><script>alert(1)</script><!--' }))
    expect(block).not.toContain('<')
    expect(JSON.parse(block)).toMatchObject({ name: '</script><script>alert(1)</script><!--' })
  })
})

describe('the picture of an address that is shared', () => {
  it.each(['cheshire', 'hampshire'] as const)('is drawn in the colours of %s, with what was typed as text', (id) => {
    const force = profileOf(id)
    const svg = sharePicture(force, { title: '<b>Bold</b> & “quoted” 🎓 مرحبا', lines: ['20 January 2027'] })
    for (const colour of [force.colours.deep, force.colours.accent]) expect(svg).toContain(colour)
    expect(svg).toContain('&lt;b&gt;Bold&lt;/b&gt; &amp;')
    expect(svg).not.toMatch(/🎓|م/u)
  })

  it('keeps a long title to four lines, and has one where nothing can be drawn', () => {
    const long = sharePicture(profileOf('cheshire'), { title: 'Getting ready for the day '.repeat(9), lines: [] })
    expect(long.match(/Getting|ready/g)?.length).toBeLessThan(14)
    expect(sharePicture(profileOf('cheshire'), { title: '🎓', lines: [] })).toContain(profileOf('cheshire').service)
  })
})
