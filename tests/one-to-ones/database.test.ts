import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db, inTransaction } from '../../src/core/db.ts'
import { addDuty, setStanding } from '../../src/features/exclusions/commands/duties.ts'
import { bookOneToOne } from '../../src/features/oneToOnes/commands/book.ts'
import { callOffExcluded } from '../../src/features/oneToOnes/commands/clockwork.ts'
import { listFree } from '../../src/features/oneToOnes/queries/slots.ts'
import { oneToOneStates } from '../../src/features/oneToOnes/rules/one-to-ones.ts'
import { closeAccount } from '../../src/features/privacy/commands.ts'
import { withdrawRequest } from '../../src/features/requests/commands/own.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aOneToOne, aPromise, aSlot } from '../support/one-to-ones.ts'
import { aSlotProcess } from '../support/slot-rush.ts'
import { aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount, asActor, PASSWORD } from '../support/people.ts'

const NOW = new Date('2027-03-01T10:00:00Z')
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000)
const force = profileOf('cheshire')
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})
const stops: (() => unknown)[] = []
afterAll(() => {
  for (const stop of stops) stop()
})

const stateOf = async (id: string) => (await db.oneToOne.findUniqueOrThrow({ where: { id } })).state
const aLead = async () => ({
  role: 'lead' as const,
  accountId: (await anAccount({ roles: ['lead'] })).id,
  name: 'Sian',
  roles: ['lead' as const],
})
const wish = (slotId: string) => ({ slotId, route: 'constable', wants: '', promised: true })

describe('what the database holds by itself', () => {
  it('knows the steps of the rules and no others', async () => {
    const rules: Record<string, string[]> = {
      booked: oneToOneStates.filter((state) => state !== 'booked'),
      held: ['notHeld'],
      notHeld: ['held'],
    }
    for (const from of oneToOneStates)
      for (const to of oneToOneStates) {
        const [row] = await db.$queryRaw<{ may: boolean }[]>`SELECT one_to_one_step(${from}, ${to}) AS may`
        expect([from, to, row?.may]).toEqual([from, to, rules[from]?.includes(to) === true])
      }
  })

  it('lets nobody book what is taken, over, of another route, or not promised by both', async () => {
    const { id, slot, candidateId, campaignId } = await aOneToOne()
    const base = { candidateId, campaignId, route: 'constable', changedAt: NOW, changedByRole: 'candidate', bookedAt: NOW }
    const book = (slotId: string, given: object = {}) => db.oneToOne.create({ data: { ...base, slotId, seriesId: randomUUID(), ...given } })
    await expect(book(slot.id)).rejects.toThrow()
    const free = await aSlot()
    await expect(book(free.id, { route: 'pcso' })).rejects.toThrow('not there to be booked')
    await expect(book(free.id, { bookedAt: later(11) })).rejects.toThrow('not there to be booked')
    await expect(book(free.id, { candidateId: (await aCandidate({ adult: true })).id })).rejects.toThrow('both promise first')
    await expect(book((await aSlot({ startsAt: later(400) })).id)).rejects.toThrow('both promise first')
    await expect(db.oneToOne.update({ where: { id }, data: { state: 'held', closedAt: NOW, changedAt: NOW } })).rejects.toThrow('has begun')
    await expect(db.oneToOneSlot.update({ where: { id: slot.id }, data: { startsAt: later(12) } })).rejects.toThrow('has booked')
    const feedback = { oneToOneId: id, number: 1, framework: '1', good: 'x', next: 'y', givenAt: NOW }
    await expect(db.oneToOneFeedback.create({ data: feedback })).rejects.toThrow('of what was held')
  })

  it('lets only the trained offer, and keeps promises and history as they are', async () => {
    const coach = await aSupporter({ trainedUntil: new Date('2027-03-05') })
    await expect(aSlot({ supporterId: coach.id })).rejects.toThrow('only a trained supporter')
    const { candidateId } = await aOneToOne()
    await expect(db.oneToOnePromise.updateMany({ where: { candidateId }, data: { wording: 'x' } })).rejects.toThrow()
    await expect(db.oneToOneChange.deleteMany({ where: { oneToOne: { candidateId } } })).rejects.toThrow()
  })
})

