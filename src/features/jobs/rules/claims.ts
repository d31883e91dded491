import { daysBetween, londonDay, monthsAfter } from '../../../core/dates.ts'

export const claimStates = ['draft', 'checked', 'due', 'withdrawn'] as const
export type ClaimState = (typeof claimStates)[number]

export const claimEvents = ['edit', 'hand', 'check', 'fallDue', 'ask', 'answer', 'withdraw', 'restore'] as const
export type ClaimEvent = (typeof claimEvents)[number]

/** Who acts: somebody of the team, whoever answers for the claim, the clockwork; a writer is of the team and wrote what stands now. */
export const claimSides = ['team', 'writer', 'owner', 'clock', 'nobody'] as const
export type ClaimSide = (typeof claimSides)[number]

export const reviewStates = ['none', 'asked', 'answered'] as const
/** Whether the owner has been asked whether it is still so. */
export type ReviewState = (typeof reviewStates)[number]

export type ClaimRefusal =
  'notNow' | 'ownWords' | 'notAsked' | 'answeredAlready' | 'notDue' | 'badDate' | 'twice' | 'same' | 'noOwner' | 'retired'
/** Undefined for whoever must not do it at all. */
export type ClaimDecision = { ok: true; state: ClaimState } | { ok: false; reason: ClaimRefusal } | undefined

/** Which step leads where; the database holds the same table of states. */
export const claimMoves: Record<ClaimEvent, Partial<Record<ClaimState, ClaimState>>> = {
  edit: { draft: 'draft', checked: 'draft', due: 'draft' },
  hand: { draft: 'draft', checked: 'checked', due: 'due' },
  check: { draft: 'checked', checked: 'checked', due: 'checked' },
  fallDue: { checked: 'due' },
  ask: { checked: 'checked', due: 'due' },
  answer: { checked: 'checked', due: 'due' },
  withdraw: { draft: 'withdrawn', checked: 'withdrawn', due: 'withdrawn' },
  restore: { withdrawn: 'draft' },
}

const whose: Record<ClaimEvent, readonly ClaimSide[]> = {
  edit: ['team', 'writer'],
  hand: ['team', 'writer'],
  check: ['team', 'writer'],
  fallDue: ['clock'],
  ask: ['team', 'writer', 'clock'],
  answer: ['owner'],
  withdraw: ['team', 'writer'],
  restore: ['team', 'writer'],
}

type Facts = { state: ClaimState; side: ClaimSide; review: ReviewState; isDue: boolean }

function refuse(event: ClaimEvent, { side, review, isDue }: Facts): ClaimRefusal | undefined {
  if (event === 'check' && side === 'writer') return 'ownWords'
  if (event === 'fallDue' && !isDue) return 'notDue'
  if (event === 'answer' && review === 'none') return 'notAsked'
  return (event === 'answer' || event === 'ask') && review === 'answered' ? 'answeredAlready' : undefined
}

/** Decides what may be done with a claim: whoever wrote what it says does not check it, and an owner answers once each time they are asked. */
export function decideClaim(event: ClaimEvent, facts: Facts): ClaimDecision {
  if (!whose[event].includes(facts.side)) return undefined
  const to = claimMoves[event][facts.state]
  if (to === undefined) return { ok: false, reason: 'notNow' }
  const reason = refuse(event, facts)
  return reason === undefined ? { ok: true, state: to } : { ok: false, reason }
}

/** After how many months a claim is looked at again, where nobody says otherwise. */
export const REVIEW_MONTHS = 12
const REVIEW_MONTHS_MOST = 24
/** For how many months after that day the public still reads it, greyed; then it is hidden. */
export const SHOWN_MONTHS = 3

export const usualReview = (now: Date): string => londonDay(monthsAfter(now, REVIEW_MONTHS))

/** A day to come, two years ahead at the most. */
export const isReviewDay = (day: string, now: Date): boolean =>
  day > londonDay(now) && day <= londonDay(monthsAfter(now, REVIEW_MONTHS_MOST))

type Dated = { state: string; reviewOn: Date | null }
const dayOf = (on: Date) => on.toISOString().slice(0, 10)

/** Has its day come? It has from that day on, whether or not the clockwork has been round. */
export const isDueBy = ({ reviewOn }: Dated, today: string): boolean => reviewOn !== null && dayOf(reviewOn) <= today

/** The last review day of which the public reads nothing any more. */
export const hiddenUpTo = (now: Date): string => londonDay(monthsAfter(now, -SHOWN_MONTHS))

/** What the public sees of a claim: as checked, greyed because it is being checked again, or nothing. */
export function shownAs(claim: Dated, now: Date): 'checked' | 'again' | 'hidden' {
  const live = claim.state === 'checked' || claim.state === 'due'
  if (!live || claim.reviewOn === null || dayOf(claim.reviewOn) <= hiddenUpTo(now)) return 'hidden'
  return isDueBy(claim, londonDay(now)) ? 'again' : 'checked'
}

/** When an owner is written to, in days from the day on which the claim is looked at again. */
export const letterPoints = [-30, 0, 7, 14, 21] as const
export type LetterPoint = (typeof letterPoints)[number]

/** The letter that is due on this day, if any: the latest that should have gone. Those before it are not made up for. */
export function letterDue(reviewOn: Date, now: Date): LetterPoint | undefined {
  const since = daysBetween(dayOf(reviewOn), londonDay(now))
  return letterPoints.filter((point) => point <= since).at(-1)
}
