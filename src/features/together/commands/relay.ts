import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { nextWaking } from '../../messages/rules/waking.ts'
import { sideOf, type OfPair, type Pair } from '../queries/pair.ts'
import { otherSide, type Side } from '../rules/pairs.ts'
import { addressee, lockPair, markActive, type LockedPair } from './pairs.ts'

export type RelayDecision = { ok: true; held: boolean } | { ok: false; reason: 'notLive' }

/** Writes to the other of a pair; by night it reaches them at 8 in the morning. Undefined where there is no such pair of theirs. */
export const writeToPair = (actor: OfPair, pairingId: string, body: string): Promise<RelayDecision | undefined> =>
  inTransaction(async (tx) => {
    const pair = await lockPair(tx, actor, pairingId)
    if (!pair) return undefined
    if (pair.state !== 'active') return { ok: false, reason: 'notLive' }
    const at = now()
    const reachesAt = nextWaking(at)
    const side = sideOf(actor)
    const tell = await isNoticeDue(tx, pair, side)
    await tx.pairingMessage.create({
      data: { pairingId, side, body, at, reachesAt, noticedAt: tell ? at : null },
      select: { id: true },
    })
    if (tell) await tellOther(tx, pair, otherSide(side))
    await markActive(tx, actor, at)
    await recordEvent(tx, actor, 'pairing.written', { candidateId: pair.candidateId, subjectId: pairingId })
    return { ok: true, held: reachesAt > at }
  })

/** One notice until it is read, however many messages follow. */
const isNoticeDue = async (tx: Tx, { id }: LockedPair, side: Side): Promise<boolean> =>
  (await tx.pairingMessage.count({ where: { pairingId: id, side, readAt: null, noticedAt: { not: null } } })) === 0

async function tellOther(tx: Tx, pair: LockedPair, side: Side): Promise<void> {
  const to = await addressee(tx, pair, side)
  if (to) await queueEmail(tx, { kind: 'together.unread', about: pair.id, ...to })
}

/** Somebody has opened the page: what had reached them is read, and the next message is told of again. */
export const readPair = ({ id, side }: Pair): Promise<void> =>
  inTransaction(async (tx) => {
    const at = now()
    await tx.pairingMessage.updateMany({
      where: { pairingId: id, side: otherSide(side), readAt: null, reachesAt: { lte: at } },
      data: { readAt: at },
    })
  })

/** Messages of pairs go when the force's retention says so, each by itself. */
export const deleteOldPairMessages = (before: Date): Promise<void> =>
  inTransaction(async (tx) => {
    await tx.pairingMessage.deleteMany({ where: { at: { lte: before } } })
  })
