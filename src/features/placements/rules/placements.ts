import { daysAfter, monthsAfter } from '../../../core/dates.ts'

/** What counts as one of the two that somebody may have at a time. */
export const liveStates = ['requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed'] as const
/** The exits, and what is over. */
export const overStates = ['notAttended', 'cancelled', 'debriefed', 'declined', 'withdrawn', 'expired'] as const
export const placementStates = [...liveStates, 'attended', ...overStates] as const
export type PlacementState = (typeof placementStates)[number]

export const placementEvents = [
  ...(['pass', 'offer', 'accept', 'askAnother', 'setDate', 'dropDate', 'confirm', 'recheck', 'attend', 'absent'] as const),
  ...(['debrief', 'decline', 'withdraw', 'cancel', 'expire'] as const),
] as const
export type PlacementEvent = (typeof placementEvents)[number]

export const placementSides = ['candidate', 'host', 'team', 'system'] as const
export type PlacementSide = (typeof placementSides)[number]

type Move = { to: PlacementState; by: readonly PlacementSide[] }
const by = (to: PlacementState, ...sides: PlacementSide[]): Move => ({ to, by: sides })

/**
 * Which event leads from which state to which, and who may send it. The host hears of nobody before the team has looked; the team
 * may do for the host and for the candidate what they said on the phone. `setDate` in `accepted` goes on to the checks, and in
 * `confirmed` stays only where nothing is in the way of the new day; `accept` goes on to the checks where there is a day. The
 * function placement_step of the database knows the same steps.
 */
const moves: Record<PlacementState, Partial<Record<PlacementEvent, Move>>> = {
  requested: {
    pass: by('underConsideration', 'team'),
    setDate: by('requested', 'team'),
    dropDate: by('requested', 'team', 'system'),
    decline: by('declined', 'team'),
    withdraw: by('withdrawn', 'candidate', 'team'),
    cancel: by('cancelled', 'system'),
    expire: by('expired', 'system'),
  },
  underConsideration: {
    offer: by('offered', 'host', 'team'),
    setDate: by('underConsideration', 'team'),
    dropDate: by('underConsideration', 'team', 'system'),
    decline: by('declined', 'host', 'team'),
    withdraw: by('withdrawn', 'candidate', 'team'),
    cancel: by('cancelled', 'system'),
    expire: by('expired', 'system'),
  },
  offered: {
    accept: by('accepted', 'candidate', 'team'),
    askAnother: by('underConsideration', 'candidate', 'team'),
    setDate: by('offered', 'host', 'team'),
    dropDate: by('underConsideration', 'host', 'team', 'system'),
    decline: by('declined', 'host', 'team'),
    withdraw: by('withdrawn', 'candidate', 'team'),
    cancel: by('cancelled', 'system'),
    expire: by('expired', 'system'),
  },
  accepted: {
    setDate: by('checks', 'host', 'team'),
    withdraw: by('withdrawn', 'candidate', 'team'),
    cancel: by('cancelled', 'host', 'team', 'system'),
    expire: by('expired', 'system'),
  },
  checks: {
    confirm: by('confirmed', 'team'),
    askAnother: by('accepted', 'candidate', 'team'),
    setDate: by('checks', 'host', 'team'),
    dropDate: by('accepted', 'host', 'team', 'system'),
    withdraw: by('withdrawn', 'candidate', 'team'),
    cancel: by('cancelled', 'host', 'team', 'system'),
  },
  confirmed: {
    askAnother: by('accepted', 'candidate', 'team'),
    setDate: by('confirmed', 'host', 'team'),
    dropDate: by('accepted', 'host', 'team', 'system'),
    recheck: by('checks', 'team', 'system'),
    attend: by('attended', 'host', 'team'),
    absent: by('notAttended', 'host', 'team'),
    cancel: by('cancelled', 'candidate', 'host', 'team', 'system'),
  },
  attended: { absent: by('notAttended', 'host', 'team'), debrief: by('debriefed', 'team', 'system') },
  notAttended: { attend: by('attended', 'host', 'team') },
  cancelled: {},
  debriefed: {},
  declined: {},
  withdrawn: {},
  expired: {},
}

