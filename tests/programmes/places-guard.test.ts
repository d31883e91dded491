import { describe, expect, test } from 'vitest'
import { db } from '../../src/core/db.ts'
import {
  acceptOffer,
  askForPlace,
  cancelPlace,
  declineOffer,
  expireOffers,
  leaveWaitingList,
} from '../../src/features/programmes/commands/places.ts'
import { aCandidate, asActor, aWorkshop } from '../support/people.ts'

describe('the database itself', () => {
  test('takes nobody in beyond the capacity, and lets no place go back', async () => {
    const workshop = await aWorkshop({ capacity: 1 })
    const [first, second] = [await aCandidate(), await aCandidate()]
    const at = new Date()
    const row = { workshopId: workshop.id, askedAt: at }
    const held = await db.place.create({ data: { ...row, candidateId: first.id, arrival: 1, state: 'booked' } })
    await expect(db.place.create({ data: { ...row, candidateId: second.id, arrival: 2, state: 'booked' } })).rejects.toThrow()
    const waits = await db.place.create({ data: { ...row, candidateId: second.id, arrival: 2, state: 'waiting' } })
    await expect(db.place.update({ where: { id: waits.id }, data: { state: 'booked' } })).rejects.toThrow()
    await expect(db.place.update({ where: { id: waits.id }, data: { state: 'attended' } })).rejects.toThrow()
    await expect(db.place.update({ where: { id: waits.id }, data: { arrival: 9 } })).rejects.toThrow()
    await expect(db.place.update({ where: { id: held.id }, data: { state: 'lateCancelled' } })).rejects.toThrow()
    await db.place.update({ where: { id: held.id }, data: { state: 'cancelled' } })
    await expect(db.place.update({ where: { id: held.id }, data: { state: 'booked' } })).rejects.toThrow()
    await expect(db.place.create({ data: { ...row, candidateId: second.id, arrival: 3, state: 'waiting' } })).rejects.toThrow()
  })

  test('takes nobody in over the capacity without a reason on record, and counts access places apart', async () => {
    const workshop = await aWorkshop({ capacity: 1, accessPlaces: 1 })
    const row = { workshopId: workshop.id, askedAt: new Date() }
    const [first, second, third, fourth] = await Promise.all([aCandidate(), aCandidate(), aCandidate(), aCandidate()])
    await db.place.create({ data: { ...row, candidateId: first.id, arrival: 1, state: 'booked' } })
    await db.place.create({ data: { ...row, candidateId: second.id, arrival: 2, state: 'booked', pool: 'access', access: true } })
    const access = { ...row, candidateId: third.id, arrival: 3, state: 'booked', pool: 'access', access: true }
    await expect(db.place.create({ data: access })).rejects.toThrow('full')
    const over = { ...row, candidateId: fourth.id, arrival: 4, state: 'booked', overCapacity: true }
    await expect(db.place.create({ data: over })).rejects.toThrow('needs its reason on record')
    const { id: placeId } = await db.place.create({ data: { ...over, state: 'waiting', overCapacity: false } })
    const blank = { placeId, reason: ' ', byRole: 'lead', at: new Date() }
    await expect(db.placeOverride.create({ data: blank })).rejects.toThrow()
    await db.placeOverride.create({ data: { ...blank, reason: 'Asked by the lead' } })
    await db.place.update({ where: { id: placeId }, data: { state: 'booked', overCapacity: true } })
    await expect(db.lineEntry.deleteMany()).rejects.toThrow(/permission denied/)
    await expect(db.placeCall.deleteMany()).rejects.toThrow(/permission denied/)
    await expect(db.placeOverride.updateMany({ data: { reason: 'x' } })).rejects.toThrow(/permission denied/)
  })

  test('keeps history as it was written', async () => {
    const workshop = await aWorkshop({ capacity: 1 })
    const amara = await aCandidate()
    await askForPlace(asActor(amara), workshop.id)
    await expect(db.placeChange.deleteMany()).rejects.toThrow()
    await expect(db.placeChange.updateMany({ data: { toState: 'booked' } })).rejects.toThrow()
    expect(await db.event.count({ where: { name: 'place.booked', actorId: amara.accountId } })).toBe(1)
  })
})

test('people who do everything at once never block one another, and history still tells where each of them stands', async () => {
  const workshop = await aWorkshop({ capacity: 3 })
  const people = await Promise.all(Array.from({ length: 10 }, () => aCandidate()))
  const acts = [acceptOffer, declineOffer, leaveWaitingList, cancelPlace]
  const one = async (n: number) => {
    const who = people[n % people.length]
    if (!who) return
    await askForPlace(asActor(who), workshop.id)
    const place = await db.place.findFirst({ where: { workshopId: workshop.id, candidateId: who.id }, orderBy: { arrival: 'desc' } })
    if (place) await acts[(n * 7) % acts.length]?.(asActor(who), place.id)
    await expireOffers()
  }
  await Promise.all(Array.from({ length: 80 }, (_, n) => one(n)))
  const places = await db.place.findMany({ where: { workshopId: workshop.id }, include: { changes: { orderBy: { id: 'desc' }, take: 1 } } })
  expect(places.map(({ changes }) => changes[0]?.toState)).toEqual(places.map(({ state }) => state))
  const holders = places.filter(({ state }) => state === 'offered' || state === 'booked')
  expect(holders.length).toBeLessThanOrEqual(3)
  if (places.some(({ state }) => state === 'waiting')) expect(holders).toHaveLength(3)
})
