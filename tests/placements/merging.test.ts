import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { daysAfter } from '../../src/core/dates.ts'
import { db, inTransaction } from '../../src/core/db.ts'
import { addEntry } from '../../src/features/preparing/commands/fitness.ts'
import { share } from '../../src/features/preparing/commands/sharing.ts'
import { aCheck, everyCheck } from '../support/checks.ts'
import { aOneToOne } from '../support/one-to-ones.ts'
import { aPairing } from '../support/pairings.ts'
import { aCandidate, anApp, asActor, signedInAs } from '../support/people.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'

const NOW = new Date('2027-03-01T10:00:00Z')
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

const someone = (name: string) => aCandidate({ name, adult: true, routes: ['constable'] })
type Person = Awaited<ReturnType<typeof someone>>

/** Joins the second record into the first, whose way to sign in stays; the answer is the id of what was done, for an undo. */
const join = (one: Person, two: Person) =>
  inTransaction(async (tx) => {
    const [row] = await tx.$queryRaw<
      { id: string }[]
    >`SELECT merge_candidates(${one.id}::uuid, ${two.id}::uuid, '{}', ${one.accountId}::uuid,
      'both', 'both', NULL, 'coordinator', ${new Date()}::timestamptz, ${daysAfter(new Date(), 30)}::timestamptz)::text AS id`
    return row?.id ?? ''
  })
const part = (id: string) =>
  inTransaction((tx) => tx.$queryRaw`SELECT outcome FROM undo_merge(${id}::uuid, NULL, 'coordinator', ${new Date()}::timestamptz)`)
const read = (id: string) => db.placement.findUniqueOrThrow({ where: { id } })

it('takes visits, their checks, one-to-ones, plans and what was trained for along, and gives them back with an undo', async () => {
  const [one, two] = [await someone('Nadia Bashir'), await someone('Nadia Basheer')]
  const visit = await aPlacement({ candidateId: two.id, state: 'confirmed' })
  const [booked, theirs] = [await aOneToOne({ candidateId: two.id }), await aOneToOne({ candidateId: one.id })]
  const words = (candidateId: string) => ({ candidateId, words: 'Talk to somebody', madeAt: NOW })
  const suggested = { route: 'constable', stage: 'interest', code: 'talk' }
  await db.planStep.createMany({ data: [{ ...words(one.id), ...suggested }, { ...words(two.id), ...suggested }, words(two.id)] })
  const { id: pairingId } = await aPairing({ candidateId: two.id })
  await addEntry(asActor(two), { onDay: '2027-02-28', kind: 'shuttle', level: 4, shuttle: 6, words: '' })
  await share(asActor(two), { what: 'fitness', pairingId, until: '2027-03-31' })
  const counts = async ({ id: candidateId }: Person) => [
    await db.placement.count({ where: { candidateId } }),
    await db.check.count({ where: { candidateId } }),
    await db.oneToOne.count({ where: { candidateId } }),
    await db.planStep.count({ where: { candidateId } }),
    await db.fitnessEntry.count({ where: { candidateId } }),
    await db.preparingShare.count({ where: { candidateId, endedAt: null } }),
  ]
  const before = [await counts(one), await counts(two)]
  const merge = await join(one, two)
  const checks = before[1]?.[1] ?? 0
  expect(await counts(one)).toEqual([1, checks, 2, 2, 1, 1])
  expect(await counts(two)).toEqual([0, 0, 0, 1, 0, 0]) // the same suggested step twice stays once
  expect(await read(visit.id)).toMatchObject({ candidateId: one.id, state: 'confirmed' })
  expect(await db.oneToOne.count({ where: { id: { in: [booked.id, theirs.id] }, state: 'booked' } })).toBe(2)
  const me = await signedInAs(one, anApp())
  await me.get(`/my/placements/${visit.id}/pack`).expect(200)
  expect((await me.get('/my/plan').expect(200)).text.match(/Talk to somebody/g)?.length).toBeGreaterThanOrEqual(2)
  await part(merge)
  expect([await counts(one), await counts(two)]).toEqual(before)
})

it('keeps of two wishes for one department the one that has come further, without a word to anybody', async () => {
  const [one, two, host] = [await someone('Nadia Bashir'), await someone('N Bashir'), await aHost()]
  const { id: dateId } = await aHostDate({ hostId: host.id, supporterId: host.supporterId })
  const wish = await aPlacement({ candidateId: one.id, hostId: host.id, state: 'requested', undated: true })
  const visit = await aPlacement({ candidateId: two.id, hostId: host.id, dateId, state: 'confirmed' })
  await join(one, two)
  expect(await read(visit.id)).toMatchObject({ candidateId: one.id, state: 'confirmed' })
  expect(await read(wish.id)).toMatchObject({ candidateId: one.id, state: 'cancelled', reasons: ['joined'] })
  expect(await db.email.count({ where: { kind: { startsWith: 'placement.' }, aboutId: { in: [wish.id, visit.id] } } })).toBe(0)
})

it('looks again at what was confirmed, where the other record says otherwise, and asks for no check twice that holds', async () => {
  const [one, two, three] = [await someone('Nadia Bashir'), await someone('N Bashir'), await someone('Nadia B')]
  const visit = await aPlacement({ candidateId: one.id, state: 'confirmed' })
  const other = await aPlacement({ candidateId: three.id, state: 'checks' })
  await everyCheck(other.id)
  await join(one, three)
  expect((await read(visit.id)).state).toBe('confirmed')
  const asked = await aPlacement({ candidateId: two.id, state: 'checks' })
  await aCheck({ kind: 'recordCheck', placementId: asked.id, result: 'notClear' })
  await join(one, two)
  expect((await read(visit.id)).state).toBe('checks')
})
