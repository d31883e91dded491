import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { db, pool } from '../../src/core/db.ts'
import * as rules from '../../src/features/programmes/rules/places.ts'
import type { Line, PlaceState } from '../../src/features/programmes/rules/places.ts'
import { offerExpiry } from '../../src/features/programmes/rules/waking.ts'
import { aCandidate, anAccount, aWorkshop } from '../support/people.ts'
import { edges, history, HOUR, MINUTE, PEOPLE, type Act, type Action, type History, type Moment } from './histories.ts'

const RUNS = process.env['FULL'] === '1' ? 400 : 60
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
console.log(`seed of the random histories: ${String(seed)}`)

let persons: Awaited<ReturnType<typeof aCandidate>>[]
let staffId: string
let cohortId: string
const MEMBERS = 2

beforeAll(async () => {
  persons = await Promise.all(Array.from({ length: PEOPLE }, () => aCandidate()))
  staffId = (await anAccount()).id
  const at = new Date('2027-01-01T00:00:00Z')
  const programme = await db.programme.create({ data: { kind: 'insight', name: 'Insight', createdAt: at } })
  const dates = { opensAt: at, closesAt: new Date('2027-12-01'), startsOn: new Date('2027-01-01'), endsOn: new Date('2027-12-31') }
  cohortId = (await db.cohort.create({ data: { programmeId: programme.id, name: 'Spring', capacity: 20, createdAt: at, ...dates } })).id
  await db.membership.createMany({
    data: persons.slice(0, MEMBERS).map(({ id }) => ({ cohortId, candidateId: id, state: 'joined', beganAt: at })),
  })
})

/** One history, told to the database and to the model alike. */
async function live({ begins, hoursLeft, capacity, online, membersOnly, closing, first, actions }: History) {
  const startsAt = new Date(begins + hoursLeft * HOUR)
  const times = {
    startsAt,
    bookingClosesAt: new Date(startsAt.getTime() - closing * HOUR),
    offersEndAt: new Date(startsAt.getTime() - 2 * HOUR),
  }
  const workshop = await aWorkshop({ ...times, capacity, online, membersOnly, cohortId })
  const facts = { state: 'published', capacity, online, membersOnly, ...times }
  const world = { id: workshop.id, now: begins, line: { workshop: facts, nextArrival: 1, places: [], steps: [] } as Line }
  const asks = first.map((who) => ({ kind: 'ask' as const, who }))
  for (const step of [...asks, ...actions]) {
    const before = rules.countHolders(world.line)
    await take(world, step)
    await compare(world)
    const after = rules.countHolders(world.line)
    if (after > before) expect(after).toBeLessThanOrEqual(world.line.workshop.capacity)
  }
}
type World = { id: string; now: number; line: Line }

async function take(world: World, step: Action): Promise<void> {
  const now = new Date(world.now)
  if ('which' in step) return change(world, step, now)
  switch (step.kind) {
    case 'wait':
      world.now += step.minutes * MINUTE + 1
      return
    case 'waitFor':
      world.now = Math.max(world.now, momentOf(world.line, step.what) + step.off)
      return fill(world, new Date(world.now))
    case 'ask':
      return ask(world, step.who, now)
    case 'capacity':
      await db.workshop.update({ where: { id: world.id }, data: { capacity: step.to } })
      world.line = { ...world.line, workshop: { ...world.line.workshop, capacity: step.to } }
      return fill(world, now)
    case 'fill':
      return fill(world, now)
    case 'move':
      return moveBy(world, step.hours * HOUR, now)
    case 'hold':
      return hold(world)
    case 'cancelWorkshop':
      if (world.line.workshop.state === 'cancelled') return
      await db.workshop.update({ where: { id: world.id }, data: { state: 'cancelled' } })
      await pool.query(
        `SELECT set_place_state(p, 'workshopCancelled', NULL, NULL, $2, 'coordinator', $3)
          FROM (SELECT * FROM places WHERE workshop_id = $1 AND state IN ('booked', 'offered', 'waiting') ORDER BY arrival) p`,
        [world.id, staffId, now],
      )
      world.line = rules.cancelWorkshopPlaces(world.line)
      return
  }
}

/** It is said to have been held while some still wait: nobody moves up any more. */
async function hold(world: World): Promise<void> {
  if (world.line.workshop.state !== 'published') return
  await db.workshop.update({ where: { id: world.id }, data: { state: 'held' } })
  world.line = { ...world.line, workshop: { ...world.line.workshop, state: 'held' } }
}

function momentOf({ workshop, places }: Line, what: Moment): number {
  if (what === 'start') return workshop.startsAt.getTime()
  if (what === 'closing') return workshop.bookingClosesAt.getTime()
  if (what === 'freeUntil') return rules.freeUntil(workshop).getTime()
  const ends = places.flatMap(({ state, expiresAt }) =>
    state === 'offered' && expiresAt ? [rules.offerEnds(expiresAt, workshop).getTime()] : [],
  )
  return ends.length === 0 ? 0 : Math.min(...ends)
}

async function fill(world: World, now: Date): Promise<void> {
  await pool.query('SELECT fill_places($1, $2)', [world.id, now])
  world.line = rules.fillPlaces(world.line, now)
}

async function ask(world: World, who: number, now: Date): Promise<void> {
  const person = persons[who]
  const { rows } = await pool.query<{ outcome: string }>('SELECT * FROM ask_for_place($1, $2, $3, $4, $5)', [
    world.id,
    person?.id,
    person?.accountId,
    'candidate',
    now,
  ])
  const model = rules.askForPlace(world.line, person?.id ?? '', who < MEMBERS, now)
  expect(rows[0]?.outcome).toBe(model.outcome)
  world.line = model.line
}

