import type { Candidate, Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { acceptPairing, declinePairing, withdrawPairing, type Moved } from './move.ts'

type Side = Candidate | Supporter

/** A yes of one of the two. */
export const sayYes = (doer: Side, pairingId: string): Promise<Moved> => {
  const at = now()
  return inTransaction((tx) => acceptPairing(tx, doer, pairingId, at))
}

/** A no of one of the two, with a reason for the team alone. */
export const sayNo = (doer: Side, pairingId: string, { reason, words }: { reason: string; words: string }): Promise<Moved> => {
  const at = now()
  return inTransaction((tx) => declinePairing(tx, doer, pairingId, { reason, ...(words !== '' && { words }) }, at))
}

/** Takes a yes back before the other side has answered. */
export const stepBack = (doer: Side, pairingId: string): Promise<Moved> => {
  const at = now()
  return inTransaction((tx) => withdrawPairing(tx, doer, pairingId, {}, at))
}
