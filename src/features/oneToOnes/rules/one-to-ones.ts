import { freeUntil } from '../../programmes/rules/places.ts'

export const slotKinds = ['mockInterview', 'applicationReview', 'assessmentPractice', 'fitnessPractice'] as const
export type SlotKind = (typeof slotKinds)[number]
export const slotHows = ['inPerson', 'online', 'phone'] as const
export type SlotHow = (typeof slotHows)[number]
export const slotLengths = [30, 45, 60, 90, 120] as const

export const oneToOneStates = ['booked', 'superseded', 'cancelled', 'lateCancelled', 'calledOff', 'held', 'notHeld'] as const
export type OneToOneState = (typeof oneToOneStates)[number]
export const oneToOneEvents = ['move', 'cancel', 'callOff', 'hold', 'miss'] as const
export type OneToOneEvent = (typeof oneToOneEvents)[number]
export const oneToOneSides = ['candidate', 'supporter', 'team', 'system'] as const
export type OneToOneSide = (typeof oneToOneSides)[number]

/** Whose reason it was that a one-to-one was not held. */
export const whyNots = ['candidate', 'supporter', 'both', 'neither'] as const
export type WhyNot = (typeof whyNots)[number]

export const CORRECT_DAYS = 7
const DAY = 86_400_000

/**
 * Who may send which event in which state. Moving is superseding: another row takes its place. What has been marked is corrected
 * by marking it again. The function one_to_one_step of the database knows the same steps.
 */
const by: Record<OneToOneState, Partial<Record<OneToOneEvent, readonly OneToOneSide[]>>> = {
  booked: {
    move: ['candidate', 'supporter', 'team'],
    cancel: ['candidate', 'team'],
    callOff: ['supporter', 'team', 'system'],
    hold: ['supporter', 'team'],
    miss: ['supporter', 'team'],
  },
  held: { miss: ['supporter', 'team'] },
  notHeld: { hold: ['supporter', 'team'] },
  superseded: {},
  cancelled: {},
  lateCancelled: {},
  calledOff: {},
}

export type OneToOneFacts = {
  state: OneToOneState
  startsAt: Date
  how: SlotHow
  /** Who gave it the time it has now, where it was moved. */
  movedBy: string | null
  closedAt: Date | null
  hasFeedback: boolean
}
export type OneToOneRefusal = 'notTheirs' | 'over' | 'begun' | 'notBegun' | 'reasonNeeded' | 'settled' | 'hasFeedback'
export type OneToOneDecision = { ok: true; state: OneToOneState } | { ok: false; reason: OneToOneRefusal }

const isEver = (event: OneToOneEvent, side: OneToOneSide) => oneToOneStates.some((state) => by[state][event]?.includes(side))
const afterwards: readonly OneToOneEvent[] = ['hold', 'miss']

/** Until when a booking is given up freely: 24 hours before in person, else 2. A time that the coach changed, until it begins. */
export const isFree = ({ startsAt, how, movedBy }: Pick<OneToOneFacts, 'startsAt' | 'how' | 'movedBy'>, now: Date): boolean =>
  movedBy === 'supporter' ? now < startsAt : now <= freeUntil({ startsAt, online: how !== 'inPerson' })

/** What an event makes of a booking when this side sends it. A candidate who gives it up late chooses a reason. */
export function decideOneToOne(
  facts: OneToOneFacts,
  event: OneToOneEvent,
  side: OneToOneSide,
  { now, reason }: { now: Date; reason?: string | undefined },
): OneToOneDecision {
  const refusal = refusalOf(facts, event, side, now)
  if (refusal !== undefined) return { ok: false, reason: refusal }
  const late = event === 'cancel' && !isFree(facts, now)
  if (late && reason === undefined) return { ok: false, reason: 'reasonNeeded' }
  return { ok: true, state: late ? 'lateCancelled' : next[event] }
}

function refusalOf(facts: OneToOneFacts, event: OneToOneEvent, side: OneToOneSide, now: Date): OneToOneRefusal | undefined {
  if (!isEver(event, side)) return 'notTheirs'
  if (!by[facts.state][event]?.includes(side)) return 'over'
  const begun = facts.startsAt <= now
  if (begun !== afterwards.includes(event)) return begun ? 'begun' : 'notBegun'
  return facts.state === 'booked' ? undefined : refuseCorrecting(facts, side, now)
}

/** A mark is corrected within seven days, by the team at any time; what has feedback was held. */
function refuseCorrecting({ state, closedAt, hasFeedback }: OneToOneFacts, side: OneToOneSide, now: Date): OneToOneRefusal | undefined {
  if (state === 'held' && hasFeedback) return 'hasFeedback'
  const settled = closedAt !== null && now.getTime() - closedAt.getTime() > CORRECT_DAYS * DAY
  return settled && side !== 'team' ? 'settled' : undefined
}

const next: Record<OneToOneEvent, OneToOneState> = {
  move: 'superseded',
  cancel: 'cancelled',
  callOff: 'calledOff',
  hold: 'held',
  miss: 'notHeld',
}

/** What this side may do now: the buttons of its page. */
export const oneToOneEventsFor = (facts: OneToOneFacts, side: OneToOneSide, now: Date): OneToOneEvent[] =>
  oneToOneEvents.filter((event) => decideOneToOne(facts, event, side, { now, reason: 'other' }).ok)

export const sideOf = (role: string): OneToOneSide => (role === 'candidate' || role === 'supporter' || role === 'system' ? role : 'team')

/** The number of a calendar entry: it rises with each new time, and once more when the entry is taken out. */
export const calendarSequence = ({ sequence, state }: { sequence: number; state: string }): number =>
  sequence + (['superseded', 'cancelled', 'lateCancelled', 'calledOff'].includes(state) ? 1 : 0)

export const endOf = ({ startsAt, minutes }: { startsAt: Date; minutes: number }): Date => new Date(startsAt.getTime() + minutes * 60_000)

/** Do two times touch? Somebody who has both is told, and may still choose so. */
export const overlaps = (a: { startsAt: Date; endsAt: Date }, b: { startsAt: Date; endsAt: Date }): boolean =>
  a.startsAt < b.endsAt && b.startsAt < a.endsAt
