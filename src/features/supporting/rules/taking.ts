import type { kindNames } from './words.ts'

export type PairingKind = keyof typeof kindNames

/** What a supporter's record says that bears on new pairings. Days are days in London, as 2027-01-14. */
export type Taking = {
  state: string
  suspendedAt: Date | null
  trainedUntil: string | null
  awayUntil: string | null
  kinds: readonly string[]
  capacity: number
  /** How many pairings they hold: proposed, active and paused, of every kind together. */
  held: number
}

export const whyNotReasons = ['notApproved', 'suspended', 'trainingLapsed', 'away', 'notOffered', 'full'] as const
export type WhyNot = (typeof whyNotReasons)[number]

/** Whether the day until which somebody is trained lies behind us; who never trained counts so too. */
export const isLapsed = (trainedUntil: string | null, today: string): boolean => trainedUntil === null || trainedUntil < today

/** The last day of being away still counts. */
export const isAway = (awayUntil: string | null, today: string): boolean => awayUntil !== null && awayUntil >= today

/**
 * Why somebody can take no new pairing of a kind (of any, where none is given) just now, the weightiest reason first; empty
 * where they can. What they hold already goes on.
 */
export function whyNot(supporter: Taking, today: string, kind?: PairingKind): WhyNot[] {
  const holds: Record<WhyNot, boolean> = {
    notApproved: supporter.state !== 'approved',
    suspended: supporter.suspendedAt !== null,
    trainingLapsed: isLapsed(supporter.trainedUntil, today),
    away: isAway(supporter.awayUntil, today),
    notOffered: kind !== undefined && !supporter.kinds.includes(kind),
    full: supporter.held >= supporter.capacity,
  }
  return whyNotReasons.filter((reason) => holds[reason])
}
