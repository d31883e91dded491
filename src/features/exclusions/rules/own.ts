import type { Candidate, Supporter } from '../../../core/access.ts'

export type Declarer = Candidate | Supporter

/** The rows that are somebody's own: what they made themselves, never what was said about them. */
export const ownDeclarations = (actor: Declarer) =>
  actor.role === 'candidate'
    ? { madeBy: 'candidate', candidateId: actor.candidateId }
    : { madeBy: 'supporter', supporterId: actor.accountId }

/** Where the two have begun, each knows the other: then no name has to be typed. */
const BEGUN = ['active', 'paused', 'ended']
export const pairingOf = (actor: Declarer, pairingId: string) => ({
  id: pairingId,
  state: { in: BEGUN },
  ...(actor.role === 'candidate' ? { candidateId: actor.candidateId } : { supporterId: actor.accountId }),
})
