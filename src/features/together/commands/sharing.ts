import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { sideOf, type OfPair } from '../queries/pair.ts'
import { changesOf, shareWording, type ShareField } from '../rules/sharing.ts'
import { lockPair } from './pairs.ts'

export type ShareDecision = { ok: true } | { ok: false; reason: 'notLive' }

/**
 * What somebody shows the other from now on; what is not ticked is taken back at once, also while the pair rests. Each yes is kept with its
 * words (UK GDPR art. 7(1)). Undefined where there is no such pair of theirs.
 */
export const shareWith = (
  actor: OfPair,
  pairingId: string,
  wanted: { fields: ShareField[]; phone: string },
): Promise<ShareDecision | undefined> =>
  inTransaction(async (tx) => {
    const pair = await lockPair(tx, actor, pairingId)
    if (!pair) return undefined
    const side = sideOf(actor)
    const where = { pairingId, side, withdrawnAt: null }
    const { given, withdrawn } = changesOf(await tx.pairingShare.findMany({ where, select: { field: true, phone: true } }), wanted)
    if (pair.state === 'ended' || (given.length > 0 && pair.state !== 'active')) return { ok: false, reason: 'notLive' }
    const at = now()
    await tx.pairingShare.updateMany({ where: { ...where, field: { in: withdrawn } }, data: { withdrawnAt: at, phone: null } })
    await tx.pairingShare.createMany({
      data: given.map(({ field, phone }) => ({ pairingId, side, field, phone, wording: shareWording[field], givenAt: at })),
    })
    const about = { candidateId: pair.candidateId, subjectId: pairingId }
    for (const { field } of given) await recordEvent(tx, actor, 'pairing.shared', { ...about, data: { field } })
    for (const field of withdrawn) await recordEvent(tx, actor, 'pairing.unshared', { ...about, data: { field } })
    return { ok: true }
  })
