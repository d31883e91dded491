import type { Doer } from '../../../core/access.ts'
import type { Tx } from '../../../core/db.ts'
import type { PairingRefusal } from '../rules/refusals.ts'
import { decidePairing, proposedStates, sideOf, type EndReason, type PairingEvent } from '../rules/pairings.ts'
import {
  factsOf,
  guarded,
  isExcluded,
  lockPairing,
  note,
  tellSupporter,
  tellTheCandidate,
  writeStep,
  type Given,
  type LockedPairing,
} from './steps.ts'

/** Undefined where there is no such pairing, or it is not the doer's. */
export type Moved = { ok: true; id: string } | { ok: false; reason: PairingRefusal } | undefined

type Work = { event: PairingEvent; given?: (pairing: LockedPairing) => Given; follow: (pairing: LockedPairing) => Promise<void> }

/** One pairing, one decision under the locks of both people, one step. */
async function move(tx: Tx, doer: Doer, pairingId: string, { event, given, follow }: Work, at: Date): Promise<Moved> {
  const pairing = await lockPairing(tx, pairingId, doer)
  if (!pairing) return undefined
  const decision = decidePairing(factsOf(pairing), event, sideOf(doer.role), at)
  if (!decision.ok) return decision
  if (event === 'accept' || event === 'resume') {
    if (await isExcluded(tx, pairing.candidateId, pairing.supporterId, at)) return standAside(tx, pairing, at)
    if (decision.state === 'active' && (await hasOtherBuddy(tx, pairing))) return { ok: false, reason: 'hasBuddy' }
  }
  const written = await guarded(tx, () => writeStep(tx, doer, pairing, { state: decision.state, ...given?.(pairing) }, at))
  if (!written.ok) return { ok: false, reason: asMove(written.reason) }
  await note(tx, doer, pairing, event === 'resume' ? 'resumed' : decision.state)
  await follow({ ...pairing, state: decision.state })
  return { ok: true, id: pairing.id }
}

const asMove = (reason: string): PairingRefusal => (reason === 'excluded' || reason === 'hasBuddy' ? reason : 'notNow')

/** Something came between the two since they were asked: what was proposed is taken back at once, and neither learns why. */
async function standAside(tx: Tx, pairing: LockedPairing, at: Date): Promise<Moved> {
  await pauseExcluded(tx, pairing, at)
  return { ok: false, reason: 'excluded' }
}

const pauseExcluded = (tx: Tx, { candidateId, supporterId }: LockedPairing, at: Date) =>
  tx.$queryRaw`SELECT pause_excluded(${candidateId}::uuid, ${supporterId}::uuid, ${at}::timestamptz)::text`

const hasOtherBuddy = async (tx: Tx, { id, kind, candidateId }: LockedPairing): Promise<boolean> =>
  kind === 'buddy' && (await tx.pairing.count({ where: { candidateId, kind, id: { not: id }, state: { in: ['active', 'paused'] } } })) > 0

/** A yes of the supporter, of the candidate, or of a candidate as the team heard it. Beginning one buddy closes the other proposals. */
export const acceptPairing = (tx: Tx, doer: Doer, pairingId: string, at: Date): Promise<Moved> =>
  move(
    tx,
    doer,
    pairingId,
    {
      event: 'accept',
      given: (pairing) => ({
        ...(pairing.state === 'proposedToSupporter' && { supporterAcceptedAt: at }),
        ...(pairing.state === 'proposedToCandidate' && { candidateAgreedAt: at }),
        ...((pairing.state === 'proposedToCandidate' || pairing.candidateAgreedAt !== null) && { beganAt: at }),
      }),
      follow: async (pairing) => {
        if (pairing.state === 'proposedToCandidate') {
          await tellTheCandidate(tx, pairing, 'pairing.toCandidate')
          return
        }
        await tellTheCandidate(tx, pairing, 'pairing.began')
        await tellSupporter(tx, pairing, 'pairing.began')
        await closeOthers(tx, pairing, at)
      },
    },
    at,
  )

async function closeOthers(tx: Tx, { id, kind, candidateId }: LockedPairing, at: Date): Promise<void> {
  if (kind !== 'buddy') return
  const others = await tx.pairing.findMany({
    where: { candidateId, kind, id: { not: id }, state: { in: ['draft', ...proposedStates] } },
    orderBy: { id: 'asc' },
  })
  const system = { role: 'system' } as const
  for (const other of others) {
    await writeStep(tx, system, other, { state: 'withdrawn', endedAt: at }, at)
    await note(tx, system, other, 'withdrawn')
    if (other.state !== 'draft') await tellSupporter(tx, other, 'pairing.withdrawn')
  }
}

