import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import type { CandidateReason, WithdrawReason } from '../rules/words.ts'
import type { EndReason, PairingKind } from '../rules/pairings.ts'
import { recordLook } from '../../audit/commands.ts'
import { acceptPairing, declinePairing, endPairing, pausePairing, resumePairing, withdrawPairing, type Moved } from './move.ts'
import { proposePair, type Proposed } from './propose.ts'

type ByHand = { candidateId: string; supporterId: string; kind: PairingKind; over: string }
export type ProposedByHand = Proposed | { ok: false; reason: 'notAsked' }

/** Asks one supporter about one candidate who has asked for this. The pairing that came to nothing before it is named as such. */
export const proposeByHand = (actor: Team, { over, ...asked }: ByHand): Promise<ProposedByHand> => {
  const at = now()
  return inTransaction(async (tx) => {
    const { candidateId, kind } = asked
    const states = ['requested', 'accepted', 'underway']
    if ((await tx.supportRequest.count({ where: { candidateId, kind, state: { in: states } } })) === 0)
      return { ok: false, reason: 'notAsked' }
    const previous = await tx.pairing.findFirst({ where: { candidateId, kind }, orderBy: { madeAt: 'desc' }, select: { id: true } })
    return proposePair(tx, actor, { ...asked, ...(over !== '' && { over }), ...(previous && { previousId: previous.id }) }, at)
  })
}

const withWords = (words: string) => (words === '' ? {} : { words })

export const takeBack = (actor: Team, pairingId: string, reason: WithdrawReason, words: string): Promise<Moved> => {
  const at = now()
  return inTransaction((tx) => withdrawPairing(tx, actor, pairingId, { reason, ...withWords(words) }, at))
}

/** Writes down what a candidate said when somebody of the team rang. */
export const noteYes = (actor: Team, pairingId: string): Promise<Moved> => {
  const at = now()
  return inTransaction((tx) => acceptPairing(tx, actor, pairingId, at))
}
export const noteNo = (actor: Team, pairingId: string, reason: CandidateReason): Promise<Moved> => {
  const at = now()
  return inTransaction((tx) => declinePairing(tx, actor, pairingId, { reason }, at))
}

export const pause = (actor: Team, pairingId: string, reviewOn: string): Promise<Moved> => {
  const at = now()
  return inTransaction((tx) => pausePairing(tx, actor, { pairingId, reviewOn }, at))
}
export const resume = (actor: Team, pairingId: string): Promise<Moved> => {
  const at = now()
  return inTransaction((tx) => resumePairing(tx, actor, { pairingId }, at))
}
export const end = (actor: Team, pairingId: string, reason: EndReason, words: string): Promise<Moved> => {
  const at = now()
  return inTransaction((tx) => endPairing(tx, actor, { pairingId, reason, ...withWords(words) }, at))
}

/** The page of a pairing was opened; the candidate sees it. */
export const lookAtPairing = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'pairings', 'To run your support'))
