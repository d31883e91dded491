import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { askForPlace } from '../../src/features/programmes/commands/places.ts'
import { changeCapacity } from '../../src/features/programmes/commands/workshops.ts'
import { countUnrecordedRegisters, listWorkshops } from '../../src/features/programmes/queries/workshops.ts'
import { aCandidate, anAccount, asActor, aWorkshop, signedInAs, submit } from '../support/people.ts'

const today = new Date('2027-01-04T10:00:00Z')
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: today }))
afterEach(() => vi.useRealTimers())

const draft = {
  ...{
    title: 'Interview practice',
    safeLabel: 'Preparation workshop',
    summary: 'Practise aloud',
    accessInfo: 'Step-free',
    travelInfo: '',
    bring: '',
  },
  ...{ joiningLink: '', facilitator: 'Marcus', date: '20/1/2027', start: '6pm', end: '8pm', closes: '24', how: 'inPerson', venue: 'Hall' },
  ...{ address: '1 Road', area: 'Winsford', capacity: '2', programme: '', cohort: '' },
}
const team = async () => signedInAs(await anAccount())
const lead = { role: 'coordinator' as const, accountId: '', name: 'Priya', roles: ['coordinator'] as const }
const asking = async (workshopId: string, n: number) => {
  const people = []
  for (let i = 0; i < n; i += 1) {
    const candidate = await aCandidate()
    await askForPlace(asActor(candidate), workshopId)
    people.push(candidate)
  }
  return people
}
const statesOf = async (workshopId: string) =>
  (await db.place.findMany({ where: { workshopId }, orderBy: { arrival: 'asc' } })).map(({ state }) => state)
const emailsOf = (kind: string) => db.email.count({ where: { kind } })

