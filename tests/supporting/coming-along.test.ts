import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Supporter } from '../../src/core/access.ts'
import { db } from '../../src/core/db.ts'
import { comeAlong } from '../../src/features/supporting/commands.ts'
import { supportingEmails } from '../../src/features/supporting/emails.ts'
import { profileOf } from '../../src/forces/find.ts'
import { anAccount, aCandidate, asActor, aWorkshop, signedInAs, submit } from '../support/people.ts'
import { askForPlace } from '../../src/features/programmes/commands/places.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
let helen: Awaited<ReturnType<typeof anAccount>>
let asHelen: Awaited<ReturnType<typeof signedInAs>>
let asPriya: Awaited<ReturnType<typeof signedInAs>>

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
beforeEach(async () => {
  helen = await anAccount({ roles: ['supporter'], name: 'Helen Marsh' })
  asHelen = await signedInAs(helen)
  asPriya = await signedInAs(await anAccount({ roles: ['coordinator'] }))
})
afterAll(() => {
  vi.useRealTimers()
})

const book = (id: string) => submit(asHelen, '/account', {}, `/supporting/workshops/${id}/book`)
const cancel = (id: string) => submit(asHelen, '/account', {}, `/supporting/workshops/${id}/cancel`)
const supporter = (account: { id: string; name: string }): Supporter => ({
  role: 'supporter',
  accountId: account.id,
  name: account.name,
  roles: ['supporter'],
})
const kinds = async () =>
  (await db.email.findMany({ where: { accountId: helen.id }, orderBy: { createdAt: 'asc' } })).map(({ kind }) => kind)

it('a supporter finds a workshop that welcomes them, comes along, and is on the team’s page and on the sheet', async () => {
  const { id } = await aWorkshop({ title: 'An evening of questions', supporterPlaces: 2, capacity: 3 })
  expect((await asHelen.get('/supporting').expect(200)).text).toContain('2 places for supporters')
  expect((await book(id)).headers['location']).toBe('/supporting?notice=booked')
  expect((await asPriya.get(`/staff/workshops/${id}`).expect(200)).text).toMatch(/Supporters: 1 of 2[\s\S]*Helen Marsh/)
  expect((await asPriya.get(`/staff/workshops/${id}/register/sheet`).expect(200)).text).toMatch(/Supporters here:[\s\S]*Helen Marsh/)
  const place = await db.supporterPlace.findFirstOrThrow({ where: { workshopId: id } })
  const mail = {
    aboutId: place.id,
    accountId: helen.id,
    candidateId: null,
    data: {},
    baseUrl: 'https://p.example',
    force: profileOf('cheshire'),
  }
  expect((await supportingEmails['supporter.booked']?.(mail as never))?.heading).toBe('Thank you for coming along')
  expect((await cancel(id)).headers['location']).toBe('/supporting?notice=cancelled')
  expect(await supportingEmails['supporter.booked']?.(mail as never)).toBeUndefined()
  expect((await cancel(id)).status).toBe(422)
})

it('takes no candidate’s place, and a candidate takes none of theirs', async () => {
  const { id } = await aWorkshop({ supporterPlaces: 1, capacity: 1 })
  await book(id)
  const bethan = await aCandidate()
  expect(await askForPlace(asActor(bethan), id)).toMatchObject({ ok: true, state: 'booked' })
  const both = await anAccount({ roles: ['supporter'] })
  await db.candidate.update({ where: { id: bethan.id }, data: { accountId: both.id } })
  const other = await aWorkshop({ supporterPlaces: 1, capacity: 2 })
  await askForPlace(asActor({ ...bethan, accountId: both.id }), other.id)
  expect(await comeAlong(supporter(both), other.id)).toEqual({ ok: false, reason: 'asCandidate' })
})

it('when ten ask at once for the last two places, two have them', async () => {
  const { id } = await aWorkshop({ supporterPlaces: 2 })
  const people = await Promise.all(Array.from({ length: 10 }, () => anAccount({ roles: ['supporter'] })))
  const answers = await Promise.all(people.map((account) => comeAlong(supporter(account), id)))
  expect(answers.filter((answer) => answer?.ok)).toHaveLength(2)
  expect(answers.filter((answer) => answer?.ok === false && answer.reason === 'full')).toHaveLength(8)
})

it('the database itself holds the quota, and lets no ended place begin again', async () => {
  const { id } = await aWorkshop({ supporterPlaces: 1 })
  const row = (accountId: string) => ({ workshopId: id, accountId, bookedAt: frozen })
  const first = await db.supporterPlace.create({ data: row(helen.id) })
  const other = await anAccount({ roles: ['supporter'] })
  await expect(db.supporterPlace.create({ data: row(other.id) })).rejects.toThrow(/no place for a supporter/)
  await expect(db.supporterPlace.create({ data: row(helen.id) })).rejects.toThrow()
  await db.supporterPlace.update({ where: { id: first.id }, data: { state: 'cancelled', endedAt: frozen } })
  await expect(db.supporterPlace.update({ where: { id: first.id }, data: { state: 'booked', endedAt: null } })).rejects.toThrow()
  await expect(db.supporterPlace.update({ where: { id: first.id }, data: { accountId: other.id } })).rejects.toThrow()
  await expect(db.supporterPlace.delete({ where: { id: first.id } })).rejects.toThrow()
})

it('is told when the workshop moves and when it is cancelled, and a smaller quota takes nobody’s place', async () => {
  const { id } = await aWorkshop({ supporterPlaces: 2, capacity: 3 })
  await book(id)
  await submit(asPriya, `/staff/workshops/${id}/capacity`, { capacity: '3', accessPlaces: '0', supporterPlaces: '0' })
  expect((await asHelen.get('/supporting')).text).toContain('I cannot come')
  await submit(asPriya, `/staff/workshops/${id}/move`, { how: 'online', date: '20/2/2027', start: '6pm', end: '8pm' })
  await submit(asPriya, `/staff/workshops/${id}/cancel`, { reason: 'Snow' })
  expect((await kinds()).sort()).toEqual(['supporter.booked', 'supporter.moved', 'supporter.workshopCancelled'])
  expect(await db.supporterPlace.findFirst({ where: { workshopId: id } })).toMatchObject({ state: 'workshopCancelled', endedAt: frozen })
})

it('sees no draft, no workshop without places for supporters, and no other role books one', async () => {
  const draft = await aWorkshop({ title: 'A draft', supporterPlaces: 2, state: 'draft', publishedAt: null })
  const none = await aWorkshop({ title: 'Without supporters' })
  const { text } = await asHelen.get('/supporting')
  expect(text).not.toMatch(/A draft|Without supporters/)
  expect((await book(draft.id)).status).toBe(404)
  expect((await book(none.id)).status).toBe(404)
  expect((await submit(asPriya, '/account', {}, `/supporting/workshops/${none.id}/book`)).status).toBe(403)
})
