import {
  decideAsking,
  decideChange,
  endedStates,
  holdingStates,
  isOneOf,
  liveStates,
  offerEnds,
  placeMoves,
  type AskRefusal,
  type ChangeRefusal,
  type PlaceAct,
  type PlaceEvent,
  type PlaceState,
  type WorkshopFacts,
} from './places.ts'
import { offerExpiry } from './waking.ts'

/** Where a holder sits: among the places for everybody, or on one kept for people who said that they need it. */
export type Pool = 'general' | 'access'

/** What a line depends on besides its people. `covers` says whether a rationale in date covers the workshop. */
export type LineFacts = WorkshopFacts & {
  policy: 'firstCome' | 'lottery'
  accessPlaces: number
  openness: 'all' | 'prioritised' | 'restricted'
  covers: (now: Date) => boolean
}

/** One place as the model of the line sees it. */
export type Placed = {
  person: string
  arrival: number
  band: number
  rank?: number
  stated: boolean
  access: boolean
  companion: boolean
  pool?: Pool
  over: boolean
  state: PlaceState
  expiresAt?: Date
  reason?: string
  called?: CallOutcome
}
export type CallOutcome = 'noAnswer' | 'message' | 'no' | 'yes'
export type Step = { arrival: number; from: PlaceState | undefined; to: PlaceState; expiresAt?: Date }
/** Somebody whom another's place went past, and why: rung already, or a reason of the team. */
export type Passed = { arrival: number; for: number; why: 'override' | 'called' }
export type Line = {
  workshop: LineFacts
  nextArrival: number
  places: readonly Placed[]
  steps: readonly Step[]
  passed: readonly Passed[]
  /** Whether bands hold, as the last fill found it. */
  banded: boolean
  /** Gives the tickets their order; until then nobody moves up. Undefined where nothing is, or is still, to be drawn. */
  draw?: ((tickets: number[]) => number[]) | undefined
}

export const emptyLine = (workshop: LineFacts, draw?: Line['draw']): Line => ({
  ...{ workshop, nextArrival: 1, places: [], steps: [], passed: [], banded: false },
  draw,
})

/** Moves one place of a line on; what the table of moves does not allow is a fault. */
export function move(line: Line, place: Placed, event: PlaceEvent, more: Partial<Placed> = {}): Line {
  const to = placeMoves[place.state]?.[event]
  if (to === undefined) throw new Error(`A place that is ${place.state} cannot ${event}.`)
  const { expiresAt } = more
  const step = { arrival: place.arrival, from: place.state, to, ...(expiresAt && { expiresAt }) }
  const places = line.places.map((other) => (other.arrival === place.arrival ? { ...other, ...more, state: to } : other))
  return { ...line, places, steps: [...line.steps, step] }
}

export const countHolders = ({ places }: Pick<Line, 'places'>, pool?: Pool): number =>
  places.filter((place) => isOneOf(holdingStates, place.state) && (pool === undefined || place.pool === pool)).length

/** Behind everybody who was drawn. */
const LAST = 2_147_483_647
type Queued = Pick<Placed, 'state' | 'band' | 'arrival'> & { rank?: number | null }
/** Those who wait, in the order in which they move up: by band while a rationale holds it, as drawn, then by number. */
export const waitingLine = <P extends Queued>({ places, banded }: { places: readonly P[]; banded: boolean }): P[] =>
  places
    .filter(({ state }) => state === 'waiting')
    .sort((a, b) => (banded ? a.band - b.band : 0) || (a.rank ?? LAST) - (b.rank ?? LAST) || a.arrival - b.arrival)

/**
 * The one way up: ends the offers that have run out, draws a lottery that is due, then gives what is free: an access place to
 * the next in line who said that they need one, any other to the next in line; booked to the one who is asking just now,
 * offered to anybody else.
 */
export function fillPlaces(before: Line, now: Date, asker?: string): Line {
  const { workshop } = before
  let line = before
  for (const place of before.places) {
    if (place.state === 'offered' && place.expiresAt && offerEnds(place.expiresAt, workshop) <= now) line = move(line, place, 'expire')
  }
  if (workshop.state !== 'published') return line
  line = drawn({ ...line, banded: workshop.openness === 'prioritised' && workshop.covers(now) }, now)
  if (line.draw) return line
  for (let next = nextUp(line, now, asker); next; next = nextUp(line, now, asker)) line = next
  return line
}

