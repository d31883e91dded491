import ICAL from 'ical.js'
import request from 'supertest'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { programmeEmails } from '../../src/features/programmes/emails.ts'
import { askForPlace, cancelPlace } from '../../src/features/programmes/commands/places.ts'
import { cancelWorkshop, moveWorkshop } from '../../src/features/programmes/commands/workshops.ts'
import { postponeWorkshop } from '../../src/features/programmes/commands/postponing.ts'
import { closeAccount } from '../../src/features/privacy/commands.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, anApp, asActor, aWorkshop, PASSWORD, signedInAs, submit } from '../support/people.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-04T10:00:00Z') }))
afterEach(() => vi.useRealTimers())

/** What another library makes of a calendar file. */
function read(file: string) {
  const calendar = new ICAL.Component(ICAL.parse(file) as never)
  const events = calendar.getAllSubcomponents('vevent').map((each) => {
    const event = new ICAL.Event(each)
    return {
      uid: event.uid,
      sequence: event.sequence,
      start: event.startDate.toJSDate(),
      end: event.endDate.toJSDate(),
      summary: event.summary,
      where: event.location,
      status: each.getFirstPropertyValue('status'),
      shownAs: each.getFirstPropertyValue('class'),
      organizer: each.getFirstPropertyValue('organizer'),
    }
  })
  return { method: calendar.getFirstPropertyValue('method'), events, event: events[0] }
}

async function booked(overrides: Parameters<typeof aWorkshop>[0] = {}) {
  const candidate = await aCandidate()
  const workshop = await aWorkshop({ capacity: 3, ...overrides })
  await askForPlace(asActor(candidate), workshop.id)
  const place = await db.place.findFirstOrThrow({ where: { workshopId: workshop.id, candidateId: candidate.id } })
  return { candidate, workshop, place }
}

/** The file that goes with an e-mail, as it would be sent now. */
async function attached(kind: string, placeId: string, data: Record<string, unknown> = {}) {
  const force = profileOf('cheshire')
  const about = { emailId: '', accountId: null, candidateId: null, aboutId: placeId, baseUrl: 'http://localhost', force, data }
  const letter = await programmeEmails[kind]?.(about)
  return letter?.calendar && { ...read(letter.calendar.file), told: letter.calendar.method, file: letter.calendar.file }
}

const team = async () => ({
  role: 'coordinator' as const,
  accountId: (await anAccount()).id,
  name: 'Priya',
  roles: ['coordinator'] as const,
})

