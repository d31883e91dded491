import ICAL from 'ical.js'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { frameworkNow } from '../../src/forces/competencies.ts'
import { remindOneToOnes } from '../../src/features/oneToOnes/commands/clockwork.ts'
import { aOneToOne, aSlot } from '../support/one-to-ones.ts'
import { aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount, anApp, signedInAs, submit } from '../support/people.ts'

const NOW = new Date('2027-03-01T10:00:00Z')
const later = (days: number, hours = 0) => new Date(NOW.getTime() + days * 86_400_000 + hours * 3_600_000)
let app: ReturnType<typeof anApp>
beforeAll(() => {
  app = anApp()
})
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

const MY = '/my/one-to-ones'
const HERS = '/supporting/one-to-ones'
const idIn = (location: string | undefined) => /one-to-ones\/([0-9a-f-]{36})/.exec(location ?? '')?.[1] ?? ''
const offer = {
  ...{ kind: 'mockInterview', routes: ['constable'], day: '12/3/2027', time: '6pm', minutes: '60', repeat: 'weekly', times: '3' },
  ...{ how: 'online', place: '', area: '', promised: 'yes' },
}
const given = () => ({
  ...{ good: 'You stayed calm.', next: 'Begin with what you did.' },
  ...Object.fromEntries(frameworkNow().items.map(({ id }) => [`level-${id}`, 'steady'])),
  'words-courage': 'You told of the till',
})
async function aMeeting() {
  const coach = await aSupporter({ name: 'Leila Haddon' })
  const candidate = await aCandidate({ name: 'Nadia Bashir', adult: true, routes: ['constable'] })
  const [leila, nadia] = [await signedInAs({ id: coach.id }, app, 'supporter'), await signedInAs(candidate, app)]
  return { coach, candidate, leila, nadia }
}
const kindsTo = async (accountId: string | null) =>
  (await db.email.findMany({ where: { accountId, kind: { startsWith: 'oneToOne.' } }, orderBy: { createdAt: 'asc' } })).map(
    ({ kind }) => kind,
  )

describe('from an offer to feedback', () => {
  it('takes an offer, a booking, a move, a mark and a rubric, over the pages of both', async () => {
    const { coach, candidate, ...agents } = await aMeeting()
    let { leila, nadia } = agents
    const { promised: _not, ...unpromised } = offer
    expect((await submit(leila, `${HERS}/offer`, unpromised)).text).toContain('Tick that you promise this')
    expect((await submit(leila, `${HERS}/offer`, offer)).status).toBe(303)
    const slots = await db.oneToOneSlot.findMany({ where: { supporterId: coach.id }, orderBy: { startsAt: 'asc' } })
    expect(slots.map(({ startsAt }) => startsAt.toISOString())).toEqual([
      '2027-03-12T18:00:00.000Z',
      '2027-03-19T18:00:00.000Z',
      '2027-03-26T18:00:00.000Z',
    ])
    const [first, second] = slots.map(({ id }) => id)
    const found = await nadia.get(`${MY}/find?kind=mockInterview&route=constable&how=online`).expect(200)
    expect(found.text).toContain(`/my/one-to-ones/book/${first ?? ''}`)
    expect(found.text).not.toContain('Leila')
    const page = `${MY}/book/${first ?? ''}`
    const wish = { route: 'constable', wants: 'How to <b>begin</b>' }
    expect((await submit(nadia, page, wish)).text).toContain('Tick that you promise this')
    const booked = await submit(nadia, page, { ...wish, promised: 'yes' })
    expect(booked.status).toBe(303)
    const one = idIn(booked.headers['location'])
    expect((await nadia.get(`${MY}/${one}`)).text).toMatch(/with <bdi>Leila<\/bdi>/)
    const hers = await leila.get(`${HERS}/${one}`).expect(200)
    expect(hers.text).toContain('How to &lt;b&gt;begin&lt;/b&gt;')
    expect(hers.text).not.toContain('Bashir')
    expect(await db.supportRequest.findFirst({ where: { candidateId: candidate.id, kind: 'application' } })).toMatchObject({
      kind: 'application',
    })

    const moved = await submit(nadia, `${MY}/book/${second ?? ''}?moving=${one}`, { ...wish, moving: one }, `${MY}/book/${second ?? ''}`)
    const two = idIn(moved.headers['location'])
    expect(await db.oneToOne.findMany({ where: { candidateId: candidate.id }, orderBy: { sequence: 'asc' } })).toMatchObject([
      { id: one, state: 'superseded', sequence: 0 },
      { id: two, state: 'booked', sequence: 1, supersedesId: one, movedBy: 'candidate' },
    ])
    expect((await nadia.get(`${MY}/find`)).text).toContain(`/my/one-to-ones/book/${first ?? ''}`)

    expect((await submit(leila, `${HERS}/${two}`, {}, `${HERS}/${two}/held`)).status).toBe(422)
    vi.setSystemTime(later(18, 10))
    ;[leila, nadia] = [await signedInAs({ id: coach.id }, app, 'supporter'), await signedInAs(candidate, app)]
    expect((await submit(leila, `${HERS}/${two}`, {}, `${HERS}/${two}/held`)).status).toBe(303)
    const blank = await submit(leila, `${HERS}/${two}/feedback`, { good: 'x', next: 'y' })
    expect([blank.status, blank.text]).toEqual([422, expect.stringContaining('Choose a level for “Courage”')])
    expect((await submit(leila, `${HERS}/${two}/feedback`, given())).status).toBe(303)
    const read = await nadia.get(`${MY}/${two}`).expect(200)
    for (const words of ['You stayed calm.', 'You told of the till', frameworkNow().items[0]?.steady ?? '-'])
      expect(read.text).toContain(words)
    expect((await submit(nadia, `${MY}/${two}`, { answer: 'Thank you' }, `${MY}/${two}/answer`)).status).toBe(303)
    expect((await submit(leila, `${HERS}/${two}`, { whyNot: 'both' }, `${HERS}/${two}/not-held`)).status).toBe(422)
    expect((await leila.get(`${HERS}/${two}`)).text).toContain('Thank you')
    expect(await kindsTo(candidate.accountId)).toEqual(['oneToOne.booked', 'oneToOne.booked', 'oneToOne.feedback'])
    expect(await kindsTo(coach.id)).toEqual(['oneToOne.booked', 'oneToOne.booked', 'oneToOne.answered'])
  })

  it('belongs to the two and the team: nobody else finds it, and the team’s look is recorded', async () => {
    const { candidate, nadia, leila } = await aMeeting()
    const { id } = await aOneToOne({ state: 'booked' })
    for (const path of [`${MY}/${id}`, `${MY}/${id}/calendar.ics`]) await nadia.get(path).expect(404)
    for (const path of [`${HERS}/${id}`, `${HERS}/${id}/feedback`]) await leila.get(path).expect(404)
    const priya = await signedInAs(await anAccount(), app, 'coordinator')
    const mine = await aOneToOne({ candidateId: candidate.id, state: 'held' })
    await db.oneToOneFeedback.create({
      data: { oneToOneId: mine.id, number: 1, framework: '1', good: 'Warm words', next: 'Go on', givenAt: later(11) },
    })
    expect((await priya.get(`/staff/one-to-ones/${mine.id}`).expect(200)).text).toContain('Warm words')
    expect(await db.look.count({ where: { candidateId: candidate.id, page: 'one-to-ones' } })).toBe(1)
  })
})

