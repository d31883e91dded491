import request from 'supertest'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { programmeEmails } from '../../src/features/programmes/emails.ts'
import { profileOf } from '../../src/forces/find.ts'
import { expireOffers } from '../../src/features/programmes/commands/places.ts'
import { aCandidate, anAccount, anApp, aWorkshop, signedInAs, submit } from '../support/people.ts'

const HOUR = 3_600_000
const noon = new Date('2027-01-11T12:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon })
})
afterEach(() => {
  vi.useRealTimers()
})

const text = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll(/\s+/g, ' ')
let app: ReturnType<typeof anApp>
beforeAll(() => {
  app = anApp()
})

async function person(name: string) {
  const candidate = await aCandidate({ name })
  return { ...candidate, agent: await signedInAs(candidate, app) }
}
type Person = Awaited<ReturnType<typeof person>>
const ask = (who: Person, workshopId: string) => submit(who.agent, `/workshops/${workshopId}`, {}, `/workshops/${workshopId}/ask`)
const placeOf = (who: Person, workshopId: string) =>
  db.place.findFirstOrThrow({ where: { workshopId, candidateId: who.id }, orderBy: { arrival: 'desc' } })
const act = async (who: Person, workshopId: string, what: string, values: Record<string, string> = {}) => {
  const place = await placeOf(who, workshopId)
  return submit(
    who.agent,
    what === 'cancel' ? `/places/${place.id}/cancel` : `/workshops/${workshopId}`,
    values,
    `/places/${place.id}/${what}`,
  )
}
const pageOf = async (who: Person, workshopId: string) => text((await who.agent.get(`/workshops/${workshopId}`).expect(200)).text)

describe('asking for a place', () => {
  test('books whoever comes while there is room, and lets the next wait', async () => {
    const workshop = await aWorkshop({ capacity: 1 })
    const [first, second] = [await person('Amara'), await person('Ben')]
    expect((await ask(first, workshop.id)).headers['location']).toBe(`/workshops/${workshop.id}?notice=booked`)
    expect((await ask(second, workshop.id)).headers['location']).toBe(`/workshops/${workshop.id}?notice=waiting`)
    expect(await pageOf(first, workshop.id)).toContain('You have a place')
    const waiting = await pageOf(second, workshop.id)
    expect(waiting).toContain('1st of 1 person waiting')
    expect(waiting).toContain('Joined the waiting list, 1st')
    expect(waiting).not.toContain('Amara')
  })

  test('is refused in words once booking has closed, to people who are not members, and a second time', async () => {
    const late = await aWorkshop({ bookingClosesAt: new Date(noon.getTime() + HOUR), capacity: 3 })
    const amara = await person('Amara')
    expect((await ask(amara, late.id)).status).toBe(303)
    const again = await amara.agent
      .post(`/workshops/${late.id}/ask`)
      .type('form')
      .send({ _csrf: await csrfOf(amara, late.id) })
    expect([again.status, text(again.text)]).toEqual([422, expect.stringContaining('asked for a place at this workshop already')])
    vi.setSystemTime(noon.getTime() + HOUR)
    const ben = await person('Ben')
    const closed = await ben.agent
      .post(`/workshops/${late.id}/ask`)
      .type('form')
      .send({ _csrf: await csrfOf(ben, late.id, true) })
    expect([closed.status, text(closed.text)]).toEqual([422, expect.stringContaining('Booking has closed')])
  })

  test('a workshop that is a draft or is not there is not found', async () => {
    const draft = await aWorkshop({ state: 'draft' })
    const amara = await person('Amara')
    await amara.agent.get(`/workshops/${draft.id}`).expect(404)
    await amara.agent.get('/workshops/01890000-0000-7000-8000-000000000000').expect(404)
    await amara.agent.get('/workshops/nonsense').expect(404)
  })

  test('a visitor is asked to sign in, and comes back to the same workshop', async () => {
    const workshop = await aWorkshop()
    const page = await request(app).get(`/workshops/${workshop.id}`).expect(200)
    expect(page.text).toContain(`/sign-in?next=${encodeURIComponent(`/workshops/${workshop.id}`)}`)
    expect(page.headers['set-cookie']).toBeUndefined()
  })
})