describe('the file of a place', () => {
  it.each([
    ['in winter', '2027-01-20T18:00:00Z', '2027-01-20T20:00:00Z'],
    ['in summer', '2027-07-20T17:00:00Z', '2027-07-20T19:00:00Z'],
    ['over the night on which the clocks go forward', '2027-03-28T00:30:00Z', '2027-03-28T02:30:00Z'],
    ['on the weekend of spring', '2027-03-28T09:00:00Z', '2027-03-28T11:00:00Z'],
    ['in the hour that comes twice', '2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z'],
    ['on the weekend of autumn', '2027-10-30T22:30:00Z', '2027-10-31T02:30:00Z'],
  ])('says the very instants, %s', async (_when, start, end) => {
    const times = { startsAt: new Date(start), endsAt: new Date(end) }
    const { candidate, workshop } = await booked(times)
    const agent = await signedInAs(candidate)
    const { text } = await agent
      .get(`/workshops/${workshop.id}/calendar.ics`)
      .expect(200)
      .expect('content-type', /text\/calendar/)
    const { event, method } = read(text)
    expect(method).toBe('PUBLISH')
    expect(event).toMatchObject({ start: times.startsAt, end: times.endsAt, status: 'CONFIRMED', shownAs: 'PRIVATE', sequence: 0 })
    expect(event?.uid).toBe(`workshop-${workshop.id}@cheshire.portal`)
  })

  it('names the workshop, and the plain label where the title would say something about a person', async () => {
    const open = await booked({ title: 'Interview practice', safeLabel: 'Preparation workshop' })
    const telling = await booked({ title: 'Women’s Insight day', safeLabel: 'Preparation workshop', restricted: true })
    const [first, second] = [await attached('place.booked', open.place.id), await attached('place.booked', telling.place.id)]
    expect(first?.event?.summary).toBe('Interview practice')
    expect(second?.event?.summary).toBe('Preparation workshop')
    for (const each of [first, second]) expect(each?.file).not.toMatch(/positive action|Women|underrepresented|meet\.example/i)
    expect(second?.file).not.toContain(telling.workshop.id.toUpperCase() + '/')
    expect(second?.file.replaceAll(/\r\n[ ]/g, '')).toContain(`/places/${telling.place.id}`)
  })

  it('never has the link to join', async () => {
    const { place } = await booked({ online: true, joiningLink: 'https://meet.example/room' })
    const sent = await attached('place.booked', place.id)
    expect(sent?.event?.where).toBe('Online')
    expect(sent?.file).not.toContain('meet.example')
  })

  it('keeps its name and rises by each change: moved, put off, given a date, given back, booked again, cancelled', async () => {
    const { candidate, workshop, place } = await booked()
    const actor = await team()
    const where = { how: 'inPerson' as const, venue: 'New hall', address: '', area: '' }
    const at = (day: string) => ({ startsAt: new Date(`${day}T18:00:00Z`), endsAt: new Date(`${day}T20:00:00Z`) })
    const was = { startsAt: workshop.startsAt.toISOString(), endsAt: workshop.endsAt.toISOString() }
    const files = [await attached('place.booked', place.id)]
    await moveWorkshop(actor, workshop.id, { ...where, ...at('2027-02-02') })
    files.push(await attached('workshop.moved', place.id, was))
    expect(files[1]?.event).toMatchObject({ start: at('2027-02-02').startsAt, where: 'New hall', status: 'CONFIRMED' })
    await postponeWorkshop(actor, workshop.id, { known: false, why: '' })
    files.push(await attached('workshop.postponed', place.id, was))
    expect(files[2]).toMatchObject({ method: 'CANCEL', told: 'CANCEL', event: { status: 'CANCELLED', start: at('2027-02-02').startsAt } })
    await postponeWorkshop(actor, workshop.id, { known: true, why: '', ...where, ...at('2027-03-03') })
    files.push(await attached('workshop.newDate', place.id, was))
    expect(files[3]).toMatchObject({ method: 'PUBLISH', event: { status: 'CONFIRMED', start: at('2027-03-03').startsAt } })
    await cancelPlace(asActor(candidate), place.id)
    files.push(await attached('place.cancelled', place.id))
    expect(files[4]).toMatchObject({ method: 'CANCEL', event: { status: 'CANCELLED' } })
    await askForPlace(asActor(candidate), workshop.id)
    const second = await db.place.findFirstOrThrow({ where: { workshopId: workshop.id, candidateId: candidate.id, state: 'booked' } })
    files.push(await attached('place.booked', second.id))
    await cancelWorkshop(actor, workshop.id, 'No hall')
    files.push(await attached('place.workshopCancelled', second.id))
    expect(files[6]).toMatchObject({ method: 'CANCEL', event: { status: 'CANCELLED' } })
    expect(new Set(files.map((each) => each?.event?.uid)).size).toBe(1)
    const rising = files.map((each) => each?.event?.sequence ?? -1)
    expect(rising).toEqual([...new Set(rising)].sort((a, b) => a - b))
    expect(new Set(files.map((each) => String(each?.event?.organizer))).size).toBe(1)
  })

  it('comes with no letter to somebody who only waited', async () => {
    const first = await booked({ capacity: 1 })
    const waits = await aCandidate()
    await askForPlace(asActor(waits), first.workshop.id)
    await cancelWorkshop(await team(), first.workshop.id, 'No hall')
    const place = await db.place.findFirstOrThrow({ where: { candidateId: waits.id } })
    expect(await attached('place.workshopCancelled', place.id)).toBeUndefined()
  })
})

