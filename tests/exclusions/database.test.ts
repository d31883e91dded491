import { describe, expect, it } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import { aDeclaration, aDuty, aSafeguard, excludedBy, waysToExclude } from '../support/exclusions.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { aCandidate } from '../support/people.ts'

const DAY = 86_400_000

async function aPair(state?: string) {
  const candidate = await aCandidate({ adult: true, routes: ['pcso'] })
  const supporter = await aSupporter()
  const pair = { candidateId: candidate.id, supporterId: supporter.id }
  return { ...pair, pair, id: state === undefined ? '' : (await aPairing({ ...pair, state })).id }
}
const stateOf = async (id: string) => (await db.pairing.findUniqueOrThrow({ where: { id } })).state
const nightly = () => db.$queryRaw`SELECT pause_excluded(NULL, NULL, ${now()}::timestamptz)`

describe.each(waysToExclude)('%s', (reason, isPrivate, exclude) => {
  it('is named, private where it is, and keeps the pair from being proposed', async () => {
    const { pair } = await aPair()
    expect(await excludedBy(pair)).toEqual([])
    await exclude(pair)
    expect(await excludedBy(pair)).toContainEqual({ reason, private: isPrivate })
    await expect(aPairing({ ...pair, state: 'proposedToSupporter' })).rejects.toThrow(/this pair is excluded/)
  })

  it.each(['proposedToSupporter', 'proposedToCandidate'])('takes a pair that is %s back, or refuses it', async (state) => {
    const { pair, id } = await aPair(state)
    await exclude(pair)
    if ((await stateOf(id)) === state) {
      const yes = { state: 'active', dueAt: null, beganAt: now(), candidateAgreedAt: now(), changedAt: now() }
      await expect(db.pairing.update({ where: { id }, data: yes })).rejects.toThrow(/excluded/)
      await nightly()
    }
    expect(await stateOf(id)).toBe('withdrawn')
  })

  it('pauses a pair that has begun, and lets nobody go on with it', async () => {
    const { pair, id } = await aPair('active')
    await exclude(pair)
    if ((await stateOf(id)) === 'active') await nightly()
    expect(await stateOf(id)).toBe('paused')
    const again = { state: 'active', pausedWhy: null, changedAt: now() }
    await expect(db.pairing.update({ where: { id }, data: again })).rejects.toThrow(/excluded/)
  })
})

describe('an exclusion', () => {
  it('pauses at once, in the transaction that declares it', async () => {
    const { pair, id } = await aPair('active')
    const { id: waiting } = await aPairing({ ...pair, kind: 'mentoring', state: 'proposedToCandidate' })
    await aDeclaration(pair, { kind: 'block' })
    expect([await stateOf(id), await stateOf(waiting)]).toEqual(['paused', 'withdrawn'])
  })

  it('forbids a pair that ended with a concern for good, without naming it', async () => {
    const { pair } = await aPair()
    const { id } = await aPairing(pair)
    await db.pairing.update({ where: { id }, data: { state: 'ended', endReason: 'concern', endedAt: now(), changedAt: now() } })
    expect(await excludedBy(pair)).toEqual([{ reason: 'earlierConcern', private: true }])
    await expect(aPairing({ ...pair, kind: 'coaching', state: 'proposedToSupporter' })).rejects.toThrow(/excluded/)
  })

  it('by line management holds for twelve months after it ended', async () => {
    const { pair } = await aPair()
    await aDeclaration(pair, { kind: 'lineManagement', untilOn: new Date('2026-03-10') })
    const on = (day: string) => excludedBy(pair, new Date(`${day}T12:00:00Z`))
    expect(await on('2027-03-10')).toEqual([{ reason: 'lineManagement', private: false }])
    expect(await on('2027-03-11')).toEqual([])
  })

  it('by a duty holds to its last day, in UK time', async () => {
    const { pair, supporterId } = await aPair()
    await aDuty(supporterId, { duty: 'sift', untilOn: new Date('2027-06-01') })
    expect(await excludedBy(pair, new Date('2027-06-01T22:30:00Z'))).toHaveLength(1)
    expect(await excludedBy(pair, new Date('2027-06-01T23:30:00Z'))).toEqual([])
  })

  it('by a duty for one route leaves others free', async () => {
    const { pair, candidateId, supporterId } = await aPair()
    await aDuty(supporterId, { route: 'pcso' })
    await db.candidate.update({ where: { id: candidateId }, data: { routes: ['special'] } })
    expect(await excludedBy(pair)).toEqual([])
  })

  it('ends when it is taken back, and stays ended', async () => {
    const { pair } = await aPair()
    const { id } = await aDeclaration(pair)
    await db.exclusionDeclaration.update({ where: { id }, data: { endedAt: now(), endedWhy: 'takenBack', changedAt: now() } })
    expect(await excludedBy(pair)).toEqual([])
    await expect(db.exclusionDeclaration.update({ where: { id }, data: { endedAt: null, endedWhy: null } })).rejects.toThrow(
      /stays as it is/,
    )
  })

  it('that is a block is ended by nobody but who set it, or because they asked', async () => {
    const { pair } = await aPair()
    const { id } = await aDeclaration(pair, { kind: 'block' })
    const end = (endedWhy: string) =>
      db.exclusionDeclaration.update({ where: { id }, data: { endedAt: now(), endedWhy, changedAt: now() } })
    await expect(end('notSo')).rejects.toThrow(/declarations_blocks_end/)
    await end('asked')
  })
})

