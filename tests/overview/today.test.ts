import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, anApp, aWorkshop, signedInAs } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const ago = (days: number) => new Date(frozen.getTime() - days * 86_400_000)
const inHours = (hours: number) => new Date(frozen.getTime() + hours * 3_600_000)
let agent: Awaited<ReturnType<typeof signedInAs>>
let priya: Awaited<ReturnType<typeof anAccount>>

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  await fixture()
  agent = await signedInAs(priya)
})

afterAll(() => {
  vi.useRealTimers()
})

/** A mixed day: of everything some that counts and some that does not. */
async function fixture() {
  const [amara, bethan, closed] = await Promise.all([
    aCandidate({ name: 'Amara Okafor' }),
    aCandidate({ name: 'Bethan Rhys' }),
    aCandidate({ name: 'Gone Long Ago' }),
  ])
  await aRequest(amara.id, { kind: 'insight', requestedAt: ago(20) })
  await aRequest(bethan.id, { kind: 'insight', requestedAt: ago(9) })
  await aRequest(closed.id, { kind: 'insight', requestedAt: ago(30) })
  await db.candidate.update({ where: { id: closed.id }, data: { closedAt: ago(1) } })
  await aRequest(amara.id, { kind: 'buddy', requestedAt: ago(6) })
  await aRequest(amara.id, { kind: 'mentoring', requestedAt: ago(0) })
  await aRequest(bethan.id, { kind: 'buddy', requestedAt: ago(30), state: 'underway', ownerId: priya.id, answeredAt: ago(28) })
  await aRequest(bethan.id, { kind: 'skills', requestedAt: ago(30), state: 'withdrawn', reason: 'notNow' })
  await offers(amara.id, bethan.id)
  await aWorkshop({ title: 'Not said whether it happened', startsAt: ago(2) })
  const held = await aWorkshop({ title: 'Held with one mark missing', startsAt: ago(3), capacity: 3 })
  const done = await aWorkshop({ title: 'Held and recorded', startsAt: ago(4), capacity: 3 })
  await db.place.create({
    data: { workshopId: held.id, candidateId: amara.id, arrival: 1, state: 'booked', askedAt: ago(9), bookedAt: ago(9) },
  })
  await db.place.create({
    data: { workshopId: done.id, candidateId: amara.id, arrival: 1, state: 'attended', askedAt: ago(9), bookedAt: ago(9) },
  })
  await db.workshop.updateMany({ where: { id: { in: [held.id, done.id] } }, data: { state: 'held', heldAt: ago(2) } })
  await aWorkshop({ title: 'Called off', startsAt: ago(2), state: 'cancelled' })
  const message = { topic: 'support', name: 'Jo', email: 'jo@people.example', message: 'Hello', dueAt: inHours(48) }
  await db.contactMessage.create({ data: { ...message, receivedAt: ago(1) } })
  await db.contactMessage.create({ data: { ...message, receivedAt: ago(8), dueAt: ago(1) } })
  await db.contactMessage.create({ data: { ...message, receivedAt: ago(9), state: 'closed', closedAt: ago(8), outcome: 'answered' } })
}

async function offers(first: string, second: string) {
  const workshop = await aWorkshop({ title: 'With two offers', capacity: 5, startsAt: inHours(24 * 10) })
  const offered = { workshopId: workshop.id, state: 'offered', askedAt: ago(2), offeredAt: ago(1) }
  await db.place.create({ data: { ...offered, candidateId: first, arrival: 1, expiresAt: inHours(3) } })
  await db.place.create({ data: { ...offered, candidateId: second, arrival: 2, expiresAt: new Date('2027-01-15T00:00:00Z') } })
  const other = await aWorkshop({ title: 'With an offer that has run out', capacity: 5, startsAt: inHours(24 * 10) })
  await db.place.create({ data: { ...offered, workshopId: other.id, candidateId: first, arrival: 1, expiresAt: inHours(-1) } })
}

type Row = { count: number; href: string }
const rowsOf = (html: string): Row[] =>
  [...html.matchAll(/href="([^"]+)"><span class="govuk-visually-hidden">(\d+) <\/span>/g)].map(([, href = '', count = '']) => ({
    href: href.replaceAll('&#38;', '&').replaceAll('&amp;', '&'),
    count: Number(count),
  }))

const listed = (html: string): number => {
  const body = /<tbody[^>]*>([\s\S]*?)<\/tbody>/.exec(html)?.[1] ?? ''
  return body.split('<tr').length - 1
}

it('counts what waits, and nothing that is closed, ended, answered or gone', async () => {
  const { text } = await agent.get('/staff').expect(200)
  expect(text).toContain('Thursday 14')
  const rows = Object.fromEntries(rowsOf(text).map(({ href, count }) => [href, count]))
  expect(rows).toEqual({
    '/staff/requests?due=over': 2,
    '/staff/workshops?show=unrecorded': 2,
    '/staff/offers': 1,
    '/staff/requests?due=soon': 1,
    '/staff/contact?due=overdue': 1,
    '/staff/contact?due=week': 1,
    '/staff/matching/waiting?kind=buddy': 2,
    '/staff/matching/waiting?kind=mentoring': 1,
  })
})

it('opens, from every count, a list that is as long', async () => {
  const { text } = await agent.get('/staff').expect(200)
  for (const { href, count } of rowsOf(text)) {
    const list = await agent.get(href).expect(200)
    expect({ href, listed: listed(list.text) }).toEqual({ href, listed: count })
  }
})

it('counts an offer as ending today until the day ends in London, in summer too', async () => {
  vi.setSystemTime(new Date('2027-07-01T22:30:00Z'))
  const candidate = await aCandidate()
  const workshop = await aWorkshop({ title: 'Summer', capacity: 5, startsAt: new Date('2027-07-20T17:00:00Z') })
  const place = await db.place.create({
    data: {
      ...{ workshopId: workshop.id, candidateId: candidate.id, arrival: 1, state: 'offered' },
      ...{ askedAt: frozen, offeredAt: frozen, expiresAt: new Date('2027-07-01T23:30:00Z') },
    },
  })
  const fresh = await signedInAs(priya)
  expect((await fresh.get('/staff/offers').expect(200)).text).not.toContain(candidate.reference)
  await db.place.update({ where: { id: place.id }, data: { expiresAt: new Date('2027-07-01T22:45:00Z') } })
  expect((await fresh.get('/staff/offers').expect(200)).text).toContain(candidate.reference)
  await db.place.update({ where: { id: place.id }, data: { state: 'declined', endedAt: frozen } })
  vi.setSystemTime(frozen)
})

it('says who has how many open requests, those of nobody first, and each opens that list', async () => {
  const { text } = await agent.get('/staff').expect(200)
  const caseload = [...text.matchAll(/href="\/staff\/requests\?owner=([^"]+)">([^<]+)<\/a><\/th><td class="n">(\d+)</g)]
  expect(caseload.map(([, , name, open]) => [name, open])).toEqual([
    ['Nobody yet', '4'],
    ['Priya Nair (you)', '1'],
  ])
  for (const [, owner, , open] of caseload)
    expect(listed((await agent.get(`/staff/requests?owner=${String(owner)}`).expect(200)).text)).toBe(Number(open))
})

it('serves either force', async () => {
  const app = anApp({ FORCE: 'hampshire' })
  const { text } = await (await signedInAs(priya, app)).get('/staff').expect(200)
  expect(text).toContain(profileOf('hampshire').name.replace('&', '&amp;'))
})
