import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { endPairing, pausePairing, resumePairing, type Moved } from '../../pairings/commands/move.ts'
import type { EndReason, PairingKind } from '../../pairings/rules/pairings.ts'
import type { Ending } from '../forms.ts'
import { sideOf, type OfPair } from '../queries/pair.ts'

/** The reason that the team sees. Whoever asks for somebody else keeps the date of their first request: the next pairing takes it over. */
const reasonOf = (actor: OfPair, kind: PairingKind, ending: Ending): EndReason => {
  if (ending === 'completed') return kind === 'roleModel' ? 'conversationHeld' : 'completed'
  return sideOf(actor) === 'candidate' ? 'askedByCandidate' : 'askedBySupporter'
}

/** Lets one's own pairing rest, until a day on which it is looked at again where one is named. */
export const restPair = (actor: OfPair, pairingId: string, reviewOn?: string): Promise<Moved> =>
  inTransaction((tx) => pausePairing(tx, actor, { pairingId, ...(reviewOn !== undefined && { reviewOn }) }, now()))

export const wakePair = (actor: OfPair, pairingId: string): Promise<Moved> =>
  inTransaction((tx) => resumePairing(tx, actor, { pairingId }, now()))

/** Ends one's own pairing. The words are for the team alone, and the other side never learns why. */
export const partPair = (
  actor: OfPair,
  { id, kind }: { id: string; kind: PairingKind },
  { ending, words }: { ending: Ending; words: string },
): Promise<Moved> =>
  inTransaction((tx) =>
    endPairing(tx, actor, { pairingId: id, reason: reasonOf(actor, kind, ending), ...(words !== '' && { words }) }, now()),
  )