describe('a coordinator', () => {
  it('drafts a workshop in London time, publishes it, and people find it', async () => {
    const agent = await team()
    const drafted = await submit(agent, '/staff/workshops/new', { ...draft, date: '20 July 2027' })
    expect(drafted.status).toBe(303)
    const address = drafted.headers['location']?.split('?')[0] ?? ''
    const workshop = await db.workshop.findUniqueOrThrow({ where: { id: address.split('/').at(-1) ?? '' } })
    expect(workshop).toMatchObject({ state: 'draft', startsAt: new Date('2027-07-20T17:00:00Z'), endsAt: new Date('2027-07-20T19:00:00Z') })
    expect(workshop.bookingClosesAt).toEqual(new Date('2027-07-19T17:00:00Z'))
    expect(workshop.offersEndAt).toEqual(new Date('2027-07-20T15:00:00Z'))
    expect((await agent.get(`/workshops/${workshop.id}`)).status).toBe(404)
    expect((await agent.get(`${address}/publish`)).text).toContain('Publish this workshop?')
    expect((await submit(agent, `${address}/publish`, {})).status).toBe(303)
    const page = await agent.get(`${address}?notice=published`).expect(200)
    expect(page.text).toContain('People can ask for places now')
    expect((await agent.get('/staff/workshops')).text).toContain('Interview practice')
  })

  it('cannot publish without the label for recruiters, and is told so', async () => {
    const agent = await team()
    const { headers } = await submit(agent, '/staff/workshops/new', { ...draft, safeLabel: '' })
    const address = headers['location']?.split('?')[0] ?? ''
    const refused = await submit(agent, `${address}/publish`, {})
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('label that recruiters see')
    await submit(agent, `${address}/edit`, { ...draft, title: 'Better title' })
    expect((await submit(agent, `${address}/publish`, {})).status).toBe(303)
    expect((await submit(agent, `${address}/words`, { ...draft, title: 'Best title' })).status).toBe(303)
    expect((await agent.get(address)).text).toContain('Best title')
    expect((await agent.get(`${address}/edit`)).status).toBe(404)
  })

  it('deletes a draft, and nothing of it stays but its history', async () => {
    const agent = await team()
    const { headers } = await submit(agent, '/staff/workshops/new', draft)
    const address = headers['location']?.split('?')[0] ?? ''
    expect((await submit(agent, address, {}, `${address}/discard`)).headers['location']).toBe(
      '/staff/workshops?show=drafts&notice=discarded',
    )
    expect((await agent.get(address)).status).toBe(404)
  })

  it('moves a workshop: everybody on it is told, places stay, and asking closes as long before as it did', async () => {
    const agent = await team()
    const workshop = await aWorkshop({ capacity: 1 })
    await asking(workshop.id, 3)
    const address = `/staff/workshops/${workshop.id}/move`
    expect((await agent.get(address)).text).toContain('This reaches 3 people')
    const moved = await submit(agent, address, {
      how: 'inPerson',
      venue: 'New hall',
      address: '',
      area: 'Crewe',
      date: '2/2/2027',
      start: '10am',
      end: 'noon',
    })
    expect(moved.status).toBe(303)
    const after = await db.workshop.findUniqueOrThrow({ where: { id: workshop.id } })
    expect(after).toMatchObject({
      sequence: 1,
      venue: 'New hall',
      startsAt: new Date('2027-02-02T10:00:00Z'),
      bookingClosesAt: new Date('2027-02-01T10:00:00Z'),
    })
    expect(after.offersEndAt).toEqual(new Date('2027-02-02T08:00:00Z'))
    expect(await emailsOf('workshop.moved')).toBe(3)
    expect(await statesOf(workshop.id)).toEqual(['booked', 'waiting', 'waiting'])
  })

  it('moving it nearer shortens an offer that would outlast the end of offers', async () => {
    const workshop = await aWorkshop({ capacity: 1 })
    const [first] = await asking(workshop.id, 2)
    const place = await db.place.findFirstOrThrow({ where: { candidateId: first?.id ?? '' } })
    const agent = await team()
    await submit(agent, `/staff/workshops/${workshop.id}/places/${place.id}/remove`, { reason: 'Asked us to' })
    await submit(agent, `/staff/workshops/${workshop.id}/move`, {
      how: 'online',
      venue: '',
      address: '',
      area: '',
      date: '5/1/2027',
      start: '6pm',
      end: '8pm',
    })
    const offered = await db.place.findFirstOrThrow({
      where: { workshopId: workshop.id, state: 'offered' },
      include: { changes: { orderBy: { id: 'asc' } } },
    })
    expect(offered.expiresAt).toEqual(new Date('2027-01-05T16:00:00Z'))
    expect(offered.changes.map(({ toState }) => toState)).toEqual(['waiting', 'offered', 'offered'])
  })

  it('adds places, which are offered at once; taking places away takes nobody’s', async () => {
    const workshop = await aWorkshop({ capacity: 1 })
    await asking(workshop.id, 3)
    const agent = await team()
    expect((await submit(agent, `/staff/workshops/${workshop.id}/capacity`, { capacity: '2' })).status).toBe(303)
    expect(await statesOf(workshop.id)).toEqual(['booked', 'offered', 'waiting'])
    await changeCapacity({ ...lead, accountId: (await anAccount()).id, roles: ['coordinator'] }, workshop.id, {
      capacity: 1,
      accessPlaces: 0,
    })
    expect(await statesOf(workshop.id)).toEqual(['booked', 'offered', 'waiting'])
  })

  it('cancels a workshop: every live place ends, everybody is told, and nobody moves up', async () => {
    const workshop = await aWorkshop({ capacity: 1 })
    await asking(workshop.id, 3)
    const agent = await team()
    const before = await emailsOf('place.workshopCancelled')
    expect((await submit(agent, `/staff/workshops/${workshop.id}/cancel`, { reason: '' })).status).toBe(422)
    expect((await submit(agent, `/staff/workshops/${workshop.id}/cancel`, { reason: 'The hall flooded' })).status).toBe(303)
    expect(await statesOf(workshop.id)).toEqual(['workshopCancelled', 'workshopCancelled', 'workshopCancelled'])
    expect((await emailsOf('place.workshopCancelled')) - before).toBe(3)
    expect((await agent.get(`/staff/workshops/${workshop.id}`)).text).toContain('The hall flooded')
    expect((await submit(agent, `/staff/workshops/${workshop.id}/cancel`, { reason: 'again' })).status).toBe(422)
  })

  it('takes somebody off with a reason, and the next in line is offered the place', async () => {
    const workshop = await aWorkshop({ capacity: 1 })
    const [first] = await asking(workshop.id, 2)
    const place = await db.place.findFirstOrThrow({ where: { candidateId: first?.id ?? '' } })
    const agent = await team()
    const address = `/staff/workshops/${workshop.id}/places/${place.id}/remove`
    expect((await submit(agent, address, { reason: '  ' })).status).toBe(422)
    expect((await submit(agent, address, { reason: 'Rang to cancel' })).status).toBe(303)
    expect(await statesOf(workshop.id)).toEqual(['withdrawn', 'offered'])
    expect((await agent.get(address)).status).toBe(404)
  })

  it('rings people when it is too late for offers, in order, and out of turn only with a reason that is counted', async () => {
    const workshop = await aWorkshop({ capacity: 1, startsAt: new Date('2027-01-06T18:00:00Z') })
    const [first, second, third] = await asking(workshop.id, 3)
    const placeOf = async (who: typeof first) => (await db.place.findFirstOrThrow({ where: { candidateId: who?.id ?? '' } })).id
    const here = `/staff/workshops/${workshop.id}`
    expect((await (await team()).get(here)).text).not.toContain('Ring these people')
    vi.setSystemTime(new Date('2027-01-06T15:00:00Z'))
    const agent = await team()
    await submit(agent, `${here}/places/${await placeOf(first)}/remove`, { reason: 'Ill' })
    expect((await agent.get(here)).text).toContain('Ring these people')
    const call = `${here}/places/${await placeOf(third)}/call`
    expect((await submit(agent, call, { outcome: 'yes', reason: '' })).status).toBe(422)
    expect((await submit(agent, call, { outcome: 'yes', reason: 'The other did not answer' })).status).toBe(303)
    expect(await statesOf(workshop.id)).toEqual(['withdrawn', 'waiting', 'booked'])
    expect(await db.event.count({ where: { name: 'place.overridden', subjectId: workshop.id } })).toBe(1)
    const full = await submit(agent, `${here}/places/${await placeOf(second)}/call`, { outcome: 'yes', reason: '' })
    expect(full.status).toBe(422)
    expect(full.text).toContain('No place is free')
  })

  it('sees as many registers unrecorded as the list holds', async () => {
    await aWorkshop({ title: 'Over, nobody said', startsAt: new Date('2027-01-02T10:00:00Z') })
    const actor = { ...lead, accountId: (await anAccount()).id, roles: ['coordinator'] as const }
    const list = await listWorkshops(actor, { show: 'unrecorded', q: '', page: 1 })
    expect(list.total).toBe((await countUnrecordedRegisters(actor)).count)
    expect(list.counts?.unrecorded).toBe(list.total)
    const agent = await team()
    for (const show of ['upcoming', 'past', 'drafts', 'unrecorded', 'cancelled', 'nonsense']) {
      const page = await agent.get(`/staff/workshops?show=${show}&q=%25&page=1`)
      expect(page.status).toBe(200)
    }
  })
})

