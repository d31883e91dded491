export const liveRequestStates = ['requested', 'accepted', 'underway', 'paused'] as const
export const endedRequestStates = ['completed', 'notOffered', 'withdrawn'] as const
export const requestStates = [...liveRequestStates, ...endedRequestStates] as const
export type RequestState = (typeof requestStates)[number]

export const requestEvents = ['accept', 'start', 'pause', 'resume', 'complete', 'notOffer', 'withdraw'] as const
export type RequestEvent = (typeof requestEvents)[number]
/** Who moves a request: the person who asked, or the team. */
export const requestSides = ['candidate', 'team'] as const
export type RequestSide = (typeof requestSides)[number]

/** Which event leads from which state to which. A request that has ended stays ended: asking again makes a new one. */
const requestMoves: Record<RequestState, Partial<Record<RequestEvent, RequestState>>> = {
  requested: { accept: 'accepted', notOffer: 'notOffered', withdraw: 'withdrawn' },
  accepted: { start: 'underway', notOffer: 'notOffered', withdraw: 'withdrawn' },
  underway: { pause: 'paused', complete: 'completed', withdraw: 'withdrawn' },
  paused: { resume: 'underway', complete: 'completed', notOffer: 'notOffered', withdraw: 'withdrawn' },
  completed: {},
  notOffered: {},
  withdrawn: {},
}

const sideOf = (event: RequestEvent): RequestSide => (event === 'withdraw' ? 'candidate' : 'team')

export type RequestRefusal = 'notTheirs' | 'alreadyEnded' | 'notNow'
export type RequestDecision = { ok: true; state: RequestState } | { ok: false; reason: RequestRefusal }

/** Decides what an event makes of a request, when this side sends it. */
export function decideRequest(state: RequestState, event: RequestEvent, side: RequestSide): RequestDecision {
  if (sideOf(event) !== side) return { ok: false, reason: 'notTheirs' }
  const next = requestMoves[state][event]
  if (next !== undefined) return { ok: true, state: next }
  return { ok: false, reason: isLive(state) ? 'notNow' : 'alreadyEnded' }
}

/** What this side may do with a request now: the buttons of its page. */
export const eventsFor = (state: RequestState, side: RequestSide): RequestEvent[] =>
  requestEvents.filter((event) => decideRequest(state, event, side).ok)

export const isLive = (state: RequestState): boolean => (liveRequestStates as readonly string[]).includes(state)

/** Why somebody no longer wants a support: chosen from a list, never proved. */
export const withdrawReasons = {
  notNow: 'It is not the right time',
  otherHelp: 'I have found help elsewhere',
  notForMe: 'It is not what I hoped for',
  notApplying: 'I am no longer thinking of applying',
  other: 'Something else, or I would rather not say',
} as const
export type WithdrawReason = keyof typeof withdrawReasons

/** Why the team does not offer a support, in words that the person reads. */
export const notOfferedReasons = {
  notRunning: 'We are not running it at the moment',
  noCapacity: 'Nobody is free to give it in the months ahead',
  notYet: 'It comes at a later stage, and you can ask again then',
  otherSupport: 'Together we chose another kind of support',
  couldNotReach: 'We wrote and rang, and could not reach you',
  other: 'Another reason, which we have told you about',
} as const
export type NotOfferedReason = keyof typeof notOfferedReasons

/** A reason as the person reads it: one chosen from a list, or one that the team wrote for them. */
export function reasonWords(reason: string | null): string | undefined {
  if (reason === null || reason === 'erased') return undefined
  return Object.entries({ ...withdrawReasons, ...notOfferedReasons }).find(([code]) => code === reason)?.[1] ?? reason
}

/** A request's state in the words of the team. */
export const teamWords: Record<RequestState, { text: string; colour: string }> = {
  requested: { text: 'Requested', colour: 'orange' },
  accepted: { text: 'Accepted', colour: 'blue' },
  underway: { text: 'Under way', colour: 'green' },
  paused: { text: 'Paused', colour: 'grey' },
  completed: { text: 'Completed', colour: 'grey' },
  notOffered: { text: 'Not offered', colour: 'grey' },
  withdrawn: { text: 'Withdrawn', colour: 'grey' },
}

/** A request's state in the words of the person who asked. */
export const requestWords: Record<RequestState, { tag: string; colour: string; text: string; told: string }> = {
  requested: {
    tag: 'We are looking',
    colour: 'grey',
    text: 'Someone from the team reads what you asked for and answers you.',
    told: 'You asked for this',
  },
  accepted: {
    tag: 'We said yes',
    colour: 'blue',
    text: 'The team is arranging it and will be in touch about when and where.',
    told: 'The team said yes',
  },
  underway: { tag: 'Under way', colour: 'green', text: 'This support has begun.', told: 'It began' },
  paused: { tag: 'Paused', colour: 'grey', text: 'It is on hold. Tell us when you would like to carry on.', told: 'It was put on hold' },
  completed: { tag: 'Finished', colour: 'grey', text: 'You finished this. You can ask for it again.', told: 'It was finished' },
  notOffered: {
    tag: 'Not offered',
    colour: 'grey',
    text: 'We could not offer this. You can ask again at any time.',
    told: 'The team could not offer it',
  },
  withdrawn: {
    tag: 'You withdrew it',
    colour: 'grey',
    text: 'You took this request back. You can ask again at any time.',
    told: 'You took your request back',
  },
}

/** One step of a request in plain words. */
export const tellRequest = (from: string | null, to: string): string =>
  from === 'paused' && to === 'underway'
    ? 'It went on again'
    : ((requestWords[to as RequestState] as { told: string } | undefined)?.told ?? to)

const ENDED_SHOWN = 3
/** Live requests first, then the few that ended last. */
export const requestsShown = <R extends { state: RequestState }>(requests: R[]): R[] => [
  ...requests.filter(({ state }) => isLive(state)),
  ...requests.filter(({ state }) => !isLive(state)).slice(0, ENDED_SHOWN),
]
