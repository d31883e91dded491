import { describe, expect, it } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import { experiences, goals, languages, meetings, paths, slots } from '../../src/features/supporting/rules/vocabulary.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { aCandidate } from '../support/people.ts'

const refusal = (work: Promise<unknown>) => expect(work).rejects
const anAdult = () => aCandidate({ adult: true })

describe('the database holds pairings to their rules', () => {
  it.each([
    'draft',
    'proposedToSupporter',
    'proposedToCandidate',
    'active',
    'paused',
    'ended',
    'supporterDeclined',
    'expired',
    'withdrawn',
  ])('brings a pairing to %s and keeps every step', async (state) => {
    const pairing = await aPairing({ state })
    const steps = await db.pairingChange.findMany({ where: { pairingId: pairing.id }, orderBy: { id: 'asc' } })
    expect(steps.at(-1)?.toState).toBe(state)
    expect(steps[0]?.fromState).toBeNull()
  })

  it('refuses a step that the states do not know', async () => {
    const { id } = await aPairing({ state: 'ended' })
    await refusal(db.pairing.update({ where: { id }, data: { state: 'active', endReason: null } })).toThrow(/pairings_moves|does not go/)
  })

  it('begins nothing with the supporter alone, unless the candidate asked for exactly this person', async () => {
    const { id } = await aPairing({ state: 'proposedToSupporter' })
    const yes = { state: 'active', dueAt: null, beganAt: now() }
    await refusal(db.pairing.update({ where: { id }, data: yes })).toThrow(/does not go/)
    await db.pairing.update({ where: { id }, data: { ...yes, candidateAgreedAt: now() } })
    expect((await db.pairing.findUniqueOrThrow({ where: { id } })).state).toBe('active')
  })

  it('lets nobody hold more than they can take, unless a coordinator said why', async () => {
    const supporter = await aSupporter({ capacity: 1 })
    await aPairing({ supporterId: supporter.id, state: 'paused' })
    await refusal(aPairing({ supporterId: supporter.id, state: 'proposedToSupporter' })).toThrow(/as many as they can take/)
    const over = { overReason: 'Asked for each other', overById: supporter.id }
    expect((await aPairing({ supporterId: supporter.id, state: 'active', ...over })).state).toBe('active')
  })

  it('does not lower what somebody can take below what they hold', async () => {
    const supporter = await aSupporter()
    await aPairing({ supporterId: supporter.id })
    await refusal(db.supporter.update({ where: { accountId: supporter.id }, data: { capacity: 0 } })).toThrow(/holds more/)
    await db.supporter.update({ where: { accountId: supporter.id }, data: { capacity: 1 } })
  })

  it('gives a candidate one buddy at a time, and a mentor beside', async () => {
    const { id: candidateId } = await anAdult()
    await aPairing({ candidateId })
    await refusal(aPairing({ candidateId })).toThrow(/pairings_one_buddy|Unique/)
    expect((await aPairing({ candidateId, kind: 'mentoring' })).state).toBe('active')
  })

  it('proposes nobody who is excluded', async () => {
    const { id: candidateId } = await anAdult()
    for (const reason of [
      { state: 'declined' },
      { suspendedAt: now() },
      { trainedUntil: new Date('2020-01-01') },
      { trainedUntil: null },
    ]) {
      const { id: supporterId } = await aSupporter(reason)
      await refusal(aPairing({ candidateId, supporterId, state: 'proposedToSupporter' })).toThrow(/excluded/)
    }
    const young = await aCandidate({ adult: false })
    await refusal(aPairing({ candidateId: young.id, state: 'proposedToSupporter' })).toThrow(/excluded/)
  })

  it('pauses what an exclusion forbids, and takes back what was only proposed', async () => {
    const supporter = await aSupporter()
    const active = await aPairing({ supporterId: supporter.id })
    const proposed = await aPairing({ supporterId: supporter.id, state: 'proposedToSupporter' })
    await db.supporter.update({ where: { accountId: supporter.id }, data: { suspendedAt: now() } })
    await db.$queryRaw`SELECT pause_excluded(NULL, ${supporter.id}::uuid, ${now()}::timestamptz)::text`
    const states = await db.pairing.findMany({ where: { id: { in: [active.id, proposed.id] } }, orderBy: { madeAt: 'asc' } })
    expect(states.map(({ state, pausedWhy }) => [state, pausedWhy]).sort()).toEqual([
      ['paused', 'suspended'],
      ['withdrawn', null],
    ])
  })
})

it('keeps codes apart from words', () => {
  for (const words of [slots, meetings, goals, paths, experiences, languages])
    for (const code of Object.keys(words)) expect(code).toMatch(/^[a-zA-Z]+$/)
})
