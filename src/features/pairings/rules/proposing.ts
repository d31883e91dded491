import type { PairingKind } from './pairings.ts'

/** What stands between two people; read under the locks of both. `held`: proposed, active and paused, of every kind. */
export type ProposalFacts = {
  kind: PairingKind
  excluded: boolean
  kinds: readonly string[]
  away: boolean
  held: number
  capacity: number
  hasBuddy: boolean
  together: boolean
  over: boolean
}
export type ProposalRefusal = 'unknownPerson' | 'excluded' | 'notOffered' | 'away' | 'together' | 'hasBuddy' | 'full'

/** May this supporter be asked about this candidate? Only being full gives way, to a coordinator who says why. */
export function decideProposal(facts: ProposalFacts): ProposalRefusal | undefined {
  if (facts.excluded) return 'excluded'
  if (!facts.kinds.includes(facts.kind)) return 'notOffered'
  if (facts.away) return 'away'
  if (facts.together) return 'together'
  if (facts.kind === 'buddy' && facts.hasBuddy) return 'hasBuddy'
  return isFull(facts) && !facts.over ? 'full' : undefined
}

export const isFull = ({ held, capacity }: Pick<ProposalFacts, 'held' | 'capacity'>): boolean => held >= capacity