describe('an offer', () => {
  test('goes to whoever has waited longest, says until when, and is theirs once they take it', async () => {
    const workshop = await aWorkshop({ capacity: 1 })
    const [first, second, third] = [await person('Amara'), await person('Ben'), await person('Chidi')]
    for (const who of [first, second, third]) await ask(who, workshop.id)
    expect((await act(first, workshop.id, 'cancel')).status).toBe(303)
    const offered = await pageOf(second, workshop.id)
    expect(offered).toContain('A place is yours until 14 January 2027, 9pm')
    expect(await pageOf(third, workshop.id)).toContain('Moved up to 1st')
    expect((await act(second, workshop.id, 'accept')).headers['location']).toBe(`/workshops/${workshop.id}?notice=accepted`)
    expect(await pageOf(second, workshop.id)).toContain('You took the place')
    const kinds = await db.email.findMany({
      where: { aboutId: { in: [(await placeOf(second, workshop.id)).id] } },
      orderBy: { createdAt: 'asc' },
    })
    expect(kinds.map(({ kind }) => kind).sort()).toEqual(['place.booked', 'place.offered', 'place.waiting'])
  })

  test('that is left alone passes to the next person, and cannot be taken afterwards', async () => {
    const workshop = await aWorkshop({ capacity: 1 })
    const [first, second, third] = [await person('Amara'), await person('Ben'), await person('Chidi')]
    for (const who of [first, second, third]) await ask(who, workshop.id)
    await act(first, workshop.id, 'cancel')
    const offer = await placeOf(second, workshop.id)
    vi.setSystemTime((offer.expiresAt?.getTime() ?? 0) - 1)
    await expireOffers()
    expect((await placeOf(second, workshop.id)).state).toBe('offered')
    vi.setSystemTime(offer.expiresAt ?? 0)
    const late = await act(await again(second), workshop.id, 'accept')
    expect([late.status, text(late.text)]).toEqual([422, expect.stringContaining('This offer has ended')])
    await expireOffers()
    await expireOffers()
    expect([(await placeOf(second, workshop.id)).state, (await placeOf(third, workshop.id)).state]).toEqual(['expired', 'offered'])
    expect(await pageOf(await again(second), workshop.id)).toContain('The offer ran out')
  })
})

describe('giving a place back', () => {
  test('is free until a day before; later it asks for a reason out of a short list', async () => {
    const workshop = await aWorkshop({
      capacity: 1,
      startsAt: new Date(noon.getTime() + 30 * HOUR),
      bookingClosesAt: new Date(noon.getTime() + 20 * HOUR),
    })
    const amara = await person('Amara')
    await ask(amara, workshop.id)
    vi.setSystemTime(noon.getTime() + 6 * HOUR + 1)
    const refused = await act(await again(amara), workshop.id, 'cancel')
    expect([refused.status, text(refused.text)]).toEqual([422, expect.stringContaining('Choose the reason that comes closest')])
    expect((await act(await again(amara), workshop.id, 'cancel', { reason: 'nonsense' })).status).toBe(422)
    expect((await act(await again(amara), workshop.id, 'cancel', { reason: 'ill' })).status).toBe(303)
    expect(await placeOf(amara, workshop.id)).toMatchObject({ state: 'lateCancelled', reason: 'ill' })
  })

  test("another person's place is not found, whatever is done with it", async () => {
    const workshop = await aWorkshop({ capacity: 1 })
    const [first, second] = [await person('Amara'), await person('Ben')]
    await ask(first, workshop.id)
    await ask(second, workshop.id)
    const theirs = await placeOf(first, workshop.id)
    for (const what of ['accept', 'decline', 'leave', 'cancel']) {
      const answer = await submit(second.agent, `/workshops/${workshop.id}`, { reason: 'ill' }, `/places/${theirs.id}/${what}`)
      expect(answer.status).toBe(404)
    }
    await second.agent.get(`/places/${theirs.id}/cancel`).expect(404)
    expect((await placeOf(first, workshop.id)).state).toBe('booked')
  })

  test('leaving the list moves everybody behind up', async () => {
    const workshop = await aWorkshop({ capacity: 1 })
    const people = [await person('Amara'), await person('Ben'), await person('Chidi')] as const
    for (const who of people) await ask(who, workshop.id)
    await act(people[1], workshop.id, 'leave')
    expect(await pageOf(people[2], workshop.id)).toContain('1st of 1 person waiting')
    expect(await pageOf(people[1], workshop.id)).toContain('You left')
  })
})

