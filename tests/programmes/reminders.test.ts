import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { programmeEmails } from '../../src/features/programmes/emails.ts'
import { remindPlaces } from '../../src/features/programmes/commands/places.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, aWorkshop, signedInAs, submit } from '../support/people.ts'

const at = (text: string) => vi.setSystemTime(new Date(text))
const DAY = 86_400_000

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  at('2027-03-01T09:00:00Z')
  await db.workshop.updateMany({ data: { state: 'cancelled', cancelledAt: new Date() } })
})

afterEach(() => {
  vi.useRealTimers()
})

/** Somebody booked at the beginning of March 2027 on a workshop at this time. */
async function booked(startsAt: string, bookedAt = '2027-03-01T08:00:00Z') {
  const candidate = await aCandidate()
  const workshop = await aWorkshop({ startsAt: new Date(startsAt), capacity: 4 })
  const asked = new Date(bookedAt)
  const place = await db.place.create({
    data: { workshopId: workshop.id, candidateId: candidate.id, arrival: 1, state: 'booked', askedAt: asked, bookedAt: asked },
  })
  return { candidate, workshop, place }
}

const told = async (placeId: string) =>
  (await db.email.findMany({ where: { aboutId: placeId }, orderBy: { createdAt: 'asc' } })).map(({ kind, createdAt }) => [
    kind.replace('place.reminder.', ''),
    createdAt.toISOString(),
  ])

/** Runs the job every ten minutes from now until then, as the clockwork does. */
async function until(end: string, step = 10 * 60_000) {
  for (let time = Date.now(); time <= new Date(end).getTime(); time += step) {
    vi.setSystemTime(time)
    await remindPlaces()
  }
}

describe('somebody with a place', () => {
  it('is asked two weeks before, and reminded 7 days and 1 day before, at the workshop’s own hour in London though the clocks change', async () => {
    const { place } = await booked('2027-04-01T17:00:00Z') // 18:00 in summer time; the clocks change on 28 March
    at('2027-03-18T16:00:00Z')
    await until('2027-04-01T18:00:00Z', 60 * 60_000)
    expect(await told(place.id)).toEqual([
      ['stillComing', '2027-03-18T18:00:00.000Z'],
      ['week', '2027-03-25T18:00:00.000Z'],
      ['day', '2027-03-31T17:00:00.000Z'],
    ])
  })

  it('is reminded in the morning of what falls due at night', async () => {
    const { place } = await booked('2027-03-20T06:30:00Z')
    at('2027-03-18T20:00:00Z')
    await until('2027-03-19T09:00:00Z')
    expect((await told(place.id)).filter(([kind]) => kind === 'day')).toEqual([['day', '2027-03-19T08:00:00.000Z']])
  })

  it('is told once, whoever runs at the same moment and however often', async () => {
    const { place } = await booked('2027-03-09T18:00:00Z', '2027-02-01T09:00:00Z')
    at('2027-03-02T18:00:00Z')
    await Promise.all(Array.from({ length: 8 }, () => remindPlaces()))
    await remindPlaces()
    expect(await told(place.id)).toHaveLength(1)
  })

  it('is told late where nothing ran meanwhile, and not of what is past', async () => {
    const { place } = await booked('2027-03-20T18:00:00Z')
    at('2027-03-15T10:00:00Z')
    await remindPlaces()
    expect((await told(place.id)).map(([kind]) => kind)).toEqual(['week'])
  })

  it('hears nothing where they booked later than that, gave the place back, or the workshop will not happen', async () => {
    const late = await booked('2027-03-06T18:00:00Z', '2027-03-01T08:00:00Z')
    const given = await booked('2027-03-07T18:00:00Z', '2027-02-01T08:00:00Z')
    await db.place.update({ where: { id: given.place.id }, data: { state: 'cancelled', endedAt: new Date() } })
    const off = await booked('2027-03-07T18:00:00Z', '2027-02-01T08:00:00Z')
    await db.workshop.update({ where: { id: off.workshop.id }, data: { state: 'cancelled', cancelledAt: new Date() } })
    await remindPlaces()
    expect([await told(late.place.id), await told(given.place.id), await told(off.place.id)]).toEqual([[], [], []])
  })

  it('is asked and reminded anew where the workshop moves to another day', async () => {
    const { place, workshop } = await booked('2027-03-08T08:30:00Z', '2027-02-01T08:00:00Z')
    await remindPlaces()
    const startsAt = new Date('2027-03-29T17:00:00Z')
    const times = { startsAt, endsAt: new Date(startsAt.getTime() + 7_200_000), bookingClosesAt: startsAt, offersEndAt: startsAt }
    await db.workshop.update({ where: { id: workshop.id }, data: times })
    at('2027-03-16T10:00:00Z')
    await remindPlaces()
    expect((await told(place.id)).map(([kind]) => kind)).toEqual(['week', 'stillComing'])
  })
})