describe('giving a time back', () => {
  it('is free until a day before in person, then asks for a reason, and the time is there for the next', async () => {
    const { candidate } = await aMeeting()
    const slot = await aSlot({ how: 'inPerson', place: 'Main building', startsAt: later(2) })
    const { id } = await aOneToOne({ slotId: slot.id, candidateId: candidate.id })
    vi.setSystemTime(later(1, 1))
    const nadia = await signedInAs(candidate, app)
    const refused = await submit(nadia, `${MY}/${id}`, {}, `${MY}/${id}/cancel`)
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('Choose what comes closest')])
    expect((await submit(nadia, `${MY}/${id}`, { reason: 'caring' }, `${MY}/${id}/cancel`)).status).toBe(303)
    expect(await db.oneToOne.findUnique({ where: { id } })).toMatchObject({ state: 'lateCancelled', reason: 'caring' })
    expect((await nadia.get(`${MY}/find`)).text).toContain(slot.id)
    const file = (await nadia.get(`${MY}/${id}/calendar.ics`)).text
    expect(file).toMatch(/METHOD:CANCEL/)
    expect(file).toMatch(/SEQUENCE:1/)
  })

  it('is free to the last where the coach moved it; the new time is another row of one entry', async () => {
    const { coach, candidate, leila } = await aMeeting()
    const slot = await aSlot({ supporterId: coach.id, startsAt: later(9) })
    const { id } = await aOneToOne({ slotId: slot.id, candidateId: candidate.id })
    const move = { ...offer, day: '8/3/2027', time: '1pm' }
    expect((await submit(leila, `${HERS}/slots/${slot.id}`, move)).status).toBe(303)
    const now = await db.oneToOne.findFirstOrThrow({ where: { supersedesId: id } })
    expect(now).toMatchObject({ state: 'booked', movedBy: 'supporter', sequence: 1 })
    vi.setSystemTime(new Date('2027-03-08T12:50:00Z'))
    const nadia = await signedInAs(candidate, app)
    expect((await submit(nadia, `${MY}/${now.id}`, {}, `${MY}/${now.id}/cancel`)).status).toBe(303)
    expect(await db.oneToOne.findUnique({ where: { id: now.id } })).toMatchObject({ state: 'cancelled' })
    const uid = async (one: string) => {
      const { text } = await nadia.get(`${MY}/${one}/calendar.ics`)
      const event = new ICAL.Component(ICAL.parse(text) as [string, object[], object[]]).getFirstSubcomponent('vevent')
      return event?.getFirstPropertyValue('uid')
    }
    expect(await uid(id)).toBe(await uid(now.id))
  })
})

