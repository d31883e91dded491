import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { allChecks, aCheck, everyCheck } from '../support/checks.ts'
import { aHost, aHostDate, aPlacement } from '../support/placements.ts'

const NOW = new Date('2027-03-01T10:00:00Z')
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

const onPatrol = async (state: string) => {
  const host = await aHost({ patrol: true })
  const { id: dateId } = await aHostDate({ hostId: host.id, supporterId: host.supporterId })
  return aPlacement({ state, hostId: host.id, dateId })
}
const stateOf = async (id: string) => (await db.placement.findUniqueOrThrow({ where: { id } })).state
const gapsOf = async (id: string) =>
  (await db.$queryRaw<{ kind: string; why: string }[]>`SELECT kind, why FROM placement_gaps(${id}::uuid, ${NOW})`)
    .map(({ kind, why }) => `${kind} ${why}`)
    .sort()
const confirm = (id: string) => db.placement.update({ where: { id }, data: { state: 'confirmed', confirmedAt: NOW, changedAt: NOW } })

/** Each way in which one check does not hold on the day, two weeks from now, and what the database calls it. */
const faults: [string, string, object][] = [
  ['age', 'refused', { result: 'under' }],
  ['age', 'notYet', { validFrom: new Date('2027-03-16') }],
  ['eligibility', 'refused', { result: 'cannot' }],
  ['recordCheck', 'refused', { result: 'notClear' }],
  ['recordCheck', 'expired', { expiresOn: new Date('2027-02-28') }],
  ['confidentiality', 'expiring', { expiresOn: new Date('2027-03-14') }],
  ['briefing', 'expiring', { expiresOn: new Date('2027-03-01') }],
  ['riskAssessment', 'waiting', { approved: false }],
  ['insurance', 'refused', { result: 'notCovered' }],
  ['accessNeeds', 'waiting', { result: 'asked', words: 'No stairs' }],
  ['accessNeeds', 'waiting', { result: 'proposed', words: 'A lift', signedByRole: 'coordinator' }],
]

describe('what a day needs', () => {
  it('is everything, and the age only where a department goes out on patrol', async () => {
    const placement = await onPatrol('checks')
    expect(await gapsOf(placement.id)).toEqual(allChecks.map((kind) => `${kind} missing`).sort())
    const inside = await aPlacement({ state: 'checks' })
    expect(await gapsOf(inside.id)).not.toContain('age missing')
    await everyCheck(placement.id)
    expect(await gapsOf(placement.id)).toEqual([])
    expect((await confirm(placement.id)).state).toBe('confirmed')
  })

  it.each(allChecks)('cannot be confirmed without %s', async (kind) => {
    const placement = await onPatrol('checks')
    for (const other of allChecks.filter((each) => each !== kind)) await aCheck({ kind: other, placementId: placement.id })
    await expect(confirm(placement.id)).rejects.toThrow('something is still in the way')
    await aCheck({ kind, placementId: placement.id })
    expect((await confirm(placement.id)).state).toBe('confirmed')
  })

  it.each(faults)('is not there where %s is %s, and one signed later takes a confirmed visit back at once', async (kind, why, given) => {
    const placement = await onPatrol('confirmed')
    await aCheck({ kind, placementId: placement.id, ...given })
    expect([await stateOf(placement.id), await gapsOf(placement.id)]).toEqual(['checks', [`${kind} ${why}`]])
    await expect(confirm(placement.id)).rejects.toThrow('something is still in the way')
    await aCheck({ kind, placementId: placement.id })
    expect((await confirm(placement.id)).state).toBe('confirmed')
    const told = await db.email.findMany({ where: { aboutId: placement.id, kind: 'placement.rechecked' } })
    expect(told).toHaveLength(2)
  })

  it('holds on the last day of a check, and not a day later', async () => {
    const placement = await onPatrol('confirmed')
    await aCheck({ kind: 'briefing', placementId: placement.id, expiresOn: new Date('2027-03-15') })
    expect(await stateOf(placement.id)).toBe('confirmed')
    const startsAt = new Date('2027-03-16T09:00:00Z')
    const moved = { startsAt, endsAt: new Date('2027-03-16T12:00:00Z'), changedAt: NOW }
    await db.hostDate.update({ where: { id: placement.dateId ?? '' }, data: moved })
    expect([await stateOf(placement.id), await gapsOf(placement.id)]).toEqual(['checks', ['briefing expiring']])
  })

  it('is asked of the day in London: in summer a visit just after midnight is on the next day', async () => {
    const host = await aHost()
    const startsAt = new Date('2027-07-01T23:30:00Z')
    const { id: dateId } = await aHostDate({ hostId: host.id, supporterId: host.supporterId, startsAt })
    const placement = await aPlacement({ state: 'checks', hostId: host.id, dateId })
    await everyCheck(placement.id)
    await aCheck({ kind: 'insurance', placementId: placement.id, expiresOn: new Date('2027-07-01') })
    expect(await gapsOf(placement.id)).toEqual(['insurance expiring'])
  })

  it('uses again what is about the person, and never what is about another visit', async () => {
    const first = await onPatrol('confirmed')
    const host = await aHost({ patrol: true })
    const { id: dateId } = await aHostDate({ hostId: host.id, supporterId: host.supporterId })
    const second = await aPlacement({ state: 'checks', hostId: host.id, dateId, candidateId: first.candidateId })
    const ofVisit = ['accessNeeds', 'briefing', 'emergencyContact', 'insurance', 'riskAssessment']
    expect(await gapsOf(second.id)).toEqual(ofVisit.map((kind) => `${kind} missing`))
    await aCheck({ kind: 'recordCheck', placementId: second.id, result: 'notClear' })
    expect(await stateOf(first.id)).toBe('checks')
  })
})

