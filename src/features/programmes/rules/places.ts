import { daysAfter } from '../../../core/dates.ts'

const HOUR = 3_600_000

/** Held by a place that counts against the capacity. */
export const holdingStates = ['offered', 'booked'] as const
/** Live: the person may still come. */
export const liveStates = ['waiting', ...holdingStates] as const
export const attendanceStates = ['attended', 'attendedLate', 'leftEarly', 'absentNotified', 'absent'] as const
export const endedStates = ['declined', 'expired', 'cancelled', 'lateCancelled', 'withdrawn', 'workshopCancelled'] as const

export type PlaceState = (typeof liveStates)[number] | (typeof attendanceStates)[number] | (typeof endedStates)[number]
/** What moves a place on, marks of attendance aside. */
export type PlaceEvent =
  'book' | 'offer' | 'accept' | 'decline' | 'expire' | 'leave' | 'remove' | 'cancel' | 'cancelLate' | 'cancelWorkshop'

/** Which event leads from which state to which; `place_moves` in the database says the same. */
export const placeMoves: Partial<Record<PlaceState, Partial<Record<PlaceEvent, PlaceState>>>> = {
  waiting: { book: 'booked', offer: 'offered', leave: 'withdrawn', remove: 'withdrawn', cancelWorkshop: 'workshopCancelled' },
  offered: { accept: 'booked', decline: 'declined', expire: 'expired', remove: 'withdrawn', cancelWorkshop: 'workshopCancelled' },
  booked: { cancel: 'cancelled', cancelLate: 'lateCancelled', remove: 'withdrawn', cancelWorkshop: 'workshopCancelled' },
}

/** A place's state in the words of the person whose place it is. */
export const placeWords: Record<PlaceState, string> = {
  waiting: 'On the waiting list',
  offered: 'A place is held for you',
  booked: 'Booked',
  attended: 'You came',
  attendedLate: 'You came',
  leftEarly: 'You came',
  absentNotified: 'You could not come',
  absent: 'You did not come',
  declined: 'You let it go',
  expired: 'The offer ran out',
  cancelled: 'You cancelled',
  lateCancelled: 'You cancelled',
  withdrawn: 'You left the list',
  workshopCancelled: 'The workshop was cancelled',
}

/** Why somebody cancels late: chosen from a list, never proved. */
export const lateReasons = {
  ill: 'I am not well',
  caring: 'Someone I care for needs me',
  work: 'My work or study changed',
  travel: 'I cannot get there',
  access: 'It would not have worked for my access needs',
  changedMind: 'I have changed my mind',
  other: 'Something else, or I would rather not say',
} as const
export type LateReason = keyof typeof lateReasons

export type WorkshopFacts = {
  state: string
  capacity: number
  online: boolean
  membersOnly: boolean
  startsAt: Date
  bookingClosesAt: Date
  offersEndAt: Date
}

/** Until when a booked place is given up freely: 24 hours before, or 2 for a workshop online. */
export const freeUntil = ({ startsAt, online }: Pick<WorkshopFacts, 'startsAt' | 'online'>): Date =>
  new Date(startsAt.getTime() - (online ? 2 : 24) * HOUR)

/** The joining link is shown to those booked from a day before, as a link that is sent around early goes stale or astray. */
export const linkShownFrom = ({ startsAt }: Pick<WorkshopFacts, 'startsAt'>): Date => new Date(startsAt.getTime() - 24 * HOUR)

/** When an offer really ends: a workshop moved to an earlier time ends its offers earlier too. */
export const offerEnds = (expiresAt: Date, { offersEndAt }: Pick<WorkshopFacts, 'offersEndAt'>): Date =>
  expiresAt < offersEndAt ? expiresAt : offersEndAt

export type AskRefusal = 'notOpen' | 'bookingClosed' | 'membersOnly' | 'alreadyAsked' | 'statementNeeded'
/**
 * Whether somebody may ask for a place. A clash with another place is a warning on the page, and refuses nobody. `unsaid`:
 * the workshop is for a group under a rationale that holds, and they have not said that they are of it.
 */
export function decideAsking(
  { workshop, member, live, unsaid = false }: { workshop: WorkshopFacts; member: boolean; live: boolean; unsaid?: boolean },
  now: Date,
): { ok: true } | { ok: false; reason: AskRefusal } {
  if (workshop.state !== 'published') return { ok: false, reason: 'notOpen' }
  if (now >= workshop.bookingClosesAt) return { ok: false, reason: 'bookingClosed' }
  if (workshop.membersOnly && !member) return { ok: false, reason: 'membersOnly' }
  if (live) return { ok: false, reason: 'alreadyAsked' }
  return unsaid ? { ok: false, reason: 'statementNeeded' } : { ok: true }
}

/** What a holder does with a place, or the team for them. */
export type PlaceAct = 'accept' | 'decline' | 'leave' | 'cancel' | 'remove'
export type ChangeRefusal = 'workshopCancelled' | 'offerEnded' | 'notWaiting' | 'notBooked' | 'alreadyBegan' | 'notLive' | 'reasonNeeded'
type ChangeDecision = { ok: true; event: PlaceEvent } | { ok: false; reason: ChangeRefusal }

/** What doing something with a place comes to, for a place whose own expired offer has been ended already. */
export function decideChange(
  place: { state: PlaceState },
  workshop: WorkshopFacts,
  act: PlaceAct,
  reason: string | undefined,
  now: Date,
): ChangeDecision {
  const refuse = (refusal: ChangeRefusal): ChangeDecision => ({ ok: false, reason: refusal })
  if (workshop.state === 'cancelled') return refuse('workshopCancelled')
  if (placeMoves[place.state]?.[act] === undefined) return refuse(notNow[act])
  if (place.state === 'booked' && now >= workshop.startsAt) return refuse('alreadyBegan')
  const late = act === 'cancel' && now > freeUntil(workshop)
  if (reason === undefined && (late || act === 'remove')) return refuse('reasonNeeded')
  return { ok: true, event: late ? 'cancelLate' : act }
}

const notNow: Record<PlaceAct, ChangeRefusal> = {
  accept: 'offerEnded',
  decline: 'offerEnded',
  leave: 'notWaiting',
  cancel: 'notBooked',
  remove: 'notLive',
}

const STILL_COMING_DAYS = 14

type Asked = { state: PlaceState; comingFor: Date | null; bookedAt: Date | null }
type PutOff = { startsAt: Date; postponedAt: Date | null }

/** From two weeks before, somebody who has not said it yet is asked whether they are still coming; a workshop moved asks again, and one put off at once. */
export const asksIfComing = (place: Asked, workshop: PutOff, now: Date): boolean =>
  place.state === 'booked' &&
  place.comingFor?.getTime() !== workshop.startsAt.getTime() &&
  (daysAfter(workshop.startsAt, -STILL_COMING_DAYS) <= now || wasPutOff(place, workshop)) &&
  now < workshop.startsAt

const wasPutOff = ({ bookedAt }: Asked, { postponedAt }: PutOff): boolean =>
  postponedAt !== null && bookedAt !== null && bookedAt <= postponedAt

/**
 * Whether a booked place is given back freely, however near the start: the workshop was put off after it was booked, and they
 * have not said that they come on the new date. `give_back_postponed` in the database decides the same.
 */
export const givesBackFreely = (place: Asked, workshop: PutOff): boolean =>
  place.state === 'booked' && wasPutOff(place, workshop) && place.comingFor?.getTime() !== workshop.startsAt.getTime()

export const isOneOf = <S extends PlaceState>(states: readonly S[], state: PlaceState): state is S =>
  (states as readonly PlaceState[]).includes(state)