describe('the team', () => {
  it('books for somebody who rings, reads them the promise, and marks what became of it', async () => {
    const candidate = await aCandidate({ name: 'Olive Marchmont', adult: true, routes: ['constable'] })
    const slot = await aSlot()
    const staff = await anAccount()
    let priya = await signedInAs(staff, app, 'coordinator')
    expect((await priya.get('/staff/one-to-ones/people?q=Olive')).text).toContain(candidate.id)
    const page = `/staff/one-to-ones/book?candidate=${candidate.id}`
    const wish = { candidateId: candidate.id, slotId: slot.id, route: 'constable', wants: '' }
    expect((await submit(priya, page, wish, '/staff/one-to-ones/book')).status).toBe(422)
    const booked = await submit(priya, page, { ...wish, promised: 'yes' }, '/staff/one-to-ones/book')
    expect(booked.status).toBe(303)
    expect(await db.oneToOnePromise.findFirst({ where: { candidateId: candidate.id } })).toMatchObject({ how: 'toTeam', version: '1' })
    const id = idIn(booked.headers['location'])
    vi.setSystemTime(later(11))
    priya = await signedInAs(staff, app, 'coordinator')
    const at = `/staff/one-to-ones/${id}`
    expect((await submit(priya, at, { whyNot: 'neither' }, `${at}/not-held`)).status).toBe(303)
    expect((await submit(priya, at, {}, `${at}/held`)).status).toBe(303)
    const shown = await priya.get(at)
    for (const step of ['Booked', 'Not held', 'Held']) expect(shown.text).toContain(step)
  })

  it('sees a list, its count and a file that no spreadsheet runs', async () => {
    const candidate = await aCandidate({ name: '=HYPERLINK(1)', adult: true })
    await aOneToOne({ candidateId: candidate.id })
    const priya = await signedInAs(await anAccount(), app, 'coordinator')
    expect((await priya.get('/staff/one-to-ones?q=HYPERLINK').expect(200)).text).toContain('1 one-to-one<')
    const file = await priya.get('/staff/one-to-ones/file?q=HYPERLINK').expect(200)
    expect(file.text).toContain('"\'=HYPERLINK(1)"'.replaceAll('"', ''))
  })

  it('makes campaigns; what is booked within a new one is promised anew by both', async () => {
    const { candidate, coach, nadia, leila } = await aMeeting()
    const slot = await aSlot({ supporterId: coach.id })
    await aOneToOne({ slotId: (await aSlot()).id, candidateId: candidate.id })
    const priya = await signedInAs(await anAccount(), app, 'coordinator')
    const campaign = { route: 'constable', name: 'Spring', fromOn: '1/3/2027', untilOn: '1/6/2027' }
    expect((await submit(priya, '/staff/campaigns', { ...campaign, untilOn: '1/2/2027' })).status).toBe(422)
    expect((await submit(priya, '/staff/campaigns', campaign)).status).toBe(303)
    expect((await submit(priya, '/staff/campaigns', campaign)).status).toBe(422)
    expect((await nadia.get(`${MY}/find`)).text).not.toContain(slot.id)
    expect((await leila.get(HERS)).text).toContain('A new campaign has begun')
    expect((await submit(leila, `${HERS}/promise`, { promised: 'yes' })).status).toBe(303)
    const page = `${MY}/book/${slot.id}`
    expect((await nadia.get(page).expect(200)).text).toContain('I promise this')
    expect((await submit(nadia, page, { route: 'constable', promised: 'yes' })).status).toBe(303)
    await db.campaign.updateMany({ where: { name: 'Spring' }, data: { fromOn: new Date('2026-01-01'), untilOn: new Date('2026-01-02') } })
  })
})

describe('reminders', () => {
  it('go to both a week and a day before, once each, and ask the coach once how it was', async () => {
    const { coach, candidate } = await aMeeting()
    const slot = await aSlot({ supporterId: coach.id, startsAt: later(10) })
    await aOneToOne({ slotId: slot.id, candidateId: candidate.id })
    for (const days of [2, 3.1, 3.2, 9.1, 9.2, 10.1, 10.2]) {
      vi.setSystemTime(later(days))
      await remindOneToOnes()
      await remindOneToOnes()
    }
    expect(await kindsTo(candidate.accountId)).toEqual(['oneToOne.reminder.week', 'oneToOne.reminder.day'])
    expect(await kindsTo(coach.id)).toEqual(['oneToOne.coming', 'oneToOne.coming', 'oneToOne.toRecord'])
  })
})