/** At the closing of asking those who wait are drawn, once. */
function drawn(line: Line, now: Date): Line {
  if (!line.draw || now < line.workshop.bookingClosesAt) return line
  const order = line.draw(line.places.filter(({ state }) => state === 'waiting').map(({ arrival }) => arrival))
  const ranked = line.places.map((place) => (order.includes(place.arrival) ? { ...place, rank: order.indexOf(place.arrival) + 1 } : place))
  return { ...line, places: ranked, draw: undefined }
}

/** One more holder, where a place is free for somebody who can still be offered it or is asking just now. */
function nextUp(line: Line, now: Date, asker?: string): Line | undefined {
  const { workshop } = line
  const expiresAt = offerExpiry(now, workshop.offersEndAt)
  const waiting = waitingLine(line)
  const candidates: [Placed | undefined, Pool, number][] = [
    [waiting.find(({ access }) => access), 'access', workshop.accessPlaces],
    [waiting[0], 'general', workshop.capacity],
  ]
  for (const [next, pool, most] of candidates) {
    if (next === undefined || countHolders(line, pool) >= most) continue
    if (next.person === asker) return move(line, next, 'book', { pool })
    if (expiresAt) return move(line, next, 'offer', { expiresAt, pool })
  }
  return undefined
}

export type Asking = { person: string; member: boolean; stated?: boolean; access?: boolean; companion?: boolean }

/** The one way in: the next number, waiting, and up at once where a place is free. */
export function askForPlace(before: Line, asking: Asking, now: Date): { outcome: 'ok' | AskRefusal; line: Line } {
  const { workshop } = before
  const live = before.places.some(
    ({ person, state, expiresAt }) =>
      person === asking.person &&
      !isOneOf(endedStates, state) &&
      !(state === 'offered' && expiresAt !== undefined && offerEnds(expiresAt, workshop) <= now),
  )
  const unsaid = needsStatement(workshop, asking.stated === true, now)
  const decision = decideAsking({ workshop, member: asking.member, live, unsaid }, now)
  if (!decision.ok) return { outcome: decision.reason, line: before }
  return { outcome: 'ok', line: fillPlaces(joinLine(fillPlaces(before, now), asking, now), now, asking.person) }
}

function joinLine(line: Line, { person, stated = false, access = false, companion = false }: Asking, now: Date): Line {
  const { workshop, nextArrival: arrival } = line
  const band = workshop.openness === 'prioritised' && !stated && workshop.covers(now) ? 1 : 0
  return {
    ...line,
    nextArrival: arrival + 1,
    places: [...line.places, { person, arrival, band, stated, access, companion: access && companion, over: false, state: 'waiting' }],
    steps: [...line.steps, { arrival, from: undefined, to: 'waiting' }],
  }
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
  const place = placeOf(line, arrival)
  const decision = decideChange(place, line.workshop, act, reason, now)
  if (!decision.ok) return { outcome: decision.reason, line }
  return { outcome: 'ok', line: fillPlaces(move(line, place, decision.event, reason === undefined ? {} : { reason }), now) }
}

function placeOf({ places }: Line, arrival: number): Placed {
  const place = places.find((one) => one.arrival === arrival)
  if (!place) throw new Error('No such place.')
  return place
}

/** Where the next holder would have a seat. */
function freePool(line: Line, access: boolean): Pool | undefined {
  if (access && countHolders(line, 'access') < line.workshop.accessPlaces) return 'access'
  return countHolders(line, 'general') < line.workshop.capacity ? 'general' : undefined
}

/** Everybody ahead of a place in the line of those its seat is for. */
const ahead = (line: Line, arrival: number, pool: Pool): Placed[] => {
  const waiting = waitingLine(line)
  const before = waiting.slice(
    0,
    waiting.findIndex((one) => one.arrival === arrival),
  )
  return before.filter(({ access }) => pool === 'general' || access)
}

const passing = (line: Line, place: Placed, pool: Pool): Line => ({
  ...line,
  passed: [
    ...line.passed,
    ...ahead(line, place.arrival, pool).map(
      ({ arrival, called }) => ({ arrival, for: place.arrival, why: called === undefined ? 'override' : 'called' }) as const,
    ),
  ],
})

export type BookingRefusal = 'notOpen' | 'alreadyBegan' | 'alreadyAsked' | 'membersOnly' | 'statementNeeded' | 'reasonNeeded' | 'full'
export type Booking = Asking & { reason: string; over: boolean }

/**
 * Whether the team may book a place for somebody: with a reason always, beyond the capacity only where `over` says so.
 * `unsaid` as for asking; `held` is the state of their live place, if they have one.
 */
