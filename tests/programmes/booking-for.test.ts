import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { anAccount, aCandidate, aWorkshop, signedInAs, submit } from '../support/people.ts'
import { anApprovedRationale } from '../support/rationales.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
let asPriya: Awaited<ReturnType<typeof signedInAs>>
let bethan: Awaited<ReturnType<typeof aCandidate>>

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
beforeEach(async () => {
  asPriya = await signedInAs(await anAccount({ roles: ['coordinator'] }))
  bethan = await aCandidate({ name: 'Bethan Rhys-Jones' })
})
afterAll(() => {
  vi.useRealTimers()
})

const page = (id: string) => `/staff/workshops/${id}/book?candidate=${bethan.id}`
const book = (id: string, values: Record<string, string>) =>
  submit(asPriya, page(id), { candidateId: bethan.id, ...values }, `/staff/workshops/${id}/book`)
const placeAt = (workshopId: string) => db.place.findFirst({ where: { workshopId, candidateId: bethan.id } })

it('the team finds somebody, books for them with a reason, and they get the ordinary e-mail and see who booked', async () => {
  const { id } = await aWorkshop({ capacity: 2 })
  const found = await asPriya.get(`/staff/workshops/${id}/book?q=${bethan.reference}`).expect(200)
  expect(found.text).toContain(`candidate=${bethan.id}`)
  expect((await asPriya.get(`/staff/candidates/${bethan.id}/book`).expect(200)).text).toContain(page(id))
  expect((await book(id, { reason: ' ' })).status).toBe(422)
  expect((await book(id, { reason: 'Asked by telephone' })).headers['location']).toContain('notice=bookedFor')
  expect(await placeAt(id)).toMatchObject({ state: 'booked', overCapacity: false, reason: 'Asked by telephone' })
  expect(await db.email.count({ where: { candidateId: bethan.id, kind: 'place.booked' } })).toBe(1)
  expect((await (await signedInAs(bethan)).get(`/workshops/${id}`)).text).toContain('The team gave you a place')
  expect(await db.look.count({ where: { candidateId: bethan.id, page: 'Booking a workshop' } })).toBe(1)
  expect((await book(id, { reason: 'Again' })).text).toContain('has a place at this workshop already')
})

it('beyond the places only with a tick of its own, shown as an override', async () => {
  const { id } = await aWorkshop({ capacity: 1 })
  const other = await aCandidate()
  await submit(await signedInAs(other), `/workshops/${id}`, {}, `/workshops/${id}/ask`)
  expect((await asPriya.get(page(id))).text).toContain('Every place is taken or held')
  const refused = await book(id, { reason: 'Her date was mixed up by us' })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('beyond the number of places')
  expect(await placeAt(id)).toBeNull()
  await book(id, { reason: 'Her date was mixed up by us', over: 'yes' })
  expect(await placeAt(id)).toMatchObject({ state: 'booked', overCapacity: true })
  expect(await db.event.count({ where: { name: 'place.overridden', subjectId: id } })).toBe(1)
})

it('books on a workshop for a group only with what the person said, as they said it, and keeps only that', async () => {
  const rationale = await anApprovedRationale()
  const { id } = await aWorkshop({ openness: 'restricted', rationaleId: rationale.id, capacity: 2 })
  expect((await asPriya.get(page(id))).text).toContain('This workshop is for women.')
  const unsaid = await book(id, { reason: 'Asked by telephone' })
  expect(unsaid.status).toBe(422)
  expect(unsaid.text).toContain('only if this person told you')
  await book(id, { reason: 'Asked by telephone', stated: 'yes' })
  expect(await placeAt(id)).toMatchObject({ state: 'booked', stated: true })
})

it('keeps an access place and a companion, and warns of a clash', async () => {
  const first = await aWorkshop({ title: 'The other one', capacity: 2 })
  const { id } = await aWorkshop({ capacity: 1, accessPlaces: 1 })
  await book(first.id, { reason: 'Asked by telephone' })
  expect((await asPriya.get(page(id))).text).toMatch(/something else at that time[\s\S]*The other one/)
  await book(id, { reason: 'Asked by telephone', access: 'yes', companion: 'yes' })
  expect(await placeAt(id)).toMatchObject({ state: 'booked', access: true, companion: true, pool: 'access' })
})

it('books nobody who is not there, on nothing that has begun, and not by a candidate', async () => {
  const past = await aWorkshop({ startsAt: new Date('2027-01-14T09:00:00Z') })
  await asPriya.get(page(past.id)).expect(404)
  const { id } = await aWorkshop()
  await asPriya.get(`/staff/workshops/${id}/book?candidate=${crypto.randomUUID()}`).expect(404)
  await (await signedInAs(bethan)).get(page(id)).expect(403)
})
