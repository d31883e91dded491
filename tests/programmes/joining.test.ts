import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { changeMembership } from '../../src/features/programmes/commands/cohorts.ts'
import { askForPlace } from '../../src/features/programmes/commands/places.ts'
import { publishWorkshop } from '../../src/features/programmes/commands/workshops.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCohort, aCoordinator } from '../support/cohorts.ts'
import { aCandidate, anAccount, anApp, asActor, aWorkshop, signedInAs, submit } from '../support/people.ts'

const today = new Date('2027-01-04T10:00:00Z')
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: today }))
afterEach(() => vi.useRealTimers())

const app = () => anApp()
const team = async () => signedInAs(await anAccount(), app())
const invite = async (cohortId: string, candidateId: string) =>
  changeMembership(await aCoordinator(), { cohortId, candidateId, event: 'invite' })

describe('joining', () => {
  it('leads on to the workshops, tells of each how it went, and names what is at the same time', async () => {
    const cohort = await aCohort()
    const [free, full] = [
      await aWorkshop({ cohortId: cohort.id, membersOnly: true, capacity: 5, title: 'The free one' }),
      await aWorkshop({ cohortId: cohort.id, title: 'The full one', capacity: 1, startsAt: new Date('2027-02-03T18:00:00Z') }),
    ]
    await askForPlace(asActor(await aCandidate()), full.id)
    const person = await aCandidate({ adult: true })
    const clash = await aWorkshop({ title: 'Something else', capacity: 5 })
    await askForPlace(asActor(person), clash.id)
    await invite(cohort.id, person.id)
    const own = await signedInAs(person, app())
    const here = `/cohorts/${cohort.id}`
    const joined = await submit(own, here, { act: 'accept' })
    expect(joined.headers['location']).toBe(`${here}/places?step=joining&notice=accept`)
    const choose = await own.get(joined.headers['location'] ?? '').expect(200)
    expect(choose.text).toContain('At the same time you have Something else')
    expect(choose.text).not.toContain('checked')
    expect((await submit(own, `${here}/places`, {})).text).toContain('Choose at least one workshop')
    expect((await submit(own, `${here}/places`, { all: 'yes', step: 'joining' })).status).toBe(303)
    const told = await own.get(`${here}/places?step=joining`)
    expect(told.text).toContain('1st on the waiting list')
    expect(told.text).toContain('At the same time:')
    expect(
      await db.place.findMany({
        where: { candidateId: person.id, workshopId: { in: [free.id, full.id] } },
        orderBy: { askedAt: 'asc' },
        select: { state: true },
      }),
    ).toHaveLength(2)
    const wrong = await submit(own, `${here}/places`, { workshops: [clash.id] })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('Choose from the workshops of this group')
  })

  it('is refused outside the window with the day on which it opens, and after it closed', async () => {
    const early = await aCohort({ opensAt: new Date('2027-01-10T00:00:00Z') })
    const late = await aCohort({ opensAt: new Date('2026-12-01T00:00:00Z'), closesAt: new Date('2027-01-02T00:00:00Z') })
    const own = await signedInAs(await aCandidate(), app())
    expect((await own.get(`/cohorts/${early.id}`)).text).toContain('This opens on 10\u00a0January\u00a02027')
    const refused = await submit(own, `/cohorts/${early.id}`, { act: 'ask' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('This opens on 10\u00a0January\u00a02027')
    expect((await submit(own, `/cohorts/${late.id}`, { act: 'ask' })).text).toContain('Asking closed on 1\u00a0January\u00a02027')
  })

  it('offers a buddy to adults who have asked for none, once for each cohort', async () => {
    const cohort = await aCohort()
    const people = {
      adult: await aCandidate({ adult: true }),
      young: await aCandidate({ adult: false }),
      unsaid: await aCandidate(),
      asked: await aCandidate({ adult: true }),
    }
    await db.supportRequest.create({
      data: { candidateId: people.asked.id, kind: 'buddy', state: 'requested', requestedAt: today, changedAt: today, dueAt: today },
    })
    for (const person of Object.values(people)) {
      await invite(cohort.id, person.id)
      await changeMembership(await aCoordinator(), { cohortId: cohort.id, candidateId: person.id, event: 'accept' })
    }
    const here = `/cohorts/${cohort.id}/buddy`
    for (const [who, status] of [
      ['adult', 200],
      ['young', 303],
      ['unsaid', 303],
      ['asked', 303],
    ] as const)
      expect((await (await signedInAs(people[who], app())).get(here)).status, who).toBe(status)
    const own = await signedInAs(people.adult, app())
    const skipped = await submit(own, `/cohorts/${cohort.id}/before`, {}, `/cohorts/${cohort.id}/before/skip`)
    expect(skipped.headers['location']).toBe(`${here}?notice=skipped`)
    expect((await submit(own, here, {})).status).toBe(303)
    expect((await own.get(here)).status).toBe(303)
    expect((await own.get(`/cohorts/${cohort.id}`)).text).not.toContain('Would you like a buddy?')
  })

  it('asks for a buddy by the request that everybody makes', async () => {
    const cohort = await aCohort()
    const person = await aCandidate({ adult: true })
    await invite(cohort.id, person.id)
    const own = await signedInAs(person, app())
    await submit(own, `/cohorts/${cohort.id}`, { act: 'accept' })
    const page = await own.get(`/cohorts/${cohort.id}/buddy`)
    expect(page.text).toContain('name="chosen" value="buddy"')
    expect((await submit(own, '/my/support', { chosen: 'buddy', note: '' })).status).toBe(303)
    expect(await db.supportRequest.count({ where: { candidateId: person.id, kind: 'buddy' } })).toBe(1)
    expect((await own.get(`/cohorts/${cohort.id}/buddy`)).status).toBe(303)
  })
})

describe('running a cohort again', () => {
  const typed = { name: 'Insight autumn', capacity: '12', weekdays: 'keep', opens: '1/2/2027', closes: '1/3/2027', seen: '' }

  it('shows every date first, then makes drafts of all, with nothing of people', async () => {
    const cohort = await aCohort()
    const first = await aWorkshop({
      cohortId: cohort.id,
      session: 1,
      title: 'One',
      startsAt: new Date('2027-01-20T18:00:00Z'),
      joiningLink: 'https://meet.example/a',
      facilitator: 'Marcus',
    })
    await aWorkshop({ cohortId: cohort.id, session: 2, title: 'Two', startsAt: new Date('2027-01-27T18:00:00Z') })
    await aWorkshop({ cohortId: cohort.id, title: 'Gone', state: 'cancelled' })
    await askForPlace(asActor(await aCandidate()), first.id)
    const agent = await team()
    const here = `/staff/cohorts/${cohort.id}/again`
    await agent.get(here).expect(200)
    const shown = await submit(agent, here, { ...typed, first: '22/3/2027' })
    expect(shown.status).toBe(200)
    // Wednesdays stay Wednesdays; the clocks go forward on 28 March between the two
    expect(shown.text).toContain('Wednesday 24\u00a0March\u00a02027')
    expect(shown.text).toContain('The clocks changed since the one before')
    expect(await db.cohort.count({ where: { name: 'Insight autumn' } })).toBe(0)
    const seen = /name="seen" value="([^"]*)"/.exec(shown.text)?.[1] ?? ''
    const made = await submit(agent, here, { ...typed, first: '22/3/2027', seen })
    expect(made.status).toBe(303)
    const { id } = await db.cohort.findFirstOrThrow({ where: { name: 'Insight autumn' } })
    const drafts = await db.workshop.findMany({ where: { cohortId: id }, orderBy: { startsAt: 'asc' }, include: { places: true } })
    expect(
      drafts.map(({ title, state, session, startsAt, places, facilitator, joiningLink }) => ({
        title,
        state,
        session,
        at: startsAt.toISOString(),
        n: places.length,
        facilitator,
        joiningLink,
      })),
    ).toEqual([
      { title: 'One', state: 'draft', session: 1, at: '2027-03-24T18:00:00.000Z', n: 0, facilitator: '', joiningLink: '' },
      { title: 'Two', state: 'draft', session: 2, at: '2027-03-31T17:00:00.000Z', n: 0, facilitator: '', joiningLink: '' },
    ])
    expect(await db.membership.count({ where: { cohortId: id } })).toBe(0)
    for (const wrong of [{ first: '1/1/2027' }, { first: '22/3/2027', closes: '1/5/2027' }, { first: 'soon' }])
      expect((await submit(agent, here, { ...typed, ...wrong })).status).toBe(422)
  })
})

