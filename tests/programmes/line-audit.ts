import { createHash } from 'node:crypto'
import { expect } from 'vitest'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** One row of the log of a line, with whose place it is. */
export type Told = { kind: string; placeId: string | null; person: string | null; data: Record<string, unknown>; at: Date }
type Place = { placeId: string; person: string; state: string; arrival: number; band: number; rank: number | null } & Record<
  string,
  unknown
>
type World = { workshop: Record<string, unknown>; places: Map<string, Place>; passed: Set<string>; drawn: boolean }

const held = ({ state }: Place) => state === 'offered' || state === 'booked'
const ended = ['declined', 'expired', 'cancelled', 'lateCancelled', 'withdrawn', 'workshopCancelled']
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Goes through the log of a line and looks at every step for what may never happen, by none of the code that took the steps. */
export function auditLine(told: Told[], seedHash: string | undefined): void {
  const world: World = { workshop: {}, places: new Map(), passed: new Set(), drawn: seedHash === undefined }
  for (const one of told) {
    if (one.kind === 'workshop') Object.assign(world.workshop, one.data)
    else if (one.kind === 'passedOver') world.passed.add(`${String(one.placeId)} ${String(one.data['for'])}`)
    else if (one.kind === 'drawn') auditDraw(world, one, seedHash)
    else if (one.kind === 'place') auditPlace(world, one)
  }
}

function auditPlace(world: World, { placeId, person, data, at }: Told): void {
  const before = world.places.get(placeId ?? '')
  const after = { ...before, ...data, placeId, person } as Place
  if (held(after) && (before === undefined || !held(before))) {
    auditHolder(world, after)
    if (before?.state === 'waiting') auditTurn(world, before, after)
  }
  if (after.state === 'offered') auditOffer(world, data['expiresAt'], at, before?.state === 'offered')
  world.places.set(after.placeId, after)
  const live = [...world.places.values()].filter((each) => each.person === person && !ended.includes(each.state))
  expect(live.length, 'two live places for one person').toBeLessThan(2)
}

/** Never one more holder at capacity without an override. */
function auditHolder({ workshop, places }: World, after: Place): void {
  if (after['overCapacity'] === true) return
  const others = [...places.values()].filter((each) => held(each) && each['pool'] === after['pool'] && each.placeId !== after.placeId)
  expect(others.length, 'a holder added at capacity').toBeLessThan(
    Number(workshop[after['pool'] === 'access' ? 'accessPlaces' : 'capacity']),
  )
}

/** Nobody ahead is passed over without a rule, which is that an access place is for those who need one, or a row that says why. */
function auditTurn({ workshop, places, passed, drawn }: World, before: Place, after: Place): void {
  const key = ({ band, rank, arrival }: Place) => [workshop['banded'] === true ? band : 0, rank ?? 1e9, arrival]
  const earlier = (a: Place, b: Place) => {
    const [one, other] = [key(a), key(b)]
    const differs = one.findIndex((part, i) => part !== other[i])
    return differs >= 0 && (one[differs] ?? 0) < (other[differs] ?? 0)
  }
  const ahead = [...places.values()].filter(
    (each) => each.state === 'waiting' && earlier(each, before) && (after['pool'] === 'general' || each['access'] === true),
  )
  for (const each of ahead) expect(passed.has(`${each.placeId} ${String(after.arrival)}`), 'passed over without a reason').toBe(true)
  if (!drawn) expect(after.state, 'moved up before the draw').toBe('booked')
}

const summer: [number, number][] = [
  [Date.parse('2027-03-28T01:00:00Z'), Date.parse('2027-10-31T01:00:00Z')],
  [Date.parse('2028-03-26T01:00:00Z'), Date.parse('2028-10-29T01:00:00Z')],
]
const awake = (time: number) => {
  const london = time + (summer.some(([from, to]) => from <= time && time < to) ? HOUR : 0)
  const hour = Math.floor((london % DAY) / HOUR)
  return hour >= 8 && hour < 21
}

/** Waking time between two instants, minute by minute. */
function wakingMinutes(from: number, to: number): number {
  let minutes = 0
  for (let time = from; time < to; time += MINUTE) if (awake(time)) minutes += 1
  return minutes
}

/** An offer lasts a quarter of the time left, at least 2 and at most 48 waking hours, and ends with the offers. */
function auditOffer({ workshop }: World, expires: unknown, at: Date, again: boolean): void {
  if (expires === undefined) return
  const [now, ends, until] = [at.getTime(), Date.parse(String(workshop['offersEndAt'])), Date.parse(expires as string)]
  if (again) return // cut by a move to an earlier time
  expect(now, 'an offer after the end of offers').toBeLessThan(ends)
  expect(until).toBeLessThanOrEqual(ends)
  const wanted = Math.min(48 * HOUR, Math.max(2 * HOUR, (ends - now) / 4)) / MINUTE
  const given = wakingMinutes(now, until)
  expect(wakingMinutes(now, ends), 'an offer with too little time left').toBeGreaterThan(118)
  if (until < ends) expect(Math.abs(given - wanted), `${String(given)} waking minutes for ${String(wanted)}`).toBeLessThan(2.01)
  else expect(given).toBeLessThan(wanted + 2)
}

/** The order is that of the hashes, the seed is the one whose hash was shown before, and nobody who waited is left out. */
function auditDraw(world: World, { data, at }: Told, seedHash: string | undefined): void {
  const { seed, tickets } = data as { seed: string; tickets: number[] }
  expect(world.drawn, 'drawn twice').toBe(false)
  world.drawn = true
  expect(sha256(seed)).toBe(seedHash)
  expect(at.getTime(), 'drawn before asking closed').toBeGreaterThanOrEqual(Date.parse(String(world.workshop['bookingClosesAt'])))
  const waiting = [...world.places.values()].filter(({ state }) => state === 'waiting').map(({ arrival }) => arrival)
  const byHash = (a: number, b: number) => (sha256(`${seed}:${String(a)}`) < sha256(`${seed}:${String(b)}`) ? -1 : 1)
  expect(tickets).toEqual(waiting.sort(byHash))
}
