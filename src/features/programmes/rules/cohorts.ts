import { date, daysAfter, startOfDay } from '../../../core/dates.ts'

export type CohortState = 'planned' | 'open' | 'running' | 'closed'
export type CohortDates = { opensAt: Date; closesAt: Date; startsOn: Date; endsOn: Date; closedAt: Date | null }

/** Days are kept as dates without a time: this is the instant at which such a day begins in London. */
export const dayBegins = (day: Date): Date => startOfDay(day.toISOString().slice(0, 10))

/** The first instant after the last day. */
const over = ({ endsOn }: CohortDates): Date => daysAfter(dayBegins(endsOn), 1)

/** Derived from its dates; it closes by itself after the last day, once no register waits (`unrecorded`), or earlier by hand. */
export function cohortState(cohort: CohortDates, unrecorded: number, now: Date): CohortState {
  if (cohort.closedAt !== null) return 'closed'
  if (now >= over(cohort)) return unrecorded === 0 ? 'closed' : 'running'
  if (now >= dayBegins(cohort.startsOn)) return 'running'
  return now < cohort.opensAt ? 'planned' : 'open'
}

/** May people ask to join just now? */
export const isRegistering = (cohort: CohortDates, now: Date): boolean =>
  cohort.closedAt === null && cohort.opensAt <= now && now < cohort.closesAt && now < over(cohort)

/** When people may ask to join, in words, where they may not just now. */
export function windowWords(cohort: Omit<CohortDates, 'closedAt'> & { state?: CohortState }, now: Date): string {
  if (now < cohort.opensAt)
    return `This opens on ${date(cohort.opensAt)}. Come back then: asking takes a minute, and nobody can ask earlier`
  if (cohort.state === 'closed' || now >= daysAfter(dayBegins(cohort.endsOn), 1)) return `This ended on ${date(dayBegins(cohort.endsOn))}`
  return now >= cohort.closesAt
    ? `Asking closed on ${date(new Date(cohort.closesAt.getTime() - 1))}. Contact the team about the next one`
    : `You can ask until ${date(new Date(cohort.closesAt.getTime() - 1))}`
}

export const membershipStates = ['requested', 'invited', 'joined', 'completed', 'left', 'moved'] as const
export type MembershipState = (typeof membershipStates)[number]
export const membershipEvents = ['ask', 'invite', 'accept', 'refuse', 'withdraw', 'decline', 'leave', 'move', 'complete'] as const
export type MembershipEvent = (typeof membershipEvents)[number]
export type MembershipSide = 'candidate' | 'team'

type Moves = Partial<Record<MembershipEvent, MembershipState>>
const beginnings: Moves = { ask: 'requested', invite: 'invited' }

/** What may follow what; `none` is somebody who was never in this cohort. Those who left may ask again and go through it anew. */
export const membershipMoves: Record<MembershipState | 'none', Moves> = {
  none: beginnings,
  requested: { accept: 'joined', refuse: 'left', withdraw: 'left' },
  invited: { accept: 'joined', decline: 'left', refuse: 'left' },
  joined: { leave: 'left', move: 'moved', complete: 'completed' },
  completed: {},
  left: beginnings,
  moved: beginnings,
}

/** Who may do what. A request is accepted by the team, an invitation by the person (or by the team, for somebody on the telephone). */
const doers: Record<MembershipEvent, readonly MembershipSide[]> = {
  ask: ['candidate'],
  invite: ['team'],
  accept: ['candidate', 'team'],
  refuse: ['team'],
  withdraw: ['candidate'],
  decline: ['candidate'],
  leave: ['candidate', 'team'],
  move: ['team'],
  complete: ['team'],
}

export type MembershipRefusal =
  | 'noSuchPerson'
  | 'alreadyMember'
  | 'alreadyAsked'
  | 'alreadyInvited'
  | 'notAMember'
  | 'alreadyCompleted'
  | 'notDoneYet'
  | 'teamDecides'
  | 'notOpen'
  | 'cohortClosed'
  | 'cohortFull'
  | 'reasonNeeded'
  | 'sameCohort'