/** `markedAt`: when it was first said whether they came. `gaps`: how many things are in the way of its day. */
export type PlacementFacts = {
  state: PlacementState
  startsAt: Date | null
  expiresAt: Date | null
  markedAt: Date | null
  gaps: number
}
export const moveRefusals = ['notTheirs', 'notNow', 'over', 'ranOut', 'gaps', 'tooEarly', 'tooLate', 'begun', 'dayPast'] as const
export type MoveRefusal = (typeof moveRefusals)[number]
export type PlacementDecision = { ok: true; state: PlacementState } | { ok: false; reason: MoveRefusal }

/** How long after the first mark it can still be put right. */
export const CORRECTION_DAYS = 7
/** How long a placement without a day waits for one, and how long before its end a letter says so. */
export const UNDATED_MONTHS = 2
export const WARNING_DAYS = 14

export const expiresAfter = (at: Date): Date => monthsAfter(at, UNDATED_MONTHS)
export const warnFrom = (expiresAt: Date): Date => daysAfter(expiresAt, -WARNING_DAYS)
export const correctUntil = (markedAt: Date): Date => daysAfter(markedAt, CORRECTION_DAYS)

const isOver = (state: PlacementState) => Object.keys(moves[state]).length === 0
const isEver = (event: PlacementEvent, side: PlacementSide) => placementStates.some((state) => moves[state][event]?.by.includes(side))

/** Decides what an event makes of a placement when this side sends it. Exclusions, places of the day and training are asked besides. */
export function decidePlacement(facts: PlacementFacts, event: PlacementEvent, side: PlacementSide, now: Date): PlacementDecision {
  if (!isEver(event, side)) return { ok: false, reason: 'notTheirs' }
  const move = moves[facts.state][event]
  if (!move) return { ok: false, reason: isOver(facts.state) ? 'over' : 'notNow' }
  if (!move.by.includes(side)) return { ok: false, reason: 'notNow' }
  const refusal = checks[event]?.(facts, now)
  if (refusal !== undefined) return { ok: false, reason: refusal }
  const dated = event === 'accept' && facts.startsAt !== null
  return { ok: true, state: dated ? 'checks' : move.to }
}

type Check = (facts: PlacementFacts, now: Date) => MoveRefusal | undefined
const isMarked = ({ state }: PlacementFacts) => state === 'attended' || state === 'notAttended'
const mark: Check = (facts, now) => {
  if (isMarked(facts)) return facts.markedAt !== null && correctUntil(facts.markedAt) < now ? 'tooLate' : undefined
  return facts.startsAt !== null && facts.startsAt > now ? 'tooEarly' : undefined
}
/** What was confirmed and has begun is said to have taken place, or not; it is not called off any more. */
const beforeTheDay: Check = ({ state, startsAt }, now) =>
  state === 'confirmed' && startsAt !== null && startsAt <= now ? 'begun' : undefined
const inTime: Check = ({ startsAt, expiresAt }, now) => {
  if (startsAt !== null && startsAt <= now) return 'dayPast'
  return expiresAt !== null && expiresAt <= now ? 'ranOut' : undefined
}
const checks: Partial<Record<PlacementEvent, Check>> = {
  accept: inTime,
  offer: ({ expiresAt }, now) => (expiresAt !== null && expiresAt <= now ? 'ranOut' : undefined),
  confirm: (facts, now) => inTime(facts, now) ?? (facts.gaps > 0 ? 'gaps' : undefined),
  recheck: beforeTheDay,
  askAnother: beforeTheDay,
  setDate: beforeTheDay,
  dropDate: (facts, now) => (facts.startsAt === null ? 'notNow' : beforeTheDay(facts, now)),
  cancel: beforeTheDay,
  attend: mark,
  absent: mark,
  expire: ({ expiresAt }, now) => (expiresAt !== null && expiresAt <= now ? undefined : 'notNow'),
}

/** What this side may do now: the buttons of its page. */
export const eventsFor = (facts: PlacementFacts, side: PlacementSide, now: Date): PlacementEvent[] =>
  placementEvents.filter((event) => decidePlacement(facts, event, side, now).ok)

export const sideOf = (role: string): PlacementSide =>
  role === 'supporter' ? 'host' : role === 'candidate' || role === 'system' ? role : 'team'

export const isLive = (state: string): boolean => (liveStates as readonly string[]).includes(state)
/** From here on the host knows who comes. */
export const isNamed = (state: string): boolean =>
  ['accepted', 'checks', 'confirmed', 'attended', 'notAttended', 'debriefed'].includes(state)