/** Which place is meant: any, or one that the act is for. */
function aim({ places }: Line, { kind, which, aimed }: Act): number | undefined {
  const fit = places.filter(({ state }) => rules.placeMoves[state]?.[kind] !== undefined)
  const chosen = aimed && fit.length > 0 ? fit : places
  return chosen[which % Math.max(1, chosen.length)]?.arrival
}

async function change(world: World, step: Act, now: Date): Promise<void> {
  const arrival = aim(world.line, step)
  if (arrival === undefined) return
  const why = step.reason ? 'other' : undefined
  const { rows } = await pool.query<{ outcome: string }>(
    'SELECT c.* FROM places p, LATERAL change_place(p.id, $3, $4, $5, $6, $7) c WHERE p.workshop_id = $1 AND p.arrival = $2',
    [world.id, arrival, step.kind, why ?? null, staffId, 'coordinator', now],
  )
  const model = rules.changePlace(world.line, arrival, step.kind, why, now)
  expect(rows[0]?.outcome).toBe(model.outcome)
  world.line = model.line
}

async function moveBy(world: World, by: number, now: Date): Promise<void> {
  const { workshop } = world.line
  const later = (at: Date) => new Date(at.getTime() + by)
  const times = {
    startsAt: later(workshop.startsAt),
    bookingClosesAt: later(workshop.bookingClosesAt),
    offersEndAt: later(workshop.offersEndAt),
  }
  await db.workshop.update({ where: { id: world.id }, data: { ...times, endsAt: new Date(times.startsAt.getTime() + HOUR) } })
  world.line = { ...world.line, workshop: { ...workshop, ...times } }
  return fill(world, now)
}

/** Every state, number, end of offer and row of history agrees; and the history alone rebuilds the table. */
async function compare({ id, line }: World): Promise<void> {
  const places = await db.place.findMany({ where: { workshopId: id }, orderBy: { arrival: 'asc' } })
  expect(
    places.map((one) => [one.candidateId, one.arrival, one.state, one.state === 'offered' ? one.expiresAt?.toISOString() : undefined]),
  ).toEqual(
    line.places.map((one) => [one.person, one.arrival, one.state, one.state === 'offered' ? one.expiresAt?.toISOString() : undefined]),
  )
  const changes = await db.placeChange.findMany({
    where: { place: { workshopId: id } },
    orderBy: { id: 'asc' },
    include: { place: { select: { arrival: true } } },
  })
  expect(changes.map((one) => [one.place.arrival, one.fromState ?? undefined, one.toState, one.expiresAt?.toISOString()])).toEqual(
    line.steps.map((one) => [one.arrival, one.from, one.to, one.expiresAt?.toISOString()]),
  )
  const rebuilt = new Map<number, string>()
  for (const one of changes) {
    expect(rebuilt.get(one.place.arrival)).toBe(one.fromState ?? undefined)
    rebuilt.set(one.place.arrival, one.toState)
  }
  expect([...rebuilt]).toEqual(places.map((one) => [one.arrival, one.state]))
}

test('the functions of the database and the model in the rules agree over any history', { timeout: 900_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (one) => {
      await live(one)
    }),
    { seed, numRuns: RUNS, examples: edges },
  )
})

test('an offer ends at the same instant in the database and in the model, the whole year round', async () => {
  const [first, last] = [Date.parse('2027-01-01'), Date.parse('2028-01-01')]
  const anywhen = fc.tuple(fc.integer({ min: first, max: last }), fc.integer({ min: 0, max: 40 * 24 * HOUR }))
  const halfHours = fc.tuple(fc.integer({ min: 0, max: 365 * 48 }), fc.integer({ min: 0, max: 60 }))
  const onTheHalfHour = halfHours.map(([from, by]) => [first + (from * HOUR) / 2, (by * HOUR) / 2] as [number, number])
  const pairs = fc.sample(fc.oneof(anywhen, onTheHalfHour), { seed, numRuns: RUNS * 10 })
  const { rows } = await pool.query<{ expiry: Date | null }>(
    'SELECT offer_expiry(f, t) AS expiry FROM unnest($1::timestamptz[], $2::timestamptz[]) WITH ORDINALITY AS u (f, t, n) ORDER BY n',
    [pairs.map(([from]) => new Date(from)), pairs.map(([from, by]) => new Date(from + by))],
  )
  expect(rows.map(({ expiry }) => expiry?.toISOString())).toEqual(
    pairs.map(([from, by]) => offerExpiry(new Date(from), new Date(from + by))?.toISOString()),
  )
})

test('the table of moves in the database is the one in the rules', async () => {
  const inRules = Object.entries(rules.placeMoves).flatMap(([from, events]) => Object.values(events).map((to) => `${from} ${to}`))
  const marked = ['booked', ...rules.attendanceStates] as PlaceState[]
  const marks = marked.flatMap((from) => marked.filter((to) => to !== from).map((to) => `${from} ${to}`))
  const undone = rules.attendanceStates.map((from) => `${from} withdrawn`)
  const inDatabase = (await db.placeMove.findMany()).map(({ fromState, toState }) => `${fromState} ${toState}`)
  expect(inDatabase.sort()).toEqual([...new Set([...inRules, ...marks, ...undone])].sort())
})

test('the random histories have reached every state that they can', async () => {
  const reached = await db.placeChange.groupBy({ by: ['toState'] })
  expect(reached.map(({ toState }) => toState).sort()).toEqual([...rules.liveStates, ...rules.endedStates].sort())
})