describe('somebody under 18', () => {
  it('may be paired while an extra check and a guardian’s consent are recorded', async () => {
    const { pair, candidateId } = await aPair()
    await db.candidate.update({ where: { id: candidateId }, data: { adult: false } })
    const { untilOn } = await aSafeguard(candidateId)
    expect(await excludedBy(pair)).toEqual([])
    const { id } = await aPairing({ ...pair, state: 'active' })
    expect(await excludedBy(pair, new Date(untilOn.getTime() + 2 * DAY))).toEqual([{ reason: 'underage', private: false }])
    const live = { candidateId, endedAt: null }
    await db.safeguard.updateMany({ where: live, data: { endedAt: now(), endedById: candidateId, changedAt: now() } })
    expect(await stateOf(id)).toBe('paused')
  })

  it('has one set of safeguards at a time, for no longer than a year', async () => {
    const { candidateId } = await aPair()
    await aSafeguard(candidateId)
    await expect(aSafeguard(candidateId)).rejects.toThrow(/Unique/)
    const other = await aPair()
    await expect(aSafeguard(other.candidateId, { untilOn: new Date('2099-01-01') })).rejects.toThrow(/safeguards_dates/)
  })
})

describe('what somebody typed', () => {
  it('counts from the moment somebody with that address is here, whoever comes first', async () => {
    const { pair, candidateId } = await aPair()
    await aDeclaration({ candidateId }, { typedName: 'Dan Hughes', typedEmail: 'D.Hughes+me@Gmail.com' })
    expect(await excludedBy(pair)).toEqual([])
    const late = await aSupporter({ name: 'Daniel Hughes', email: 'dhughes@gmail.com' })
    expect(await excludedBy({ candidateId, supporterId: late.id })).toEqual([{ reason: 'family', private: false }])
  })

  it('counts for a supporter too, by the address of an account or one noted by the team', async () => {
    const { supporterId } = await aPair()
    await aDeclaration({ supporterId }, { madeBy: 'supporter', kind: 'household', typedName: 'A', typedEmail: 'a.vale@people.example' })
    await aDeclaration({ supporterId }, { madeBy: 'supporter', kind: 'interview', typedName: 'B', typedEmail: 'b.vale@people.example' })
    const online = await aCandidate({ adult: true, email: 'a.vale@people.example' })
    const byPhone = await db.candidate.update({ where: { id: (await aPair()).candidateId }, data: { email: 'B.Vale@people.example' } })
    expect(await excludedBy({ candidateId: online.id, supporterId })).toEqual([{ reason: 'household', private: false }])
    expect(await excludedBy({ candidateId: byPhone.id, supporterId })).toEqual([{ reason: 'interview', private: false }])
  })

  it('shows by nothing that happens at once whom a proposal is about; the night takes it back', async () => {
    const { supporterId, candidateId, id } = await aPair('proposedToSupporter')
    const { account } = await db.candidate.findUniqueOrThrow({ where: { id: candidateId }, include: { account: true } })
    const typed = { madeBy: 'supporter', typedName: 'Somebody', typedEmail: account?.email ?? '' }
    await aDeclaration({ supporterId }, typed)
    expect(await stateOf(id)).toBe('proposedToSupporter')
    await nightly()
    expect(await stateOf(id)).toBe('withdrawn')
  })

  it('pauses at once where the two know each other already', async () => {
    const { supporterId, candidateId, id } = await aPair('active')
    const { account } = await db.candidate.findUniqueOrThrow({ where: { id: candidateId }, include: { account: true } })
    await aDeclaration({ supporterId }, { madeBy: 'supporter', typedName: 'Somebody', typedEmail: account?.email ?? '' })
    expect(await stateOf(id)).toBe('paused')
  })

  it('pauses what stands when the team says whom it means', async () => {
    const { supporterId, candidateId, id } = await aPair('proposedToCandidate')
    const declaration = await aDeclaration({ candidateId }, { typedName: 'Dan Hughes' })
    const linked = { supporterId, linkedAt: now(), changedAt: new Date(now().getTime() + 1) }
    await db.exclusionDeclaration.update({ where: { id: declaration.id }, data: linked })
    expect(await stateOf(id)).toBe('withdrawn')
  })
})

describe('whoever is erased', () => {
  it('takes what they declared along, and leaves what a supporter typed as it was, bound to nobody', async () => {
    const { pair, candidateId } = await aPair()
    await aDeclaration(pair)
    await aDeclaration(pair, { madeBy: 'supporter', kind: 'block' })
    const typed = await aDeclaration(pair, { madeBy: 'supporter', typedName: 'My brother' })
    await aSafeguard(candidateId)
    await db.$executeRaw`SELECT erase_candidate(${candidateId}::uuid, ${now()}::timestamptz)`
    const left = await db.exclusionDeclaration.findMany({ where: { supporterId: pair.supporterId } })
    expect(left.map(({ id, candidateId: about, typedName }) => ({ id, about, typedName }))).toEqual([
      { id: typed.id, about: null, typedName: 'My brother' },
    ])
    expect(await db.safeguard.count({ where: { candidateId } })).toBe(0)
  })
})