describe('a coach with a part in deciding', () => {
  it('is not listed and cannot be booked; what was booked is called off at once, and both are told without a reason', async () => {
    const { id, slot, candidateId } = await aOneToOne()
    const other = await aSlot({ supporterId: slot.supporterId ?? '', startsAt: later(12) })
    expect((await listFree(candidateId, { page: 1 })).rows.map((each) => each.id)).toContain(other.id)
    await addDuty(await aLead(), { supporterId: slot.supporterId ?? '' }, { duty: 'assessment', route: 'constable' })
    expect(await stateOf(id)).toBe('calledOff')
    expect((await listFree(candidateId, { page: 1 })).rows.map((each) => each.id)).not.toContain(other.id)
    const person = await db.candidate.findUniqueOrThrow({ where: { id: candidateId } })
    expect(await bookOneToOne(asActor(person), wish(other.id), force)).toEqual({ ok: false, reason: 'gone' })
    const campaignId = await aPromise({ candidateId }, 'constable', other.startsAt)
    const raw = {
      slotId: other.id,
      candidateId,
      campaignId,
      route: 'constable',
      seriesId: randomUUID(),
      bookedAt: NOW,
      changedAt: NOW,
      changedByRole: 'candidate',
    }
    await expect(db.oneToOne.create({ data: raw })).rejects.toThrow('kept apart')
    expect(await db.email.count({ where: { aboutId: id, kind: 'oneToOne.off' } })).toBe(2)
  })

  it('is found by night too, as is training that no longer holds', async () => {
    const { id, slot } = await aOneToOne()
    const untouched = await aOneToOne()
    await db.$executeRaw`UPDATE candidates SET adult = false WHERE id = ${(await db.oneToOne.findUniqueOrThrow({ where: { id } })).candidateId}::uuid`
    await callOffExcluded()
    expect([await stateOf(id), await stateOf(untouched.id)]).toEqual(['calledOff', 'booked'])
    await db.supporter.update({ where: { accountId: untouched.slot.supporterId ?? '' }, data: { trainedUntil: later(2), changedAt: NOW } })
    expect(await stateOf(untouched.id)).toBe('calledOff')
    expect(slot.state).toBe('offered')
  })

  it('who is restricted, suspended or leaves has nothing booked any more', async () => {
    const [restricted, suspended, leaver, demoted] = [await aOneToOne(), await aOneToOne(), await aOneToOne(), await aOneToOne()]
    await setStanding(await aLead(), { supporterId: restricted.slot.supporterId ?? '' }, 'restricted')
    const set = (of: typeof suspended, data: object) =>
      db.supporter.update({ where: { accountId: of.slot.supporterId ?? '' }, data: { ...data, changedAt: NOW } })
    await set(suspended, { suspendedAt: NOW })
    const free = await aSlot({ supporterId: leaver.slot.supporterId ?? '', startsAt: later(20) })
    await set(leaver, { state: 'left' })
    await db.$queryRaw`SELECT end_one_to_ones(${demoted.slot.supporterId}::uuid, ${NOW}::timestamptz)`
    for (const { id } of [restricted, suspended, leaver, demoted]) expect(await stateOf(id)).toBe('calledOff')
    expect((await db.oneToOneSlot.findUniqueOrThrow({ where: { id: free.id } })).state).toBe('withdrawn')
  })
})

describe('what happens elsewhere', () => {
  it('begins application support with the first booking, and gives it back with the request', async () => {
    const candidate = await aCandidate({ adult: true, routes: ['constable'] })
    const [slot] = [await aSlot(), await anAccount()]
    const booked = await bookOneToOne(asActor(candidate), wish(slot.id), force)
    const request = await db.supportRequest.findFirstOrThrow({ where: { candidateId: candidate.id, kind: 'application' } })
    expect(request.state).toBe('underway')
    expect(await withdrawRequest(asActor(candidate), request.id, 'notNow')).toMatchObject({ ok: true })
    expect(booked?.ok === true && (await stateOf(booked.id))).toBe('calledOff')
  })

  it('leaves a count and no word of whoever closes their account; the coach is told', async () => {
    const candidate = await aCandidate({ adult: true, routes: ['constable'] })
    const coming = await aOneToOne({ candidateId: candidate.id, wants: 'Private' })
    const held = await aOneToOne({ candidateId: candidate.id, state: 'held', wants: 'Private' })
    await db.oneToOneFeedback.create({ data: { oneToOneId: held.id, number: 1, framework: '1', good: 'x', next: 'y', givenAt: later(11) } })
    expect(await closeAccount(asActor(candidate), PASSWORD)).toMatchObject({ ok: true })
    expect(await db.oneToOne.findMany({ where: { candidateId: candidate.id }, orderBy: { state: 'asc' } })).toMatchObject([
      { state: 'calledOff', wants: '' },
      { state: 'held', wants: '' },
    ])
    expect(await db.oneToOneFeedback.count({ where: { oneToOneId: held.id } })).toBe(0)
    expect(await db.oneToOnePromise.count({ where: { candidateId: candidate.id } })).toBe(0)
    expect(await db.email.count({ where: { aboutId: coming.id, kind: 'oneToOne.off', accountId: coming.slot.supporterId } })).toBe(1)
  })

  it('moves with records that are joined, two promises for one campaign among them', async () => {
    const [one, two] = [await aOneToOne(), await aOneToOne()]
    const { id: by } = await anAccount()
    const { accountId } = await db.candidate.findUniqueOrThrow({ where: { id: one.candidateId } })
    await inTransaction(
      (
        tx,
      ) => tx.$queryRaw`SELECT merge_candidates(${one.candidateId}::uuid, ${two.candidateId}::uuid, '{}', ${accountId}::uuid, 'both', 'both', ${by}::uuid,
        'coordinator', ${NOW}::timestamptz, ${later(30)}::timestamptz)::text`,
    )
    expect((await db.oneToOne.findUniqueOrThrow({ where: { id: two.id } })).candidateId).toBe(one.candidateId)
    expect(await stateOf(two.id)).toBe('booked')
  })
})

it('gives the last time to one of forty who press at once, in two processes', async () => {
  vi.useRealTimers()
  const slot = await aSlot({ startsAt: new Date(Date.now() + 10 * 86_400_000) })
  const people = await Promise.all(Array.from({ length: 40 }, () => aCandidate({ adult: true, routes: ['constable'] })))
  const processes = await Promise.all([aSlotProcess(), aSlotProcess()])
  for (const { stop } of processes) stops.push(stop)
  const actions = people.map(({ id, accountId }) => ({ candidateId: id, accountId: accountId ?? '', slotId: slot.id }))
  const [first = [], second = []] = await Promise.all(processes.map(({ act }, at) => act(actions.filter((_each, n) => n % 2 === at))))
  const outcomes = [...first, ...second]
  expect(outcomes.filter((each) => each === 'booked')).toHaveLength(1)
  expect(outcomes.filter((each) => each === 'gone')).toHaveLength(39)
  expect(await db.oneToOne.count({ where: { slotId: slot.id } })).toBe(1)
}, 60_000)
