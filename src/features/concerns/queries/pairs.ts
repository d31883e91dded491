import type { Candidate, Supporter, Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'

export type Raiser = Candidate | Supporter | Team

const BEGUN = ['active', 'paused', 'ended']
const NOT_YET_SEEN = ['draft']

/** The pairings about which this person may raise a concern: every one of theirs that they can see; the team any. */
export const pairingsOf = (actor: Raiser) => {
  if (actor.role === 'supporter') return { supporterId: actor.accountId, state: { notIn: NOT_YET_SEEN } }
  if (actor.role !== 'candidate') return {}
  // what the supporter has not accepted is not shown to the candidate, unless it was they who asked
  const shown = [
    { supporterAcceptedAt: { not: null } },
    { candidateAgreedAt: { not: null } },
    { state: { in: [...BEGUN, 'proposedToCandidate', 'candidateDeclined'] } },
  ]
  return { candidateId: actor.candidateId, state: { notIn: NOT_YET_SEEN }, OR: shown }
}

const firstOf = (name: string) => name.trim().split(/\s+/)[0]

/** Whom a concern would be about, by no more than the pairing shows, and what this person raised about it before. */
export async function findPair(actor: Raiser, pairingId: string) {
  const pairing = await db.pairing.findFirst({
    where: { id: pairingId, ...pairingsOf(actor) },
    select: {
      ...{ id: true, state: true, candidateId: true, supporterId: true, candidate: { select: { name: true } } },
      supporter: { select: { account: { select: { name: true } } } },
      concerns: {
        where: { raisedById: actor.accountId },
        orderBy: { raisedAt: 'desc' },
        select: { id: true, state: true, raisedAt: true },
      },
    },
  })
  if (!pairing) return undefined
  const names = { candidate: pairing.candidate.name, supporter: pairing.supporter.account.name }
  const other = BEGUN.includes(pairing.state) ? firstOf(actor.role === 'candidate' ? names.supporter : names.candidate) : undefined
  return {
    id: pairing.id,
    state: pairing.state,
    other,
    names,
    candidateId: pairing.candidateId,
    supporterId: pairing.supporterId,
    raised: pairing.concerns,
  }
}