export function decideBooking(
  facts: {
    workshop: WorkshopFacts
    member: boolean
    unsaid: boolean
    held: PlaceState | undefined
    reason: string
    noSeat: boolean
    over: boolean
  },
  now: Date,
): { ok: true } | { ok: false; reason: BookingRefusal } {
  const refuse = (reason: BookingRefusal) => ({ ok: false, reason }) as const
  if (facts.workshop.state !== 'published') return refuse('notOpen')
  if (now >= facts.workshop.startsAt) return refuse('alreadyBegan')
  if (facts.held !== undefined && !isOneOf(['waiting', 'offered'], facts.held)) return refuse('alreadyAsked')
  if (facts.workshop.membersOnly && !facts.member) return refuse('membersOnly')
  if (facts.unsaid) return refuse('statementNeeded')
  if (facts.reason.trim() === '') return refuse('reasonNeeded')
  return facts.noSeat && !facts.over ? refuse('full') : { ok: true }
}

/** The team books a place for somebody, who waits or not; whom it passes over is written down. */
export function bookFor(before: Line, booking: Booking, now: Date): { outcome: 'ok' | BookingRefusal; line: Line } {
  const line = fillPlaces(before, now)
  const own = line.places.find(({ person, state }) => person === booking.person && !isOneOf(endedStates, state))
  const said = own ?? { stated: booking.stated === true, access: booking.access === true }
  const pool = freePool(line, said.access)
  const noSeat = pool === undefined && own?.state !== 'offered'
  const unsaid = needsStatement(line.workshop, said.stated, now)
  const decision = decideBooking({ ...booking, workshop: line.workshop, unsaid, held: own?.state, noSeat }, now)
  return decision.ok ? { outcome: 'ok', line: booked(line, own, booking, pool, now) } : { outcome: decision.reason, line }
}

const needsStatement = ({ openness, covers }: LineFacts, stated: boolean, now: Date): boolean =>
  openness === 'restricted' && !stated && covers(now)

function booked(line: Line, own: Placed | undefined, booking: Booking, pool: Pool | undefined, now: Date): Line {
  const { reason } = booking
  if (own?.state === 'offered') return move(line, own, 'accept', { reason })
  const joined = own ? line : joinLine(line, booking, now)
  const place = own ?? placeOf(joined, line.nextArrival)
  const seat = pool ?? 'general'
  return move(passing(joined, place, seat), place, 'book', { pool: seat, over: pool === undefined, reason })
}

/** Somebody of the line was rung. */
export const callPlace = (line: Line, arrival: number, outcome: CallOutcome): Line => ({
  ...line,
  places: line.places.map((place) => (place.arrival === arrival ? { ...place, called: outcome } : place)),
})

export type GivingRefusal = 'notPublished' | 'hasBegun' | 'notWaiting' | 'offersStillGo' | 'noFreePlace' | 'reasonNeeded'

/** Gives a place to somebody on the call list who said yes: past those who were not rung only with a reason. */
export function givePlace(before: Line, arrival: number, reason: string, now: Date): { outcome: 'ok' | GivingRefusal; line: Line } {
  const line = fillPlaces(before, now)
  const { workshop } = line
  const place = placeOf(line, arrival)
  const pool = freePool(line, place.access)
  const refuse = (outcome: GivingRefusal) => ({ outcome, line })
  if (workshop.state !== 'published') return refuse('notPublished')
  if (workshop.startsAt <= now) return refuse('hasBegun')
  if (place.state !== 'waiting') return refuse('notWaiting')
  if (offerExpiry(now, workshop.offersEndAt) !== undefined) return refuse('offersStillGo')
  if (pool === undefined) return refuse('noFreePlace')
  const unasked = ahead(line, arrival, pool).some(({ called }) => called === undefined)
  if (unasked && reason.trim() === '') return refuse('reasonNeeded')
  const told = callPlace(passing(line, place, pool), arrival, 'yes')
  return { outcome: 'ok', line: move(told, placeOf(told, arrival), 'book', { pool, ...(unasked && { reason }) }) }
}

/** A workshop that will not happen ends every live place. */
export const cancelWorkshopPlaces = (before: Line): Line =>
  before.places
    .filter(({ state }) => isOneOf(liveStates, state))
    .reduce((line, place) => move(line, place, 'cancelWorkshop'), { ...before, workshop: { ...before.workshop, state: 'cancelled' } })