describe('venues and who leads', () => {
  const venue = {
    name: 'Old Mill',
    address: 'Mill Lane',
    area: '',
    stepFree: 'yes',
    hearingLoop: 'no',
    quietRoom: 'unknown',
    parking: 'free',
    travel: 'Bus 4',
    access: '',
    contact: 'Ring Jo',
  }
  const draft = {
    title: 'At the mill',
    safeLabel: 'Preparation workshop',
    how: 'inPerson',
    date: '1/3/2027',
    start: '6pm',
    end: '8pm',
    closes: '24',
    capacity: '8',
    accessInfo: 'Lights can be dimmed.',
  }

  it('keep the words of the venue in the workshop from its publishing on', async () => {
    const agent = await team()
    expect((await submit(agent, '/staff/venues/new', venue)).status).toBe(303)
    expect((await submit(agent, '/staff/venues/new', venue)).text).toContain('There is a venue of this name already')
    const { id } = await db.venue.findFirstOrThrow({ where: { name: 'Old Mill' } })
    expect((await submit(agent, '/staff/workshops/new', { ...draft, venueId: id })).status).toBe(303)
    const { id: workshopId } = await db.workshop.findFirstOrThrow({ where: { title: 'At the mill' } })
    expect((await publishWorkshop(await aCoordinator(), workshopId, profileOf('cheshire')))?.ok).toBe(true)
    const words = 'Step-free from the street to the room. There is no hearing loop. Lights can be dimmed.'
    expect(await db.workshop.findUnique({ where: { id: workshopId } })).toMatchObject({
      venue: 'Old Mill',
      address: 'Mill Lane',
      accessInfo: words,
      travelInfo: 'Bus 4. Parking: free.',
    })
    await submit(agent, `/staff/venues/${id}`, { ...venue, name: 'New Mill', stepFree: 'no' })
    const page = await (await signedInAs(await aCandidate(), app())).get(`/workshops/${workshopId}`)
    expect(page.text).toContain('Step-free from the street')
    expect(page.text).not.toContain('Ring Jo')
    expect((await submit(agent, `/staff/venues/${id}`, { act: 'archive' }, `/staff/venues/${id}/archive`)).status).toBe(303)
    expect((await agent.get('/staff/venues?show=archived')).text).toContain('New Mill')
    expect((await agent.get('/staff/workshops/new')).text).not.toContain('New Mill')
    await expect(db.venue.delete({ where: { id } })).rejects.toThrow()
  })

  it('name to those booked only who agreed, and list to each of the team what they lead', async () => {
    const workshop = await aWorkshop({ capacity: 3 })
    const person = await aCandidate()
    await askForPlace(asActor(person), workshop.id)
    const leader = await anAccount({ name: 'Marcus Leader' })
    const agent = await signedInAs(leader, app())
    const here = `/staff/workshops/${workshop.id}/facilitators`
    expect((await submit(agent, here, { account: leader.id, name: '', role: 'Coordinator', shown: 'yes' })).status).toBe(303)
    expect((await submit(agent, here, { account: leader.id, name: '', role: '' })).text).toContain('They lead this workshop already')
    expect((await submit(agent, here, { account: '', name: 'Quiet Guest', role: '' })).status).toBe(303)
    expect((await submit(agent, here, { account: '', name: '', role: '' })).status).toBe(422)
    expect((await submit(agent, here, { account: person.accountId ?? '', name: '', role: '' })).status).toBe(422)
    const booked = (await (await signedInAs(person, app())).get(`/workshops/${workshop.id}`)).text
    expect(booked).toContain('Marcus Leader')
    expect(booked).not.toContain('Quiet Guest')
    expect((await (await signedInAs(await aCandidate(), app())).get(`/workshops/${workshop.id}`)).text).not.toContain('Marcus Leader')
    expect((await agent.get('/staff/facilitating')).text).toContain(workshop.title)
    const { id } = await db.workshopFacilitator.findFirstOrThrow({ where: { accountId: leader.id } })
    expect((await submit(agent, here, { facilitator: id }, `${here}/remove`)).status).toBe(303)
    expect((await agent.get('/staff/facilitating')).text).not.toContain(workshop.title)
  })
})
