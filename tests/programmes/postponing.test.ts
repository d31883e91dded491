import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { expireOffers, askForPlace } from '../../src/features/programmes/commands/places.ts'
import { givesBackFreely } from '../../src/features/programmes/rules/places.ts'
import { aCohort } from '../support/cohorts.ts'
import { aCandidate, anAccount, asActor, aWorkshop, signedInAs, submit } from '../support/people.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-03-01T10:00:00Z') }))
afterEach(() => vi.useRealTimers())

const where = { how: 'inPerson', venue: 'Hall', address: '', area: '', why: 'The hall flooded' }
const newDate = { ...where, known: 'yes', date: '15/4/2027', start: '6pm', end: '8pm' }
const text = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll(/\s+/g, ' ')

/** A workshop of one place three weeks from now, with one person booked, one offered after another left, and two who wait. */
async function aFullWorkshop() {
  const workshop = await aWorkshop({ capacity: 2, venue: 'Hall' })
  const people = [await aCandidate(), await aCandidate(), await aCandidate(), await aCandidate()]
  for (const person of people) await askForPlace(asActor(person), workshop.id)
  const team = await signedInAs(await anAccount())
  const second = await db.place.findFirstOrThrow({ where: { workshopId: workshop.id, arrival: 2 } })
  await submit(team, `/staff/workshops/${workshop.id}/places/${second.id}/remove`, { reason: 'Rang us' })
  const page = `/staff/workshops/${workshop.id}/postpone`
  return { workshop, people, team, page, postpone: (values: Record<string, string>) => submit(team, page, values) }
}

const statesOf = async (workshopId: string) =>
  (await db.place.findMany({ where: { workshopId }, orderBy: { arrival: 'asc' } })).map(({ state }) => state)
const told = (workshopId: string, kind: string) =>
  db.place
    .findMany({ where: { workshopId }, select: { id: true } })
    .then((places) => db.email.count({ where: { kind, aboutId: { in: places.map(({ id }) => id) } } }))
const placeOf = (workshopId: string, candidateId: string | undefined) =>
  db.place.findFirstOrThrow({ where: { workshopId, candidateId: candidateId ?? '' } })

describe('a workshop put off to a date that nobody knows yet', () => {
  it('takes nobody’s place and nobody’s turn, tells each once, and holds offers until the date is known', async () => {
    const { workshop, people, postpone, page } = await aFullWorkshop()
    expect((await postpone({ ...where, known: 'no' })).status).toBe(303)
    expect(await statesOf(workshop.id)).toEqual(['booked', 'withdrawn', 'offered', 'waiting'])
    expect(await told(workshop.id, 'workshop.postponed')).toBe(3)
    vi.setSystemTime(new Date('2027-06-01T10:00:00Z')) // long after the day on which it was to be
    await expireOffers()
    expect(await statesOf(workshop.id)).toEqual(['booked', 'withdrawn', 'offered', 'waiting'])
    expect(await askForPlace(asActor(await aCandidate()), workshop.id)).toEqual({ ok: false, reason: 'notOpen' })
    const team = await signedInAs(await anAccount())
    expect((await submit(team, page, { ...newDate, date: '15/7/2027', why: '' })).status).toBe(303)
    expect(await told(workshop.id, 'workshop.newDate')).toBe(3)
    const after = await db.workshop.findUniqueOrThrow({ where: { id: workshop.id } })
    expect(after).toMatchObject({
      state: 'published',
      startsAt: new Date('2027-07-15T17:00:00Z'),
      movedFrom: workshop.startsAt,
      sequence: 2,
    })
    expect(after.bookingClosesAt).toEqual(new Date('2027-07-14T17:00:00Z'))
    const offered = await placeOf(workshop.id, people[2]?.id)
    expect(offered.expiresAt?.getTime()).toBeGreaterThan(Date.now())
    expect(offered.expiresAt?.getTime()).toBeLessThan(after.offersEndAt.getTime())
    expect((await team.get(page)).text).toContain('This reaches 3 people')
  })

  it('is said so on its page and in the lists, and each can leave from there', async () => {
    const { workshop, people, postpone, team } = await aFullWorkshop()
    await postpone({ ...where, known: 'no' })
    const see = async (n: number) => {
      const person = people[n]
      const agent = await signedInAs(person ?? { id: '' })
      return {
        agent,
        page: text((await agent.get(`/workshops/${workshop.id}`).expect(200)).text),
        home: text((await agent.get('/my')).text),
      }
    }
    const [booked, offered, waiting] = [await see(0), await see(2), await see(3)]
    for (const { page, home } of [booked, offered, waiting]) {
      expect(page).toContain('It was to be on 22 March 2027')
      expect(page).toContain('The hall flooded')
      expect(page + home).not.toMatch(/203\d/)
      expect(home).toContain('Postponed from 22 March 2027')
    }
    expect(text((await team.get('/staff/workshops')).text)).toContain('Postponed, new date to come')
    const list = text((await booked.agent.get('/workshops')).text)
    expect(list).toContain('New date to come')
    expect(list).not.toMatch(/203\d/)
    vi.setSystemTime(new Date('2027-03-22T09:59:00Z')) // a minute before it was to begin: nobody is late
    const again = (n: number) => signedInAs(people[n] ?? { id: '' })
    const mine = await placeOf(workshop.id, people[0]?.id)
    expect((await submit(await again(0), `/places/${mine.id}/cancel`, {})).status).toBe(303)
    const waits = await placeOf(workshop.id, people[3]?.id)
    await submit(await again(3), `/workshops/${workshop.id}`, {}, `/places/${waits.id}/leave`)
    const held = await placeOf(workshop.id, people[2]?.id)
    await submit(await again(2), `/workshops/${workshop.id}`, {}, `/places/${held.id}/accept`)
    expect(await statesOf(workshop.id)).toEqual(['cancelled', 'withdrawn', 'booked', 'withdrawn'])
  })

  it('stays among the workshops of its cohort, with the day on which it was to be, and keeps the cohort open', async () => {
    const { workshop, postpone, team } = await aFullWorkshop()
    const cohort = await aCohort({ endsOn: new Date('2027-03-30T00:00:00Z') })
    await db.workshop.update({ where: { id: workshop.id }, data: { cohortId: cohort.id, programmeId: cohort.programmeId } })
    await postpone({ ...where, known: 'no' })
    for (const address of [`/cohorts/${cohort.id}`, `/staff/cohorts/${cohort.id}`]) {
      const page = text((await team.get(address).expect(200)).text)
      expect(page).toContain(workshop.title)
      expect(page).toMatch(/(?:It was to be on|Postponed from) 22 March 2027/)
      expect(page).not.toContain('2037')
    }
    expect((await submit(team, `/staff/cohorts/${cohort.id}`, {}, `/staff/cohorts/${cohort.id}/close`)).status).toBe(422)
  })

  it('that is cancelled after all bears the day on which it was to be', async () => {
    const { workshop, postpone, team } = await aFullWorkshop()
    await postpone({ ...where, known: 'no' })
    expect((await submit(team, `/staff/workshops/${workshop.id}/cancel`, { reason: 'No hall is to be had' })).status).toBe(303)
    const after = await db.workshop.findUniqueOrThrow({ where: { id: workshop.id } })
    expect(after).toMatchObject({
      state: 'cancelled',
      startsAt: workshop.startsAt,
      endsAt: workshop.endsAt,
      offersEndAt: workshop.offersEndAt,
    })
  })
})