/** A no. Its reason is for the team alone: the other side hears only that it will not be. */
export const declinePairing = (tx: Tx, doer: Doer, pairingId: string, why: { reason: string; words?: string }, at: Date): Promise<Moved> =>
  move(
    tx,
    doer,
    pairingId,
    {
      event: 'decline',
      given: () => ({ declineReason: why.reason, words: why.words ?? null, endedAt: at }),
      follow: async (pairing) => {
        if (pairing.state === 'candidateDeclined') await tellSupporter(tx, pairing, 'pairing.declined')
        else if (pairing.candidateAgreedAt !== null) await tellTheCandidate(tx, pairing, 'pairing.declined')
      },
    },
    at,
  )

/** Nobody answered in time. Safe to run twice: the second time it is no longer due. */
export const expirePairing = (tx: Tx, pairingId: string, at: Date): Promise<Moved> =>
  move(
    tx,
    { role: 'system' },
    pairingId,
    {
      event: 'expire',
      given: ({ state }) => ({ endedAt: at, declineReason: state }),
      follow: async (pairing) => {
        await tellSupporter(tx, pairing, 'pairing.expired')
        if (pairing.supporterAcceptedAt !== null || pairing.candidateAgreedAt !== null)
          await tellTheCandidate(tx, pairing, 'pairing.expired')
      },
    },
    at,
  )

/** Takes a proposal back. Whoever has been asked, and did not do it, hears of it. */
export const withdrawPairing = (
  tx: Tx,
  doer: Doer,
  pairingId: string,
  why: { reason?: string; words?: string },
  at: Date,
): Promise<Moved> => {
  let before = ''
  return move(
    tx,
    doer,
    pairingId,
    {
      event: 'withdraw',
      given: ({ state }) => {
        before = state
        return { declineReason: why.reason ?? null, words: why.words ?? null, endedAt: at }
      },
      follow: async (pairing) => {
        const knew = before === 'proposedToCandidate' || pairing.candidateAgreedAt !== null
        if (before !== 'draft' && doer.role !== 'supporter') await tellSupporter(tx, pairing, 'pairing.withdrawn')
        if (knew && doer.role !== 'candidate') await tellTheCandidate(tx, pairing, 'pairing.withdrawn')
      },
    },
    at,
  )
}

/** Tells the sides that did not do it themselves. */
async function tellOthers(tx: Tx, doer: Doer, pairing: LockedPairing, kind: string): Promise<void> {
  if (doer.role !== 'candidate') await tellTheCandidate(tx, pairing, kind)
  if (doer.role !== 'supporter') await tellSupporter(tx, pairing, kind)
}

/** Lets a pairing rest. `reviewOn`: the London day on which it is looked at again, as 2027-01-14. */
export const pausePairing = (
  tx: Tx,
  doer: Doer,
  { pairingId, why, reviewOn }: { pairingId: string; why?: 'team' | 'excluded' | 'suspended'; reviewOn?: string },
  at: Date,
): Promise<Moved> => {
  const side = sideOf(doer.role)
  const pausedWhy = why ?? (side === 'system' ? 'team' : side)
  return move(
    tx,
    doer,
    pairingId,
    {
      event: 'pause',
      given: () => ({ pausedWhy, reviewOn: reviewOn === undefined ? null : new Date(`${reviewOn}T00:00:00Z`) }),
      follow: (pairing) => tellOthers(tx, doer, pairing, 'pairing.paused'),
    },
    at,
  )
}

/** Goes on after a pause: by the side that asked for it, or by the team. An exclusion that stands keeps it paused. */
export const resumePairing = (tx: Tx, doer: Doer, { pairingId }: { pairingId: string }, at: Date): Promise<Moved> =>
  move(
    tx,
    doer,
    pairingId,
    { event: 'resume', given: () => ({ reviewOn: null }), follow: (pairing) => tellOthers(tx, doer, pairing, 'pairing.resumed') },
    at,
  )

/** Ends a pairing. `words` are for the team alone. A support that was completed by it is completed in the same transaction. */
export const endPairing = (
  tx: Tx,
  doer: Doer,
  { pairingId, reason, words }: { pairingId: string; reason: EndReason; words?: string },
  at: Date,
): Promise<Moved> =>
  move(
    tx,
    doer,
    pairingId,
    {
      event: 'end',
      given: () => ({ endReason: reason, words: words ?? null, endedAt: at, reviewOn: null }),
      follow: async (pairing) => {
        await tellOthers(tx, doer, pairing, 'pairing.ended')
        // a concern keeps the two apart in everything else that they have together, too
        if (reason === 'concern') await pauseExcluded(tx, pairing, at)
      },
    },
    at,
  )