describe('a calendar of one’s own', () => {
  const addressIn = (html: string) => /id="feed-address">([^<]+)</.exec(html)?.[1] ?? ''

  it('fetches every booked place from one secret address, without signing in, and nothing else', async () => {
    const { candidate, workshop } = await booked({ title: 'Interview practice' })
    const other = await aWorkshop({ title: 'Fitness', capacity: 1, startsAt: new Date('2027-07-01T17:00:00Z') })
    await askForPlace(asActor(await aCandidate()), other.id)
    await askForPlace(asActor(candidate), other.id) // waits
    const another = await aWorkshop({ title: 'Writing', capacity: 4, startsAt: new Date('2027-06-30T17:00:00Z') })
    await askForPlace(asActor(candidate), another.id)
    const agent = await signedInAs(candidate)
    expect((await submit(agent, '/my/calendar', { act: 'make' })).headers['location']).toBe('/my/calendar?notice=made')
    const page = (await agent.get('/my/calendar')).text
    const address = new URL(addressIn(page))
    expect(page).toContain(`webcal://${address.host}${address.pathname}`)
    const feed = await request(anApp())
      .get(address.pathname)
      .expect(200)
      .expect('content-type', /text\/calendar/)
    expect(feed.headers['x-robots-tag']).toBe('noindex')
    const { events, method } = read(feed.text)
    expect(method).toBe('PUBLISH')
    expect(events.map(({ summary, start }) => [summary, start])).toEqual([
      ['Interview practice', workshop.startsAt],
      ['Writing', another.startsAt],
    ])
    const place = await db.place.findFirstOrThrow({ where: { workshopId: workshop.id, candidateId: candidate.id } })
    await cancelPlace(asActor(candidate), place.id)
    expect(read((await request(anApp()).get(address.pathname)).text).events.map(({ summary }) => summary)).toEqual(['Writing'])
  })

  it('ends at once where a new address is made, it is ended, or the account is gone; no other address opens anything', async () => {
    const { candidate } = await booked()
    const agent = await signedInAs(candidate)
    await submit(agent, '/my/calendar', { act: 'make' })
    const addressNow = async () => new URL(addressIn((await agent.get('/my/calendar')).text)).pathname
    const first = await addressNow()
    const status = async (path: string) => (await request(anApp()).get(path)).status
    await submit(agent, '/my/calendar', { act: 'renew' })
    const second = await addressNow()
    expect(second).not.toBe(first)
    expect([await status(first), await status(second)]).toEqual([404, 200])
    const [id = ''] = second.replace('/calendars/', '').split('.')
    for (const guess of [`/calendars/${id}.ics`, `/calendars/${id}.${'A'.repeat(43)}.ics`, '/calendars/nonsense', '/calendars/%00.x.ics'])
      expect(await status(guess)).toBe(404)
    await submit(agent, '/my/calendar', { act: 'end' })
    expect(await status(second)).toBe(404)
    await submit(agent, '/my/calendar', { act: 'make' })
    const third = await addressNow()
    await closeAccount(asActor(candidate), PASSWORD)
    expect(await status(third)).toBe(404)
    expect(await db.calendarFeed.count({ where: { candidateId: candidate.id } })).toBe(0)
  })

  it('is nobody else’s: each sees their own page alone, and the entry leads to a page that asks who they are', async () => {
    const { candidate, workshop, place } = await booked()
    const other = await signedInAs(await aCandidate())
    expect((await other.get(`/workshops/${workshop.id}/calendar.ics`)).status).toBe(404)
    expect((await other.get(`/places/${place.id}`)).status).toBe(404)
    expect((await request(anApp()).get(`/places/${place.id}`)).headers['location']).toContain('/sign-in')
    expect((await (await signedInAs(candidate)).get(`/places/${place.id}`)).headers['location']).toBe(`/workshops/${workshop.id}`)
  })
})