describe('the letter', () => {
  const write = async (kind: string, placeId: string, startsAt: Date) =>
    programmeEmails[`place.reminder.${kind}`]?.({
      ...{ emailId: '', accountId: null, candidateId: null, aboutId: placeId, baseUrl: 'http://localhost', force: profileOf('cheshire') },
      data: { startsAt: startsAt.toISOString() },
    })

  it.each(['stillComing', 'week', 'day'])('%s names the time, links to the page, and says how to give the place up', async (kind) => {
    const { place, workshop } = await booked('2027-03-08T18:00:00Z')
    const letter = await write(kind, place.id, workshop.startsAt)
    expect(letter?.subject.replaceAll('\u00a0', ' ')).toContain('8 March 2027, 6pm')
    expect(letter?.button?.href).toBe(`http://localhost/workshops/${workshop.id}`)
    expect(JSON.stringify(letter)).toMatch(/cancel|gives it to somebody/)
  })

  it('is not sent where the workshop has moved, the place is gone, or it has begun', async () => {
    const { place, workshop } = await booked('2027-03-08T18:00:00Z')
    expect(await write('week', place.id, new Date(workshop.startsAt.getTime() + DAY))).toBeUndefined()
    await db.place.update({ where: { id: place.id }, data: { state: 'cancelled', endedAt: new Date() } })
    expect(await write('week', place.id, workshop.startsAt)).toBeUndefined()
    const other = await booked('2027-03-08T18:00:00Z')
    at('2027-03-08T18:00:00Z')
    expect(await write('day', other.place.id, other.workshop.startsAt)).toBeUndefined()
  })
})

describe('saying that one is still coming', () => {
  it('is one press from two weeks before, is kept for that time alone, and the team sees how many said so', async () => {
    const { candidate, workshop, place } = await booked('2027-03-14T18:00:00Z')
    const agent = await signedInAs(candidate)
    const page = `/workshops/${workshop.id}`
    expect((await agent.get(page).expect(200)).text).toContain('Are you still coming?')
    expect((await submit(agent, page, {}, `/places/${place.id}/coming`)).headers['location']).toBe(`${page}?notice=coming`)
    expect((await agent.get(page).expect(200)).text).toContain('You told us that you are coming')
    const team = await signedInAs(await anAccount())
    expect((await team.get(`/staff/workshops/${workshop.id}`).expect(200)).text).toContain('1 said again that they are coming')
    const startsAt = new Date('2027-03-13T18:00:00Z')
    await db.workshop.update({ where: { id: workshop.id }, data: { startsAt, bookingClosesAt: startsAt, offersEndAt: startsAt } })
    expect((await agent.get(page).expect(200)).text).toContain('Are you still coming?')
  })

  it('is not asked earlier, and cannot be said of another’s place, of one given back, or once it has begun', async () => {
    const { candidate, workshop, place } = await booked('2027-03-16T18:00:00Z')
    const agent = await signedInAs(candidate)
    expect((await agent.get(`/workshops/${workshop.id}`).expect(200)).text).not.toContain('Are you still coming?')
    const say = async (who = candidate) =>
      (await submit(await signedInAs(who), '/my/details/name', {}, `/places/${place.id}/coming`)).status
    expect(await say(await aCandidate())).toBe(404)
    at('2027-03-16T18:00:00Z')
    expect(await say()).toBe(422)
    at('2027-03-10T18:00:00Z')
    await db.place.update({ where: { id: place.id }, data: { state: 'cancelled', endedAt: new Date() } })
    expect(await say()).toBe(422)
    expect((await db.place.findUniqueOrThrow({ where: { id: place.id } })).comingFor).toBeNull()
  })
})