describe('what takes a confirmed visit back', () => {
  it('is a check that is revoked', async () => {
    const placement = await onPatrol('confirmed')
    const check = await db.check.findFirstOrThrow({ where: { placementId: placement.id, kind: 'insurance' } })
    const revoked = { revokedAt: NOW, revokedById: placement.supporterId, revokedByRole: 'coordinator', revokedWhy: 'notSo' }
    await db.check.update({ where: { id: check.id }, data: revoked })
    expect([await stateOf(placement.id), await gapsOf(placement.id)]).toEqual(['checks', ['insurance revoked']])
  })

  it('is a host whose training ends before the day, and a department that begins to go out on patrol', async () => {
    const placement = await aPlacement({ state: 'confirmed' })
    const where = { accountId: placement.supporterId ?? '' }
    await db.supporter.update({ where, data: { trainedUntil: new Date('2027-03-14'), changedAt: NOW } })
    expect([await stateOf(placement.id), await gapsOf(placement.id)]).toEqual(['checks', ['hostTraining expiring']])
    const other = await aPlacement({ state: 'confirmed' })
    await aCheck({ kind: 'age', placementId: other.id, result: 'under' })
    expect(await stateOf(other.id)).toBe('confirmed')
    await db.host.update({ where: { id: other.hostId }, data: { patrol: true, changedAt: NOW } })
    expect([await stateOf(other.id), await gapsOf(other.id)]).toEqual(['checks', ['age refused']])
  })

  it('leaves a visit alone whose day has been', async () => {
    const placement = await onPatrol('confirmed')
    const later = new Date('2027-03-20T10:00:00Z')
    await aCheck({ kind: 'insurance', placementId: placement.id, result: 'notCovered', signedAt: later })
    expect(await stateOf(placement.id)).toBe('confirmed')
  })
})

describe('what was signed', () => {
  it('is never changed, and nobody approves what they wrote', async () => {
    const placement = await onPatrol('checks')
    const check = await aCheck({ kind: 'riskAssessment', placementId: placement.id, approved: false })
    const approve = (approvedById: string) => db.check.update({ where: { id: check.id }, data: { approvedById, approvedAt: NOW } })
    await expect(approve(check.signedById)).rejects.toThrow(/checks_two_people|check constraint/)
    const row = { checkId: check.id, position: 2, hazard: 'A horse', control: 'Stand well away', residual: 'high' }
    await db.riskRow.create({ data: row })
    await expect(approve(placement.hostId)).rejects.toThrow('cannot be approved as it stands')
    for (const data of [{ wording: 'Other words' }, { expiresOn: new Date('2098-01-01') }, { kind: 'briefing' }])
      await expect(db.check.update({ where: { id: check.id }, data })).rejects.toThrow()
    await expect(db.check.delete({ where: { id: check.id } })).rejects.toThrow()
  })

  it('has no row added once it is approved', async () => {
    const placement = await onPatrol('checks')
    const { id: checkId } = await aCheck({ kind: 'riskAssessment', placementId: placement.id })
    const row = { checkId, position: 2, hazard: 'A horse', control: 'Stand well away', residual: 'low' }
    await expect(db.riskRow.create({ data: row })).rejects.toThrow('written with their assessment')
  })

  it('is signed by whom it has to be, for a placement of theirs that waits for it', async () => {
    const placement = await onPatrol('checks')
    const of = { placementId: placement.id }
    await expect(aCheck({ ...of, kind: 'recordCheck', signedByRole: 'candidate' })).rejects.toThrow()
    await expect(aCheck({ ...of, kind: 'riskAssessment', signedById: placement.candidateId })).rejects.toThrow('whoever hosts')
    const { accountId } = await db.candidate.findUniqueOrThrow({ where: { id: placement.candidateId } })
    await expect(aCheck({ ...of, kind: 'briefing', signedById: accountId ?? '' })).rejects.toThrow('nobody checks themselves')
    const early = await aPlacement({ state: 'offered' })
    await expect(aCheck({ kind: 'briefing', placementId: early.id })).rejects.toThrow('waits for checks')
  })
})