const wrongState: Record<MembershipState | 'none', MembershipRefusal> = {
  none: 'notAMember',
  requested: 'alreadyAsked',
  invited: 'alreadyInvited',
  joined: 'alreadyMember',
  completed: 'alreadyCompleted',
  left: 'notAMember',
  moved: 'notAMember',
}

export type MembershipFacts = {
  current: MembershipState | 'none'
  /** How they stand in the cohort that they would move to. */
  there?: MembershipState | 'none'
  event: MembershipEvent
  side: MembershipSide
  /** The cohort that the person would be in afterwards: for a move the other one. */
  cohort: { dates: CohortDates; state: CohortState; capacity: number; joined: number }
  reason: string
  /** The rule of the programme asks for more than this person has done; never where there is no rule. */
  unmet?: boolean
}
export type MembershipDecision = { ok: true; state: MembershipState } | { ok: false; reason: MembershipRefusal }

/** May this happen to somebody's membership? Asked under the row lock of the cohort whose capacity it touches. */
export function decideMembership({ current, there, event, side, cohort, reason, unmet }: MembershipFacts, now: Date): MembershipDecision {
  const state = membershipMoves[current][event]
  if (state === undefined) return { ok: false, reason: wrongState[current] }
  if (!doers[event].includes(side) || (event === 'accept' && side === 'candidate' && current === 'requested'))
    return { ok: false, reason: 'teamDecides' }
  if (event === 'move' && (there === 'joined' || there === 'completed')) return { ok: false, reason: 'alreadyMember' }
  const refusal = checkRule(event, unmet) ?? checkCohort(event, cohort, now) ?? checkReason(event, side, reason)
  return refusal === undefined ? { ok: true, state } : { ok: false, reason: refusal }
}

const entering: readonly MembershipEvent[] = ['ask', 'invite', 'accept', 'move']
const taking: readonly MembershipEvent[] = ['accept', 'move']

const checkRule = (event: MembershipEvent, unmet = false) => (event === 'complete' && unmet ? 'notDoneYet' : undefined)

function checkCohort(event: MembershipEvent, { dates, state, capacity, joined }: MembershipFacts['cohort'], now: Date) {
  if (!entering.includes(event)) return undefined
  if (state === 'closed') return 'cohortClosed'
  if (event === 'ask' && !isRegistering(dates, now)) return 'notOpen'
  return taking.includes(event) && joined >= capacity ? 'cohortFull' : undefined
}

const checkReason = (event: MembershipEvent, side: MembershipSide, reason: string) =>
  side === 'team' && (event === 'leave' || event === 'refuse') && reason === '' ? 'reasonNeeded' : undefined

/** What one side may do with a membership: its buttons come from here. */
export const eventsForMembership = (current: MembershipState | 'none', side: MembershipSide): MembershipEvent[] =>
  membershipEvents.filter(
    (event) =>
      membershipMoves[current][event] !== undefined &&
      doers[event].includes(side) &&
      !(event === 'accept' && side === 'candidate' && current === 'requested'),
  )

export type CloseRefusal = 'alreadyClosed' | 'registersWait' | 'workshopsToCome'

/** A cohort closes only when no register waits and no workshop is still to come. */
export function decideClosing(cohort: {
  closedAt: Date | null
  unrecorded: number
  toCome: number
}): { ok: true } | { ok: false; reason: CloseRefusal } {
  if (cohort.closedAt !== null) return { ok: false, reason: 'alreadyClosed' }
  if (cohort.toCome > 0) return { ok: false, reason: 'workshopsToCome' }
  return cohort.unrecorded > 0 ? { ok: false, reason: 'registersWait' } : { ok: true }
}

export const membershipNames: Record<MembershipState, string> = {
  requested: 'Asked to join',
  invited: 'Invited',
  joined: 'Member',
  completed: 'Completed',
  left: 'Left',
  moved: 'Moved',
}
