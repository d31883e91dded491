import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Lead } from '../../src/core/access.ts'
import { now } from '../../src/core/clock.ts'
import { daysAfter } from '../../src/core/dates.ts'
import { db, inTransaction } from '../../src/core/db.ts'
import { deactivate } from '../../src/features/accounts/commands/staff.ts'
import { moveRequest } from '../../src/features/requests/commands/move.ts'
import { aDeclaration, aDuty, aStanding } from '../support/exclusions.ts'
import { aOneToOne, aSlot } from '../support/one-to-ones.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount } from '../support/people.ts'
import { aHost, aPlacement } from '../support/placements.ts'
import { aRequest } from '../support/requests.ts'

const NOW = new Date('2027-01-11T10:00:00Z')
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

const aLead = async (): Promise<Lead> => ({
  ...{ role: 'lead', accountId: (await anAccount({ roles: ['lead'] })).id, name: 'Lead', roles: ['lead'] },
})

/** Leon is paired with Nadia, receives her on a day, and meets her one to one. */
async function everythingBetween(placed = 'confirmed') {
  const candidate = await aCandidate({ name: 'Nadia Bashir', adult: true, routes: ['constable'] })
  const supporter = await aSupporter({ name: 'Leon Carter' })
  const pairing = await aPairing({ candidateId: candidate.id, supporterId: supporter.id })
  const host = await aHost({ supporterId: supporter.id })
  const placement = await aPlacement({ candidateId: candidate.id, hostId: host.id, state: placed })
  const booked = await aOneToOne({ candidateId: candidate.id, slotId: (await aSlot({ supporterId: supporter.id })).id })
  const look = async () => {
    const [one, two, three] = [
      await db.pairing.findUniqueOrThrow({ where: { id: pairing.id } }),
      await db.placement.findUniqueOrThrow({ where: { id: placement.id } }),
      await db.oneToOne.findUniqueOrThrow({ where: { id: booked.id } }),
    ]
    return [one.state, two.state, two.supporterId === null ? 'nobody' : 'somebody', three.state]
  }
  return { candidate, supporter, look }
}
const begun = ['active', 'confirmed', 'somebody', 'booked']
const stopped = ['paused', 'accepted', 'nobody', 'calledOff']
type Between = Awaited<ReturnType<typeof everythingBetween>>

const ways: [string, (between: Between) => Promise<unknown>][] = [
  ['a word of the candidate', ({ candidate, supporter }) => aDeclaration({ candidateId: candidate.id, supporterId: supporter.id })],
  ['a part in selection', ({ supporter }) => aDuty(supporter.id)],
  ['an investigation', ({ supporter }) => aStanding(supporter.id)],
  [
    'a suspension',
    async ({ supporter }) => {
      await db.supporter.update({ where: { accountId: supporter.id }, data: { suspendedAt: now(), changedAt: now() } })
      await inTransaction((tx) => tx.$queryRaw`SELECT pause_excluded(NULL, ${supporter.id}::uuid, ${now()}::timestamptz)::text`)
    },
  ],
]

describe('what keeps two people apart', () => {
  it.each(ways)('stops all that is between them at once: %s', async (_name, exclude) => {
    const [between, others] = [await everythingBetween(), await everythingBetween()]
    await exclude(between)
    expect(await between.look()).toEqual(stopped)
    expect(await others.look()).toEqual(begun)
  })

  it('stops it once the team says who was meant', async () => {
    const between = await everythingBetween()
    const typed = { madeBy: 'supporter', madeById: between.supporter.id, typedName: 'Somebody else entirely' }
    const { id } = await aDeclaration({ supporterId: between.supporter.id }, typed)
    expect(await between.look()).toEqual(begun)
    const linked = { candidateId: between.candidate.id, linkedAt: daysAfter(NOW, 1), changedAt: daysAfter(NOW, 1) }
    await db.exclusionDeclaration.update({ where: { id }, data: linked })
    expect(await between.look()).toEqual(stopped)
  })

  it('stops at once what the two know of where only an address was typed, and the rest by night', async () => {
    const [known, unknown] = [await everythingBetween(), await aPlacement({ state: 'offered' })]
    const address = async ({ accountId }: { accountId: string | null }) =>
      (await db.account.findUniqueOrThrow({ where: { id: accountId ?? '' } })).email
    const declares = async (supporterId: string, typedEmail: string) =>
      aDeclaration({ supporterId }, { madeBy: 'supporter', madeById: supporterId, typedName: 'A relation', typedEmail })
    await declares(known.supporter.id, await address(known.candidate))
    expect(await known.look()).toEqual(stopped)
    const wisher = await db.candidate.findUniqueOrThrow({ where: { id: unknown.candidateId } })
    await declares(unknown.supporterId ?? '', await address(wisher))
    const state = async () => (await db.placement.findUniqueOrThrow({ where: { id: unknown.id } })).state
    expect(await state()).toBe('offered')
    await inTransaction((tx) => tx.$queryRaw`SELECT pause_excluded(NULL, NULL, ${now()}::timestamptz)::text`)
    expect(await state()).toBe('underConsideration')
  })

  it('holds for the record that two were joined into', async () => {
    const between = await everythingBetween()
    const other = await aCandidate({ adult: true })
    await aDeclaration({ candidateId: other.id, supporterId: between.supporter.id })
    const { accountId } = between.candidate
    await inTransaction(
      (
        tx,
      ) => tx.$queryRaw`SELECT merge_candidates(${between.candidate.id}::uuid, ${other.id}::uuid, '{}', ${accountId}::uuid, 'both', 'both',
        NULL, 'coordinator', ${NOW}::timestamptz, ${daysAfter(NOW, 30)}::timestamptz)::text`,
    )
    expect(await between.look()).toEqual(stopped)
  })
})

it('leaves nobody waiting for whoever no longer supports', async () => {
  const between = await everythingBetween()
  const free = await aSlot({ supporterId: between.supporter.id, startsAt: daysAfter(NOW, 20) })
  await deactivate(await aLead(), between.supporter.id)
  expect(await between.look()).toEqual(['ended', 'accepted', 'nobody', 'calledOff'])
  expect((await db.oneToOneSlot.findUniqueOrThrow({ where: { id: free.id } })).state).toBe('withdrawn')
  expect(await db.hostDate.count({ where: { supporterId: between.supporter.id, state: 'offered' } })).toBe(0)
  expect(await db.hostPerson.count({ where: { supporterId: between.supporter.id, until: null } })).toBe(0)
  const told = await db.email.findMany({ where: { candidateId: between.candidate.id } })
  const letters = await db.email.findMany({ where: { accountId: between.candidate.accountId } })
  expect([...told, ...letters].map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['pairing.ended', 'placement.dateLost', 'oneToOne.off']),
  )
})

it.each([
  ['application', 'booked', 'underway'],
  ['application', 'cancelled', 'accepted'],
  ['shadowing', 'booked', 'accepted'],
])('begins a yes to %s support with a one-to-one that is %s: %s', async (kind, state, reached) => {
  const { candidateId } = await aOneToOne({ state })
  await db.supportRequest.updateMany({ where: { candidateId }, data: { state: 'completed' } })
  const request = await aRequest(candidateId, { kind })
  await moveRequest(await aLead(), request.id, 'accept')
  expect((await db.supportRequest.findUniqueOrThrow({ where: { id: request.id } })).state).toBe(reached)
})