describe('a workshop put off to a new date', () => {
  it('asks whoever was booked anew, who gives the place back freely, however near it is, until they have said yes', async () => {
    const { workshop, people, postpone } = await aFullWorkshop()
    const soon = { ...newDate, date: '2/3/2027', start: '9am', end: '11am' }
    expect((await postpone(soon)).status).toBe(303)
    const agent = await signedInAs(people[0] ?? { id: '' })
    const page = text((await agent.get(`/workshops/${workshop.id}`)).text)
    expect(page).toContain('The date is new. Are you coming?')
    expect(page).toContain('give the place back freely')
    const mine = await placeOf(workshop.id, people[0]?.id)
    expect(text((await agent.get(`/places/${mine.id}/cancel`)).text)).not.toContain('What comes closest')
    expect((await submit(agent, `/places/${mine.id}/cancel`, {})).headers['location']).toBe(`/workshops/${workshop.id}?notice=cancelled`)
    expect(await placeOf(workshop.id, people[0]?.id)).toMatchObject({ state: 'cancelled' })
  })

  it('asks for a reason again from whoever said that they come, and from whoever booked later', async () => {
    const { workshop, people, postpone } = await aFullWorkshop()
    await postpone({ ...newDate, date: '2/3/2027', start: '9am', end: '11am' })
    const agent = await signedInAs(people[0] ?? { id: '' })
    const mine = await placeOf(workshop.id, people[0]?.id)
    await submit(agent, `/workshops/${workshop.id}`, {}, `/places/${mine.id}/coming`)
    expect((await submit(agent, `/places/${mine.id}/cancel`, {})).status).toBe(422)
  })

  it('is refused without a date, with one that is past, and once it has begun', async () => {
    const { workshop, postpone, page } = await aFullWorkshop()
    expect(text((await postpone({ ...newDate, date: '' })).text)).toContain('Enter the date')
    expect(text((await postpone({ ...newDate, date: '1/2/2027' })).text)).toContain('still to come')
    expect(text((await postpone({ ...newDate, known: '' })).text)).toContain('Choose whether the new date is known')
    vi.setSystemTime(workshop.startsAt)
    const team = await signedInAs(await anAccount())
    expect(text((await submit(team, page, { ...where, known: 'no' })).text)).toContain('has begun')
    expect(await told(workshop.id, 'workshop.postponed')).toBe(0)
  })
})

it('the rule and the database agree on who gives a place back freely', async () => {
  const startsAt = new Date('2027-03-02T09:00:00Z')
  const [early, late] = [new Date('2027-02-01T09:00:00Z'), new Date('2027-02-20T09:00:00Z')]
  for (const postponedAt of [null, new Date('2027-02-10T09:00:00Z')])
    for (const bookedAt of [early, late])
      for (const comingFor of [null, startsAt, early])
        for (const state of ['booked', 'waiting'] as const) {
          const workshop = await aWorkshop({ startsAt, postponedAt, ...(postponedAt && { movedFrom: early }) })
          const candidate = await aCandidate()
          const data = { workshopId: workshop.id, candidateId: candidate.id, arrival: 1, askedAt: early, state, bookedAt, comingFor }
          const place = await db.place.create({ data })
          const free = givesBackFreely({ state, comingFor, bookedAt }, { startsAt, postponedAt })
          const [row] = await db.$queryRaw<{ outcome: string }[]>`SELECT give_back_postponed(${place.id}::uuid, ${candidate.id}::uuid,
            ${candidate.accountId}::uuid, 'candidate', ${new Date()}) AS outcome`
          expect(row?.outcome === 'ok', JSON.stringify({ postponedAt, bookedAt, comingFor, state })).toBe(free)
        }
})
