import type { PairingKind } from '../../pairings/rules/pairings.ts'

export const sides = ['candidate', 'supporter'] as const
export type Side = (typeof sides)[number]
export const otherSide = (side: Side): Side => (side === 'candidate' ? 'supporter' : 'candidate')

/** A pair has a page once it has begun; what is only proposed has another. */
export const livingStates = ['active', 'paused', 'ended'] as const
export type LivingState = (typeof livingStates)[number]

/** What each side is to the other, in the words of the page. */
export const kindWords: Record<PairingKind, { supporter: string; person: string; together: string }> = {
  buddy: { supporter: 'your buddy', person: 'You are their buddy', together: 'Buddies' },
  mentoring: { supporter: 'your mentor', person: 'You are their mentor', together: 'Mentoring' },
  coaching: { supporter: 'your coach', person: 'You are their coach', together: 'Coaching' },
  roleModel: { supporter: 'the person you wanted to talk with', person: 'They asked to talk with you', together: 'A conversation' },
}

/** Mentoring and coaching follow a plan; a buddy or a single conversation needs none. */
export const hasPlan = (kind: string): boolean => kind === 'mentoring' || kind === 'coaching'

/** The pages of a pair, as each side reaches them. */
export const pairAddress = (side: Side, pairingId: string): string =>
  `${side === 'candidate' ? '/my' : '/supporting'}/pairings/${pairingId}`

/** The part of a name that is shown from the beginning, and the part that its owner may add. */
export function splitName(name: string): { first: string; rest: string } {
  const [first = '', ...rest] = name.trim().split(/\s+/)
  return { first, rest: rest.join(' ') }
}
