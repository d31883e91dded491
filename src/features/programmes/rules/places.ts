import { daysAfter } from '../../../core/dates.ts'
import { offerExpiry } from './waking.ts'

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

export type AskRefusal = 'notOpen' | 'bookingClosed' | 'membersOnly' | 'alreadyAsked'
/** Whether somebody may ask for a place. A clash with another place is a warning on the page, and refuses nobody. */
export function decideAsking(
  { workshop, member, live }: { workshop: WorkshopFacts; member: boolean; live: boolean },
  now: Date,
): { ok: true } | { ok: false; reason: AskRefusal } {
  if (workshop.state !== 'published') return { ok: false, reason: 'notOpen' }
  if (now >= workshop.bookingClosesAt) return { ok: false, reason: 'bookingClosed' }
  if (workshop.membersOnly && !member) return { ok: false, reason: 'membersOnly' }
  return live ? { ok: false, reason: 'alreadyAsked' } : { ok: true }
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

/** From two weeks before, somebody who has not said it yet is asked whether they are still coming; a workshop moved asks again. */
export const asksIfComing = (place: { state: PlaceState; comingFor: Date | null }, { startsAt }: { startsAt: Date }, now: Date): boolean =>
  place.state === 'booked' &&
  place.comingFor?.getTime() !== startsAt.getTime() &&
  daysAfter(startsAt, -STILL_COMING_DAYS) <= now &&
  now < startsAt

/** One place as the model of the line sees it. */
export type Placed = { person: string; arrival: number; band: number; state: PlaceState; expiresAt?: Date; reason?: string }
export type Step = { arrival: number; from: PlaceState | undefined; to: PlaceState; expiresAt?: Date }
export type Line = { workshop: WorkshopFacts; nextArrival: number; places: readonly Placed[]; steps: readonly Step[] }

export const isOneOf = <S extends PlaceState>(states: readonly S[], state: PlaceState): state is S =>
  (states as readonly PlaceState[]).includes(state)

/** Moves one place of a line on; what the table of moves does not allow is a fault. */
export function move(line: Line, place: Placed, event: PlaceEvent, more: { expiresAt?: Date; reason?: string } = {}): Line {
  const to = placeMoves[place.state]?.[event]
  if (to === undefined) throw new Error(`A place that is ${place.state} cannot ${event}.`)
  const { expiresAt } = more
  const step = { arrival: place.arrival, from: place.state, to, ...(expiresAt && { expiresAt }) }
  const places = line.places.map((other) => (other.arrival === place.arrival ? { ...other, ...more, state: to } : other))
  return { ...line, places, steps: [...line.steps, step] }
}

/**
 * The one way up: ends the offers that have run out, then gives what is free to those next in line, by band and then by
 * number: booked to the one who is asking just now, offered to anybody else.
 */
export function fillPlaces(before: Line, now: Date, asker?: string): Line {
  const { workshop } = before
  let line = before
  for (const place of before.places) {
    if (place.state === 'offered' && place.expiresAt && offerEnds(place.expiresAt, workshop) <= now) line = move(line, place, 'expire')
  }
  while (workshop.state === 'published' && countHolders(line) < workshop.capacity) {
    const next = nextInLine(line)
    const expiresAt = offerExpiry(now, workshop.offersEndAt)
    if (next === undefined) break
    if (next.person === asker) line = move(line, next, 'book')
    else if (expiresAt) line = move(line, next, 'offer', { expiresAt })
    else break
  }
  return line
}

export const countHolders = ({ places }: Line): number => places.filter(({ state }) => isOneOf(holdingStates, state)).length

const nextInLine = ({ places }: Line): Placed | undefined =>
  places.filter(({ state }) => state === 'waiting').sort((a, b) => a.band - b.band || a.arrival - b.arrival)[0]

/** The one way in: the next number, waiting, and up at once where a place is free. */
export function askForPlace(before: Line, person: string, member: boolean, now: Date): { outcome: 'ok' | AskRefusal; line: Line } {
  const live = before.places.some(
    ({ person: whose, state, expiresAt }) =>
      whose === person &&
      !isOneOf(endedStates, state) &&
      !(state === 'offered' && expiresAt !== undefined && offerEnds(expiresAt, before.workshop) <= now),
  )
  const decision = decideAsking({ workshop: before.workshop, member, live }, now)
  if (!decision.ok) return { outcome: decision.reason, line: before }
  const served = fillPlaces(before, now)
  const arrival = served.nextArrival
  const asked: Line = {
    ...served,
    nextArrival: arrival + 1,
    places: [...served.places, { person, arrival, band: 0, state: 'waiting' }],
    steps: [...served.steps, { arrival, from: undefined, to: 'waiting' }],
  }
  return { outcome: 'ok', line: fillPlaces(asked, now, person) }
}

/** The one way out and on: an offer that has run out is ended before anybody answers it, and what comes free goes on. */
export function changePlace(
  before: Line,
  arrival: number,
  act: PlaceAct,
  reason: string | undefined,
  now: Date,
): { outcome: 'ok' | ChangeRefusal; line: Line } {
  const line = fillPlaces(before, now)
  const place = line.places.find((one) => one.arrival === arrival)
  if (!place) throw new Error('No such place.')
  const decision = decideChange(place, line.workshop, act, reason, now)
  if (!decision.ok) return { outcome: decision.reason, line }
  return { outcome: 'ok', line: fillPlaces(move(line, place, decision.event, reason === undefined ? {} : { reason }), now) }
}

/** A workshop that will not happen ends every live place. */
export const cancelWorkshopPlaces = (before: Line): Line =>
  before.places
    .filter(({ state }) => isOneOf(liveStates, state))
    .reduce((line, place) => move(line, place, 'cancelWorkshop'), { ...before, workshop: { ...before.workshop, state: 'cancelled' } })
