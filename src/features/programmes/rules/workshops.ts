import { lotteryClosesInTime } from './lottery.ts'

export const workshopStates = ['draft', 'published', 'postponed', 'held', 'cancelled'] as const
export type WorkshopState = (typeof workshopStates)[number]
export const workshopEvents = ['edit', 'discard', 'publish', 'move', 'postpone', 'redate', 'resize', 'cancel', 'hold', 'unhold'] as const
export type WorkshopEvent = (typeof workshopEvents)[number]

/**
 * What may happen to a workshop, and what it is afterwards. `discard` leaves nothing behind: nobody was told of a draft. Where
 * it is put off, `redate` gives it a new date at once or later, and `postpone` leaves the date open; both ask everybody anew.
 */
export const workshopMoves: Record<WorkshopState, Partial<Record<WorkshopEvent, WorkshopState>>> = {
  draft: { edit: 'draft', discard: 'draft', publish: 'published' },
  published: {
    edit: 'published',
    move: 'published',
    postpone: 'postponed',
    redate: 'published',
    resize: 'published',
    cancel: 'cancelled',
    hold: 'held',
  },
  postponed: { edit: 'postponed', redate: 'published', resize: 'postponed', cancel: 'cancelled' },
  held: { edit: 'held', unhold: 'published' },
  cancelled: {},
}

export type WorkshopRefusal =
  | 'notPublished'
  | 'alreadyPublished'
  | 'isPostponed'
  | 'alreadyHeld'
  | 'alreadyCancelled'
  | 'labelMissing'
  | 'placeMissing'
  | 'inThePast'
  | 'lotteryClosesLate'
  | 'askingAlreadyClosed'
  | 'hasBegun'
  | 'notBegun'
  | 'marksRecorded'

export type WorkshopFacts = {
  state: WorkshopState
  startsAt: Date
  bookingClosesAt: Date
  safeLabel: string
  policy: string
  online: boolean
  venue: string
  /** How many people have a mark of attendance. */
  marks: number
}
export type WorkshopDecision = { ok: true; state: WorkshopState } | { ok: false; reason: WorkshopRefusal }

const wrongState: Record<WorkshopState, WorkshopRefusal> = {
  draft: 'notPublished',
  published: 'alreadyPublished',
  postponed: 'isPostponed',
  held: 'alreadyHeld',
  cancelled: 'alreadyCancelled',
}

/** May this happen to the workshop now? `to` is the new start where it moves. */
export function decideWorkshop(workshop: WorkshopFacts, event: WorkshopEvent, now: Date, to?: Date): WorkshopDecision {
  const state = workshopMoves[workshop.state][event]
  if (state === undefined) return { ok: false, reason: wrongState[workshop.state] }
  const reason = guards[event]?.(workshop, now, to)
  return reason === undefined ? { ok: true, state } : { ok: false, reason }
}

type Guard = (workshop: WorkshopFacts, now: Date, to?: Date) => WorkshopRefusal | undefined

const began: Guard = ({ startsAt }, now) => (startsAt <= now ? 'hasBegun' : undefined)

const guards: Partial<Record<WorkshopEvent, Guard>> = {
  publish: ({ startsAt, bookingClosesAt, safeLabel, policy, online, venue }, now) => {
    if (safeLabel.trim() === '') return 'labelMissing'
    if (!online && venue.trim() === '') return 'placeMissing'
    if (startsAt <= now) return 'inThePast'
    if (!lotteryClosesInTime(policy, closesHoursOf({ startsAt, bookingClosesAt }))) return 'lotteryClosesLate'
    return bookingClosesAt <= now ? 'askingAlreadyClosed' : undefined
  },
  move: (workshop, now, to) => began(workshop, now) ?? (to !== undefined && to <= now ? 'inThePast' : undefined),
  postpone: began,
  redate: (workshop, now, to) => began(workshop, now) ?? (to !== undefined && to <= now ? 'inThePast' : undefined),
  resize: began,
  hold: ({ startsAt }, now) => (startsAt > now ? 'notBegun' : undefined),
  unhold: ({ marks }) => (marks > 0 ? 'marksRecorded' : undefined),
}

/** What the team may do with a workshop just now: its page shows these and no others. */
export const eventsForWorkshop = (workshop: WorkshopFacts, now: Date): WorkshopEvent[] =>
  workshopEvents.filter((event) => {
    if (workshopMoves[workshop.state][event] === undefined) return false
    const reason = guards[event]?.(workshop, now)
    // what a draft still lacks is said when it is published, so the way there stays open
    return reason === undefined || event === 'publish'
  })

const HOUR = 3_600_000

/** Hours before the start at which asking for a place may close. Offers end two hours before, whatever is chosen. */
export const closingHours = [2, 24, 48, 72, 168] as const
export const OFFERS_END_HOURS = 2

export const timesOf = (startsAt: Date, closesHours: number): { bookingClosesAt: Date; offersEndAt: Date } => ({
  bookingClosesAt: new Date(startsAt.getTime() - closesHours * HOUR),
  offersEndAt: new Date(startsAt.getTime() - OFFERS_END_HOURS * HOUR),
})

/** How long before the start asking closes, so that a moved workshop keeps it. */
export const closesHoursOf = ({ startsAt, bookingClosesAt }: { startsAt: Date; bookingClosesAt: Date }): number =>
  Math.round((startsAt.getTime() - bookingClosesAt.getTime()) / HOUR)

/** What happened to a workshop, in the words of its history. */
export const workshopEventWords: Record<string, string> = {
  'workshop.drafted': 'Drafted',
  'workshop.edited': 'Words changed',
  'workshop.published': 'Published',
  'workshop.reopened': 'Open to all: its rationale ended or covers it no more',
  'workshop.coveredAgain': 'Covered again by its rationale',
  'workshop.openedToAll': 'Left open to all',
  'workshop.moved': 'Time or place changed',
  'workshop.postponed': 'Postponed, the new date to come',
  'workshop.redated': 'Postponed to a new date',
  'workshop.resized': 'Number of places changed',
  'workshop.cancelled': 'Cancelled',
  'workshop.held': 'Recorded as held',
  'workshop.unheld': 'No longer recorded as held',
  'register.saved': 'Register saved',
  'workshop.materialAdded': 'Material added',
  'workshop.materialRemoved': 'Material taken off',
  'register.batchUndone': 'Marks of many at once taken back',
  'place.givenByCall': 'A place given by telephone',
  'place.overridden': 'A place given out of turn or over the capacity',
  'place.bookedFor': 'A place booked for somebody',
  'workshop.drawn': 'Places drawn by lot',
}
