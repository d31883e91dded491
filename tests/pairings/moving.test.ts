import { describe, expect, it } from 'vitest'
import type { Doer } from '../../src/core/access.ts'
import { now } from '../../src/core/clock.ts'
import { db, inTransaction, type Tx } from '../../src/core/db.ts'
import * as moves from '../../src/features/pairings/commands/move.ts'
import { proposePair, type Proposal } from '../../src/features/pairings/commands/propose.ts'
import { aSupporter, aPairing } from '../support/pairings.ts'
import { aCandidate, anAccount, asActor } from '../support/people.ts'

const anAdult = (given = {}) => aCandidate({ adult: true, ...given })
const asSupporter = ({ id }: { id: string }): Doer => ({ role: 'supporter', accountId: id, name: '', roles: ['supporter'] })
const aCoordinator = async (): Promise<Doer> => ({
  role: 'coordinator',
  accountId: (await anAccount()).id,
  name: '',
  roles: ['coordinator'],
})
const propose = async (proposal: Proposal) => {
  const doer = await aCoordinator()
  return inTransaction((tx) => proposePair(tx, doer, proposal, now()))
}
const does = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(work)
const stateOf = async (id: string) => (await db.pairing.findUniqueOrThrow({ where: { id } })).state
const kindsTo = async (accountId: string | null) =>
  (await db.email.findMany({ where: { accountId, kind: { startsWith: 'pairing.' } }, orderBy: { createdAt: 'asc' } })).map(
    ({ kind }) => kind,
  )

describe('a pairing, step by step', () => {
  it('asks the supporter, then the candidate, then begins and tells both', async () => {
    const [candidate, supporter] = [await anAdult(), await aSupporter()]
    const proposed = await propose({ candidateId: candidate.id, supporterId: supporter.id, kind: 'buddy' })
    const id = proposed.ok ? proposed.id : ''
    expect(await kindsTo(supporter.id)).toEqual(['pairing.toSupporter'])
    expect(await kindsTo(candidate.accountId)).toEqual([])
    await does((tx) => moves.acceptPairing(tx, asSupporter(supporter), id, now()))
    expect(await stateOf(id)).toBe('proposedToCandidate')
    await does((tx) => moves.acceptPairing(tx, asActor(candidate), id, now()))
    expect(await stateOf(id)).toBe('active')
    expect(await kindsTo(candidate.accountId)).toEqual(['pairing.toCandidate', 'pairing.began'])
    expect(await kindsTo(supporter.id)).toEqual(['pairing.toSupporter', 'pairing.began'])
  })

  it('refuses by the database in the same words as by the rule, and leaves the transaction whole', async () => {
    const { id: candidateId } = await anAdult()
    const full = await aSupporter({ capacity: 0 })
    const { id } = await aPairing({ candidateId, state: 'active' })
    const { guarded } = await import('../../src/features/pairings/commands/steps.ts')
    const draft = { kind: 'buddy', candidateId, queuedAt: now(), madeAt: now(), changedAt: now(), changedByRole: 'system' }
    const dueAt = now()
    const results = await does(async (tx) => [
      await guarded(tx, () => tx.pairing.create({ data: { ...draft, dueAt, supporterId: full.id, state: 'proposedToSupporter' } })),
      await guarded(tx, () => tx.pairing.update({ where: { id }, data: { state: 'expired' } })),
      await guarded(tx, () => tx.pairing.create({ data: { ...draft, supporterId: full.id } })),
      await guarded(tx, () => tx.pairing.create({ data: { ...draft, supporterId: full.id } })),
    ])
    expect(results.map((result) => (result.ok ? 'ok' : result.reason))).toEqual(['full', 'notNow', 'ok', 'together'])
    const second = await aPairing({ candidateId, state: 'proposedToCandidate' })
    const begun = { state: 'active', dueAt: null, beganAt: now() }
    const result = await does((tx) => guarded(tx, () => tx.pairing.update({ where: { id: second.id }, data: begun })))
    expect(result).toEqual({ ok: false, reason: 'hasBuddy' })
    const other = await aSupporter({ suspendedAt: new Date(0) })
    const excluded = await does((tx) =>
      guarded(tx, () => tx.pairing.create({ data: { ...draft, dueAt, supporterId: other.id, state: 'proposedToSupporter' } })),
    )
    expect(excluded).toEqual({ ok: false, reason: 'excluded' })
  })
})

it('keeps two people apart in all that they have together, at once, where one of their pairings ends with a concern', async () => {
  const [{ id: candidateId }, { id: supporterId }] = [await anAdult(), await aSupporter({ capacity: 5 })]
  const pair = { candidateId, supporterId }
  const { id: ends } = await aPairing(pair)
  const { id: mentoring } = await aPairing({ ...pair, kind: 'mentoring' })
  const { id: coaching } = await aPairing({ ...pair, kind: 'coaching', state: 'proposedToSupporter' })
  const doer = await aCoordinator()
  await does((tx) => moves.endPairing(tx, doer, { pairingId: ends, reason: 'concern' }, now()))
  expect([await stateOf(mentoring), await stateOf(coaching)]).toEqual(['paused', 'withdrawn'])
})
