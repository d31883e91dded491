export const interestStates = ['said', 'later', 'takenUp', 'notThisTime', 'withdrawn'] as const
export type InterestState = (typeof interestStates)[number]
export const interestEvents = ['takeUp', 'notThisTime', 'later', 'withdraw'] as const
export type InterestEvent = (typeof interestEvents)[number]
export const interestSides = ['member', 'contact', 'team', 'recruiter', 'system'] as const
export type InterestSide = (typeof interestSides)[number]

/** Who may send which event in which state. The trigger guard_network_interest knows the same steps. */
const by: Record<InterestState, Partial<Record<InterestEvent, readonly InterestSide[]>>> = {
  said: { takeUp: ['team'], notThisTime: ['team'], later: ['team'], withdraw: ['member', 'system'] },
  later: { takeUp: ['team'], notThisTime: ['team'], withdraw: ['member', 'system'] },
  takenUp: { withdraw: ['member'] },
  notThisTime: {},
  withdrawn: {},
}
const next: Record<InterestEvent, InterestState> = {
  takeUp: 'takenUp',
  notThisTime: 'notThisTime',
  later: 'later',
  withdraw: 'withdrawn',
}

export type InterestRefusal = 'over' | 'noRoom'
export type InterestDecision = { ok: true; state: InterestState } | { ok: false; reason: InterestRefusal }

/** What an event makes of an interest; `room` is whether somebody more can take it up. */
export function decideInterest(
  { state, room }: { state: InterestState; room: boolean },
  event: InterestEvent,
  side: InterestSide,
): InterestDecision {
  if (!by[state][event]?.includes(side)) return { ok: false, reason: 'over' }
  return event === 'takeUp' && !room ? { ok: false, reason: 'noRoom' } : { ok: true, state: next[event] }
}

export const interestEventsFor = (state: InterestState, side: InterestSide): InterestEvent[] =>
  interestEvents.filter((event) => decideInterest({ state, room: true }, event, side).ok)

/** Is it still open to say that one would like to? Until the end of its last day in London, and while nobody closed it. */
export const isOpen = ({ closesOn, closedAt }: { closesOn: Date; closedAt: Date | null }, today: string): boolean =>
  closedAt === null && closesOn.toISOString().slice(0, 10) >= today

export const interestWords: Record<InterestState, { text: string; colour: string }> = {
  said: { text: 'Waits for an answer', colour: 'orange' },
  later: { text: 'Later', colour: 'blue' },
  takenUp: { text: 'Taken up', colour: 'green' },
  notThisTime: { text: 'Not this time', colour: 'grey' },
  withdrawn: { text: 'Taken back', colour: 'grey' },
}