describe('what is typed', () => {
  const bad: [string, Record<string, string | string[]>, string][] = [
    ['nothing', { title: '', date: '', start: '', end: '', capacity: '' }, 'Enter a title'],
    ['too long a title', { title: 'x'.repeat(121) }, '120 characters'],
    ['a day that does not exist', { date: '30 February 2027' }, 'Enter a date, such as'],
    ['a year long gone', { date: '1/1/1066' }, 'Enter a date, such as'],
    ['words for a time', { start: 'evening' }, 'Enter a time, such as'],
    ['an hour that the clocks skip', { date: '28 March 2027', start: '1:30am', end: '3am' }, 'clocks go forward'],
    ['an end before the start', { start: '8pm', end: '6pm' }, 'later than the start'],
    ['no places', { capacity: '0' }, 'from 1 to 1000'],
    ['half a place', { capacity: '1.5' }, 'whole number'],
    ['a repeated field', { title: ['a', 'b'] }, 'Enter a title'],
    ['a cohort that is none', { cohort: '00000000-0000-4000-8000-000000000000' }, 'from the lists'],
    ['a cohort by name', { cohort: 'spring' }, 'Choose from the list'],
    ['members of no cohort', { membersOnly: 'yes' }, 'Choose the cohort'],
    ['a link that is none', { joiningLink: 'javascript:alert(1)' }, 'begins with https://'],
    ['another way to take part', { how: 'by post' }, 'Choose whether people come'],
    ['too long a summary', { summary: 'x'.repeat(2001) }, '2000 characters'],
  ]
  it.each(bad)('with %s is kept and refused beside its field', async (_name, typed, message) => {
    const agent = await team()
    const refused = await submit(agent, '/staff/workshops/new', { ...draft, venue: '<b>Hall & Co</b>', ...typed })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain(message)
    expect(refused.text).toContain('value="&lt;b&gt;Hall &amp; Co&lt;/b&gt;"')
  })

  it('with HTML, emoji, right-to-left words and null bytes is kept as typed and shown harmlessly', async () => {
    const agent = await team()
    const title = '<script>alert(1)</script> 🎓 مرحبا'
    const drafted = await submit(agent, '/staff/workshops/new', { ...draft, title: `${title}\0` })
    expect(drafted.status).toBe(303)
    const page = await agent.get(drafted.headers['location'] ?? '').expect(200)
    expect(page.text).not.toContain('<script>alert(1)')
    expect(page.text).toContain('🎓 مرحبا')
  })

  it('at an address that makes no sense leads nowhere', async () => {
    const agent = await team()
    for (const id of ['nonsense', '00000000-0000-4000-8000-000000000000'])
      for (const tail of ['', '/edit', '/publish', '/move', '/capacity', '/cancel', '/register', '/register/sheet', '/register/walk-in'])
        expect((await agent.get(`/staff/workshops/${id}${tail}`)).status).toBe(404)
  })
})

describe('the pages of workshops', () => {
  it('are for coordinators and leads alone', async () => {
    const workshop = await aWorkshop()
    const addresses = ['', '/new', `/${workshop.id}`, `/${workshop.id}/move`, `/${workshop.id}/register`, `/${workshop.id}/register/sheet`]
    for (const role of ['candidate', 'supporter', 'recruiter', 'administrator', 'coordinator', 'lead'] as const) {
      const account = role === 'candidate' ? (await aCandidate()).account : await anAccount({ roles: [role] })
      const agent = await signedInAs(account ?? { id: '' })
      for (const address of addresses)
        expect((await agent.get(`/staff/workshops${address}`)).status, `${role} ${address}`).toBe(
          role === 'coordinator' || role === 'lead' ? 200 : 403,
        )
    }
  })
})
