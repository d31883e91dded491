import { londonDay, monthsAfter } from '../../../core/dates.ts'
import type { SupportKind } from '../../../forces/profile.ts'

export const liveRequestStates = ['requested', 'accepted', 'underway', 'paused'] as const
export const endedRequestStates = ['completed', 'notOffered', 'withdrawn'] as const
export const requestStates = [...liveRequestStates, ...endedRequestStates] as const
export type RequestState = (typeof requestStates)[number]

export const requestEvents = [
  ...(['accept', 'begin', 'pause', 'askToResume', 'resume', 'complete', 'notOffer', 'withdraw', 'noteWithdrawal'] as const),
] as const
export type RequestEvent = (typeof requestEvents)[number]
/** Who moves a request: the person who asked, the team, or the portal when something that the request is about begins or is done. */
export const requestSides = ['candidate', 'team', 'portal'] as const
export type RequestSide = (typeof requestSides)[number]

type Move = { to: RequestState; by: readonly RequestSide[] }
const by = (to: RequestState, ...sides: RequestSide[]): Move => ({ to, by: sides })
const givenUp = { withdraw: by('withdrawn', 'candidate'), noteWithdrawal: by('withdrawn', 'team') }

/**
 * Which event leads from which state to which, and who may send it. A request that has ended stays ended: asking again makes
 * a new one. Pausing what is paused sets another day to look at it again. The functions begin_request and complete_request of
 * the database do what stands here for the portal.
 */
const requestMoves: Record<RequestState, Partial<Record<RequestEvent, Move>>> = {
  requested: { accept: by('accepted', 'team'), begin: by('underway', 'portal'), notOffer: by('notOffered', 'team'), ...givenUp },
  accepted: { begin: by('underway', 'team', 'portal'), notOffer: by('notOffered', 'team'), ...givenUp },
  underway: { pause: by('paused', 'team'), complete: by('completed', 'team', 'portal'), ...givenUp },
  paused: {
    begin: by('underway', 'portal'),
    pause: by('paused', 'team'),
    askToResume: by('paused', 'candidate'),
    resume: by('underway', 'team'),
    complete: by('completed', 'team', 'portal'),
    notOffer: by('notOffered', 'team'),
    ...givenUp,
  },
  completed: {},
  notOffered: {},
  withdrawn: {},
}

const engines: Partial<Record<SupportKind, 'programme' | 'pairing'>> = {
  ...({ insight: 'programme', skills: 'programme' } as const),
  ...({ buddy: 'pairing', mentoring: 'pairing', coaching: 'pairing', roleModel: 'pairing' } as const),
}

/**
 * What runs a kind of support. A programme: booking and joining begin it and nothing else does, and the team completes it once
 * the attendance that was recorded says so. A pairing: it begins the support when both have said yes and completes it by its
 * end; the team completes it only where nobody stands beside the person any more. For every other kind nothing in the portal
 * knows that a visit took place, so the team writes down what began and when.
 */
export const engineOf = (kind: string): 'programme' | 'pairing' | undefined => (engines as Record<string, 'programme' | 'pairing'>)[kind]

export type RequestRefusal = 'notTheirs' | 'alreadyEnded' | 'notNow' | 'bookingBegins' | 'notDoneYet' | 'pairingBegins' | 'pairingGoesOn'
export type RequestDecision = { ok: true; state: RequestState } | { ok: false; reason: RequestRefusal }
/** `done`: the attendance recorded fulfils what the programme asks, or no pairing of this kind is under way. */
export type RequestFacts = { state: RequestState; kind: string; done: boolean }

const isEver = (event: RequestEvent, side: RequestSide) => requestStates.some((state) => requestMoves[state][event]?.by.includes(side))

/** Decides what an event makes of a request, when this side sends it. */
export function decideRequest({ state, kind, done }: RequestFacts, event: RequestEvent, side: RequestSide): RequestDecision {
  if (!isEver(event, side)) return { ok: false, reason: 'notTheirs' }
  const move = requestMoves[state][event]
  if (!move?.by.includes(side)) return { ok: false, reason: isLive(state) ? 'notNow' : 'alreadyEnded' }
  const refusal = side === 'team' ? byHand(kind, event, done) : undefined
  return refusal === undefined ? { ok: true, state: move.to } : { ok: false, reason: refusal }
}

/** Why the team does not do by hand what an engine does. */
function byHand(kind: string, event: RequestEvent, done: boolean): RequestRefusal | undefined {
  const engine = engineOf(kind)
  if (engine === undefined) return undefined
  if (event === 'begin') return engine === 'programme' ? 'bookingBegins' : 'pairingBegins'
  if (event === 'complete' && !done) return engine === 'programme' ? 'notDoneYet' : 'pairingGoesOn'
  return undefined
}

/** What this side may do with a request now: the buttons of its page. */
export const eventsFor = (facts: RequestFacts, side: RequestSide): RequestEvent[] =>
  requestEvents.filter((event) => decideRequest(facts, event, side).ok)

export const isLive = (state: RequestState): boolean => (liveRequestStates as readonly string[]).includes(state)

export const PAUSE_MONTHS = 6
export type ReviewRefusal = 'reviewPast' | 'reviewFar'

/** May a pause be looked at again on this day? After today, and within six months. Days as 2027-01-14. */
export function checkReview(day: string, now: Date): ReviewRefusal | undefined {
  if (day <= londonDay(now)) return 'reviewPast'
  return day > londonDay(monthsAfter(now, PAUSE_MONTHS)) ? 'reviewFar' : undefined
}

/** May this be the day on which something began: between the asking and today. */
export const checkBegan = (day: string, requestedAt: Date, now: Date): 'beganAhead' | 'beganBefore' | undefined =>
  day > londonDay(now) ? 'beganAhead' : day < londonDay(requestedAt) ? 'beganBefore' : undefined

export const MISTAKE = 'mistake'
export type LastStep = { fromState: string | null; toState: string; byRole: string; reason: string | null; at: Date }
export type PutBackRefusal = 'nothingToPutBack' | 'notOfTeam' | 'anotherDay'

/**
 * May the team put the last step back as a mistake? Only its own, on the day it was made (in London), and only once: the
 * person has been written to, so they get a letter that says so, and after that day the way on is another step.
 */
export function decidePutBack(
  last: LastStep | undefined,
  now: Date,
): { ok: true; state: RequestState } | { ok: false; reason: PutBackRefusal } {
  if (last?.fromState == null || last.reason === MISTAKE) return { ok: false, reason: 'nothingToPutBack' }
  if (last.byRole !== 'coordinator' && last.byRole !== 'lead') return { ok: false, reason: 'notOfTeam' }
  if (londonDay(last.at) !== londonDay(now)) return { ok: false, reason: 'anotherDay' }
  return { ok: true, state: last.fromState as RequestState }
}

const ENDED_SHOWN = 3
/** What lives or waits for a word from the person first, then the few that ended last. */
export function requestsShown<R extends { state: RequestState; toScore: boolean }>(requests: R[]): R[] {
  const isFirst = ({ state, toScore }: R) => isLive(state) || toScore
  return [...requests.filter(isFirst), ...requests.filter((request) => !isFirst(request)).slice(0, ENDED_SHOWN)]
}
