import type { SupporterState } from './words.ts'

export const supporterEvents = ['approve', 'decline', 'stop', 'offerAgain'] as const
export type SupporterEvent = (typeof supporterEvents)[number]

/** What may happen to a supporter, and where it leads. Suspending somebody is apart from this, and so is losing the role. */
export const supporterMoves: Record<SupporterState, Partial<Record<SupporterEvent, SupporterState>>> = {
  volunteered: { approve: 'approved', decline: 'declined', stop: 'left' },
  approved: { stop: 'left' },
  declined: { approve: 'approved', offerAgain: 'volunteered' },
  left: { offerAgain: 'volunteered' },
}

export type Deciding = {
  state: SupporterState
  /** They have said what they would be to somebody. */
  offers: boolean
  /** Whoever acts is this supporter. */
  self: boolean
}
export type DecidingRefusal = 'notNow' | 'notYours' | 'ownProfile' | 'nothingOffered'
export type DecidingResult = { ok: true; state: SupporterState } | { ok: false; reason: DecidingRefusal }

const ofTeam: readonly SupporterEvent[] = ['approve', 'decline']

/** The team approves and declines, nobody themselves; stopping and offering again are the supporter's own. */
export function decideSupporter(facts: Deciding, event: SupporterEvent, by: 'team' | 'supporter'): DecidingResult {
  const state = supporterMoves[facts.state][event]
  if (ofTeam.includes(event) !== (by === 'team')) return { ok: false, reason: 'notYours' }
  if (by === 'team' && facts.self) return { ok: false, reason: 'ownProfile' }
  if (state === undefined) return { ok: false, reason: 'notNow' }
  return event === 'approve' && !facts.offers ? { ok: false, reason: 'nothingOffered' } : { ok: true, state }
}

export const supporterEventsFor = (facts: Deciding, by: 'team' | 'supporter'): SupporterEvent[] =>
  supporterEvents.filter((event) => decideSupporter(facts, event, by).ok)

/** The most that somebody may offer to take themselves; the team can go further. */
export const OWN_MOST = 10
export const TEAM_MOST = 20

/** What they hold by an override does not count against what they say they can take. */
export const holdsMore = (capacity: number, heldWithin: number): boolean => heldWithin > capacity
