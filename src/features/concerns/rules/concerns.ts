import { monthsAfter } from '../../../core/dates.ts'

export const concernStates = ['raised', 'acknowledged', 'closed'] as const
export type ConcernState = (typeof concernStates)[number]

export const concernEvents = ['acknowledge', 'note', 'suspend', 'unsuspend', 'endPair', 'sendLink', 'close', 'reopen'] as const
export type ConcernEvent = (typeof concernEvents)[number]

export const concernSides = ['lead', 'concerned', 'other'] as const
/** The head of the team; whom it is about, even where they head the team; and everybody else. */
export type ConcernSide = (typeof concernSides)[number]

/** Where it came up: between the two of a pairing, or on a visit. */
export const concernQueues = ['pairing', 'visit'] as const
export type ConcernQueue = (typeof concernQueues)[number]

export type ConcernRefusal = 'notNow' | 'alreadySuspended' | 'notSuspended' | 'pairIsOver' | 'changedMeanwhile' | 'otherOutcome'
/** Undefined for whoever must not learn that there is such a concern. */
export type ConcernDecision = { ok: true } | { ok: false; reason: ConcernRefusal } | undefined

const while_: Record<ConcernEvent, readonly ConcernState[]> = {
  acknowledge: ['raised'],
  note: concernStates,
  suspend: ['raised', 'acknowledged'],
  unsuspend: concernStates,
  endPair: ['raised', 'acknowledged'],
  sendLink: ['raised', 'acknowledged'],
  close: ['acknowledged'],
  reopen: ['closed'],
}

/** `pairState` is undefined for what happened on a visit: there is no pairing to end. */
type Facts = { state: ConcernState; side: ConcernSide; suspended: boolean; pairState: string | undefined }

/** Decides what may be done about a concern, and by whom. */
export function decideConcern(event: ConcernEvent, { state, side, suspended, pairState }: Facts): ConcernDecision {
  if (side !== 'lead') return undefined
  if (!while_[event].includes(state)) return { ok: false, reason: 'notNow' }
  if (event === 'suspend' && suspended) return { ok: false, reason: 'alreadySuspended' }
  if (event === 'unsuspend' && !suspended) return { ok: false, reason: 'notSuspended' }
  if (event === 'endPair' && pairState !== 'active' && pairState !== 'paused') return { ok: false, reason: 'pairIsOver' }
  return { ok: true }
}

/** What the page of a concern offers now. */
export const eventsFor = (facts: Facts): ConcernEvent[] => concernEvents.filter((event) => decideConcern(event, facts)?.ok === true)

export const outcomes = {
  noAction: 'Looked into, nothing more to do',
  spoken: 'Spoken with those concerned',
  ended: 'The pairing ended',
  suspended: 'The supporter is suspended',
  referred: 'Handed to safeguarding or professional standards',
  police: 'Handed to the police as a crime report',
  safer: 'The place, the risk assessment or the way of working was changed',
} as const
export type Outcome = keyof typeof outcomes

const elsewhere: Record<ConcernQueue, Outcome> = { pairing: 'safer', visit: 'ended' }
/** What may come of it: no pairing ends after a visit, and no place is made safer after a conversation. */
export const outcomesOf = (queue: ConcernQueue) => Object.entries(outcomes).filter(([code]) => code !== elsewhere[queue])
export const isOutcomeOf = (queue: ConcernQueue, outcome: Outcome): boolean => outcome !== elsewhere[queue]

/** What happened on a visit, in a word. */
export const happenings = {
  injury: 'Somebody was hurt or fell ill',
  nearMiss: 'Somebody could have been hurt',
  behaviour: 'How somebody behaved',
  saw: 'Something seen or heard that stays with me',
  other: 'Something else',
} as const
export type Happening = keyof typeof happenings

/** How long the way in from outside lasts, in days. */
export const LINK_DAYS = 14
/** How long a concern is kept once it is closed, whatever becomes of the accounts. */
const KEPT_MONTHS = 72
export const keptSince = (now: Date): Date => monthsAfter(now, -KEPT_MONTHS)

/** Who outside the team hears of a concern: safeguarding of all, professional standards of those about somebody who serves. */
export const contactsFor = (about: string): ('safeguarding' | 'professionalStandards')[] =>
  about === 'supporter' ? ['safeguarding', 'professionalStandards'] : ['safeguarding']

export const stepWords: Record<string, string> = {
  raised: 'Raised',
  acknowledged: 'Read, and taken on',
  noted: 'Noted',
  suspended: 'The supporter was suspended: all their pairings rest',
  unsuspended: 'The suspension was lifted',
  ended: 'The pairing was ended',
  closed: 'Closed',
  reopened: 'Opened again',
  sent: 'The contacts outside the team were written to',
  opened: 'Opened from outside the team',
}