describe('what people find', () => {
  test('the list says honestly what is full and what is theirs', async () => {
    const amara = await person('Amara')
    const mine = await aWorkshop({ title: 'Mine', capacity: 2 })
    await aWorkshop({ title: 'Online one', online: true })
    await ask(amara, mine.id)
    const listed = text((await amara.agent.get('/workshops').expect(200)).text)
    expect(listed).toMatch(/Mine.*You are booked/)
    const online = text((await request(app).get('/workshops?how=online').expect(200)).text)
    expect(online).toContain('Online one')
    expect(online).not.toContain('Mine')
    await request(app).get('/workshops?how=x&area=%00&page=99').expect(200)
  })

  test('the calendar file is for those booked; its name stays and its number rises', async () => {
    const workshop = await aWorkshop({ startsAt: new Date('2027-06-10T17:00:00Z'), sequence: 3 })
    const [amara, ben] = [await person('Amara'), await person('Ben')]
    await ask(amara, workshop.id)
    const file = await amara.agent.get(`/workshops/${workshop.id}/calendar.ics`).expect(200)
    expect(file.headers['content-type']).toBe('text/calendar; charset=utf-8')
    expect(file.text).toContain(`UID:workshop-${workshop.id}@cheshire.portal`)
    expect(file.text).toContain('SEQUENCE:3')
    expect(file.text).toContain('DTSTART:20270610T170000Z')
    await ben.agent.get(`/workshops/${workshop.id}/calendar.ics`).expect(404)
  })

  test('the joining link is shown to those booked, from a day before', async () => {
    const workshop = await aWorkshop({
      online: true,
      joiningLink: 'https://meet.example/room',
      startsAt: new Date(noon.getTime() + 48 * HOUR),
      capacity: 1,
    })
    const [amara, ben] = [await person('Amara'), await person('Ben')]
    await ask(amara, workshop.id)
    await ask(ben, workshop.id)
    expect((await amara.agent.get(`/workshops/${workshop.id}`)).text).not.toContain('meet.example')
    vi.setSystemTime(noon.getTime() + 24 * HOUR)
    expect((await (await again(amara)).agent.get(`/workshops/${workshop.id}`)).text).toContain('https://meet.example/room')
    expect((await (await again(ben)).agent.get(`/workshops/${workshop.id}`)).text).not.toContain('meet.example')
  })

  test('a clash is a warning and refuses nobody', async () => {
    const amara = await person('Amara')
    const [one, two] = [await aWorkshop({ title: 'The first' }), await aWorkshop({ title: 'The second' })]
    await ask(amara, one.id)
    expect(await pageOf(amara, two.id)).toMatch(/something else at that time You are booked for The first/)
    expect((await ask(amara, two.id)).status).toBe(303)
  })
})

describe('the e-mails', () => {
  const written = async (placeId: string) => {
    const emails = await db.email.findMany({ where: { aboutId: placeId }, orderBy: { createdAt: 'asc' } })
    const about = { baseUrl: 'https://portal.example', force: profileOf('cheshire') }
    return Promise.all(
      emails.map(async ({ kind, accountId, candidateId, aboutId, data, id }) => {
        const content = await programmeEmails[kind]?.({
          ...about,
          emailId: id,
          accountId,
          candidateId,
          aboutId,
          data: data as Record<string, unknown>,
        })
        return [kind, content] as const
      }),
    )
  }

  test('say until when an offer stands and lead to a page; what is no longer true is not sent', async () => {
    const workshop = await aWorkshop({ capacity: 1 })
    const [first, second] = [await person('Amara'), await person('Ben')]
    await ask(first, workshop.id)
    await ask(second, workshop.id)
    await act(first, workshop.id, 'cancel')
    const { id } = await placeOf(second, workshop.id)
    const before = Object.fromEntries(await written(id))
    expect(before['place.waiting']).toBeUndefined()
    expect(before['place.offered']?.heading.replaceAll('\u00a0', ' ')).toBe('A place is yours until 14 January 2027, 9pm')
    expect(before['place.offered']?.button?.href).toBe(`https://portal.example/workshops/${workshop.id}`)
    await act(second, workshop.id, 'accept')
    const after = Object.fromEntries(await written(id))
    expect(after['place.offered']).toBeUndefined()
    expect(after['place.booked']?.heading).toBe('You have a place')
  })

  test('are written for every kind that the database asks for', () => {
    const asked = ['waiting', 'booked', 'offered', 'expired', 'cancelled', 'lateCancelled', 'workshopCancelled', 'withdrawn']
    expect(Object.keys(programmeEmails)).toEqual(expect.arrayContaining(asked.map((state) => `place.${state}`)))
  })
})

test('somebody in another role is refused', async () => {
  const workshop = await aWorkshop()
  const agent = await signedInAs(await anAccount({ roles: ['coordinator'] }), app)
  await agent.get(`/workshops/${workshop.id}`).expect(200)
  await agent.get(`/workshops/${workshop.id}/calendar.ics`).expect(403)
})

/** Signed in once more, as a session of eight hours ends where the clock is moved. */
const again = async (who: Person): Promise<Person> => ({ ...who, agent: await signedInAs(who, app) })

async function csrfOf(who: Person, workshopId: string, elsewhere = false): Promise<string> {
  const other = await aWorkshop({ title: 'Another' })
  const page = await who.agent.get(`/workshops/${elsewhere ? other.id : workshopId}`)
  return /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
}
