import { expect } from 'vitest'
import { londonDay } from '../../src/core/dates.ts'
import { db, pool } from '../../src/core/db.ts'
import { drawOrder } from '../../src/features/programmes/rules/lottery.ts'
import * as model from '../../src/features/programmes/rules/line.ts'
import type { Line, LineFacts } from '../../src/features/programmes/rules/line.ts'
import * as rules from '../../src/features/programmes/rules/places.ts'
import { asOwner } from '../support/database.ts'
import { aCandidate, anAccount, aWorkshop } from '../support/people.ts'
import { firstAsk, HOUR, MINUTE, PEOPLE, type Act, type Action, type History, type Moment } from './histories.ts'
import { sha256 } from './line-audit.ts'
import { compare, readLog } from './line-compared.ts'

let persons: Awaited<ReturnType<typeof aCandidate>>[]
let staffId: string
let leadId: string
let cohortId: string
const MEMBERS = 2
const WHY = 'Asked by the team'

/** Those who live through the histories, two of them members of a cohort, and the team. */
export async function people(): Promise<void> {
  persons = await Promise.all(Array.from({ length: PEOPLE }, () => aCandidate()))
  staffId = (await anAccount()).id
  leadId = (await anAccount({ roles: ['lead'] })).id
  const at = new Date('2027-01-01T00:00:00Z')
  const programme = await db.programme.create({ data: { kind: 'insight', name: 'Insight', createdAt: at } })
  const dates = { opensAt: at, closesAt: new Date('2027-12-01'), startsOn: new Date('2027-01-01'), endsOn: new Date('2027-12-31') }
  cohortId = (await db.cohort.create({ data: { programmeId: programme.id, name: 'Spring', capacity: 20, createdAt: at, ...dates } })).id
  await db.membership.createMany({
    data: persons.slice(0, MEMBERS).map(({ id }) => ({ cohortId, candidateId: id, state: 'joined', beganAt: at })),
  })
}

type World = { id: string; now: number; line: Line; rationaleId: string | undefined }

/** One history, told to the database and to the model alike; at its end the log is gone through, and the list rebuilt from it. */
export async function live(told: History): Promise<void> {
  const world = await begin(told)
  for (const step of [...told.first.map(firstAsk), ...told.actions]) {
    const before = model.countHolders(world.line, 'general')
    await take(world, step)
    await compare(world)
    const after = model.countHolders(world.line, 'general')
    if (after > before && step.kind !== 'book') expect(after).toBeLessThanOrEqual(world.line.workshop.capacity)
  }
  await readLog(world)
}

async function begin({
  begins,
  hoursLeft,
  capacity,
  online,
  membersOnly,
  closing,
  policy,
  openness,
  accessPlaces,
}: History): Promise<World> {
  const startsAt = new Date(begins + hoursLeft * HOUR)
  const times = {
    startsAt,
    bookingClosesAt: new Date(startsAt.getTime() - (policy === 'lottery' ? 72 : closing) * HOUR),
    offersEndAt: new Date(startsAt.getTime() - 2 * HOUR),
  }
  const at = new Date(begins)
  const rationaleId = openness === 'all' ? undefined : await aRationale(at)
  const facts = { capacity, online, membersOnly, policy, openness, accessPlaces, ...times }
  const given = { ...facts, cohortId, createdAt: at, publishedAt: at, ...(rationaleId !== undefined && { rationaleId }) }
  const { id } = await aWorkshop(given)
  const covered: LineFacts['covers'] = (now) => rationaleId !== undefined && londonDay(now) <= LAST_DAY
  const workshop: LineFacts = { state: 'published', ...facts, covers: (now) => covered(now) && covers(world, now) }
  const world: World = {
    id,
    now: begins,
    line: model.emptyLine(workshop, policy === 'lottery' ? await theDraw(id) : undefined),
    rationaleId,
  }
  return world
}

const LAST_DAY = '2027-12-31'
const covers = (world: World, _now: Date) => world.rationaleId !== undefined && londonDay(world.line.workshop.startsAt) <= LAST_DAY

/** The order that the hidden seed gives, which only the owner of the tables can read. */
async function theDraw(workshopId: string): Promise<(tickets: number[]) => number[]> {
  const [row] = await asOwner<{ seed: string }>('SELECT seed FROM lottery_seeds WHERE workshop_id = $1', [workshopId])
  return (tickets) => drawOrder(row?.seed ?? '', tickets, sha256)
}

/** An approved rationale for the whole of 2027. */
async function aRationale(at: Date): Promise<string> {
  const words = { title: 'Fewer apply', evidence: 'Figures', aim: 'More apply', proportionate: 'One evening', alternatives: 'Tried' }
  const dates = { fromOn: new Date('2027-01-01'), untilOn: new Date(LAST_DAY) }
  const { id } = await db.rationale.create({
    data: {
      ...{ ...words, ...dates, seriesId: crypto.randomUUID(), version: 1, gate: 'lowParticipation', groupKey: 'women', groupName: 'Women' },
      ...{ authorId: staffId, createdAt: at },
    },
  })
  await db.rationale.update({ where: { id }, data: { state: 'submitted', submittedAt: at } })
  await db.rationale.update({ where: { id }, data: { state: 'approved', approverId: leadId, decidedAt: at } })
  return id
}

async function take(world: World, step: Action): Promise<void> {
  const now = new Date(world.now)
  if ('which' in step) return change(world, step, now)
  if ('who' in step || 'nth' in step) return person(world, step, now)
  if (step.kind === 'wait' || step.kind === 'waitFor') return pass(world, step)
  return happen(world, step, now)
}

function person(world: World, step: Extract<Action, { who: number } | { nth: number }>, now: Date): Promise<void> {
  switch (step.kind) {
    case 'ask':
      return ask(world, step, now)
    case 'book':
      return book(world, step, now)
    case 'call':
      return call(world, step, now)
    case 'give':
      return give(world, step, now)
  }
}

async function pass(world: World, step: Extract<Action, { kind: 'wait' | 'waitFor' }>): Promise<void> {
  if (step.kind === 'wait') world.now += step.minutes * MINUTE + 1
  else {
    world.now = Math.max(world.now, momentOf(world.line, step.what) + step.off)
    await fill(world, new Date(world.now))
  }
}

type Happening = Extract<Action, { kind: 'capacity' | 'fill' | 'move' | 'hold' | 'lapse' | 'cancelWorkshop' }>
async function happen(world: World, step: Happening, now: Date): Promise<void> {
  switch (step.kind) {
    case 'lapse':
      return lapse(world, now)
    case 'capacity':
      await db.workshop.update({ where: { id: world.id }, data: { capacity: step.to, accessPlaces: step.access } })
      world.line = { ...world.line, workshop: { ...world.line.workshop, capacity: step.to, accessPlaces: step.access } }
      return fill(world, now)
    case 'fill':
      return fill(world, now)
    case 'move':
      return moveBy(world, step.hours * HOUR, now)
    case 'hold':
      return hold(world)
    case 'cancelWorkshop':
      return cancelAll(world, now)
  }
}

async function cancelAll(world: World, now: Date): Promise<void> {
  if (world.line.workshop.state === 'cancelled') return
  await db.workshop.update({ where: { id: world.id }, data: { state: 'cancelled' } })
  await pool.query(
    `SELECT set_place_state(p, 'workshopCancelled', NULL, NULL, $2, 'coordinator', $3)
      FROM (SELECT * FROM places WHERE workshop_id = $1 AND state IN ('booked', 'offered', 'waiting') ORDER BY arrival) p`,
    [world.id, staffId, now],
  )
  world.line = model.cancelWorkshopPlaces(world.line)
}

/** It is said to have been held while some still wait: nobody moves up any more. */
async function hold(world: World): Promise<void> {
  if (world.line.workshop.state !== 'published') return
  await db.workshop.update({ where: { id: world.id }, data: { state: 'held' } })
  world.line = { ...world.line, workshop: { ...world.line.workshop, state: 'held' } }
}

/** The rationale is withdrawn: everybody alike from the next fill on. */
async function lapse(world: World, now: Date): Promise<void> {
  if (world.rationaleId === undefined) return
  await db.rationale.update({
    where: { id: world.rationaleId },
    data: { state: 'withdrawn', reason: 'Figures have changed', endedAt: now },
  })
  world.rationaleId = undefined
  return fill(world, now)
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
  world.line = model.fillPlaces(world.line, now)
}

const asking = ({ who, stated, access, companion }: Extract<Action, { who: number }>): model.Asking => ({
  ...{ person: persons[who]?.id ?? '', member: who < MEMBERS, stated, access, companion },
})

async function ask(world: World, step: Extract<Action, { kind: 'ask' }>, now: Date): Promise<void> {
  const { person, stated, access, companion } = asking(step)
  const { rows } = await pool.query<{ outcome: string }>(`SELECT * FROM ask_for_place($1, $2, $3, 'candidate', $4, $5, $6, $7)`, [
    ...[world.id, person, persons[step.who]?.accountId, now],
    ...[stated, access, companion],
  ])
  const told = model.askForPlace(world.line, asking(step), now)
  expect(rows[0]?.outcome).toBe(told.outcome)
  world.line = told.line
}

async function book(world: World, step: Extract<Action, { kind: 'book' }>, now: Date): Promise<void> {
  const { person, stated, access, companion } = asking(step)
  const reason = step.reason ? WHY : ''
  const { rows } = await pool.query<{ outcome: string }>(`SELECT * FROM book_for($1, $2, $3, $4, $5, 'coordinator', $6, $7, $8, $9)`, [
    ...[world.id, person, reason, step.over, staffId, now],
    ...[stated, access, companion],
  ])
  const told = model.bookFor(world.line, { ...asking(step), reason, over: step.over }, now)
  expect(rows[0]?.outcome).toBe(told.outcome)
  world.line = told.line
}

const waitingNow = ({ line }: World, nth: number) => {
  const waiting = model.waitingLine(line)
  return waiting[nth % Math.max(1, waiting.length)]?.arrival
}
const placeAt = 'SELECT o.* FROM places p, LATERAL'

async function call(world: World, { nth, outcome }: Extract<Action, { kind: 'call' }>, now: Date): Promise<void> {
  const arrival = waitingNow(world, nth)
  if (arrival === undefined) return
  const query = `${placeAt} call_place(p.id, $3, $4, 'coordinator', $5) o WHERE p.workshop_id = $1 AND p.arrival = $2`
  await pool.query(query, [world.id, arrival, outcome, staffId, now])
  world.line = model.callPlace(world.line, arrival, outcome)
}

async function give(world: World, step: Extract<Action, { kind: 'give' }>, now: Date): Promise<void> {
  const arrival = waitingNow(world, step.nth)
  if (arrival === undefined) return
  const reason = step.reason ? WHY : ''
  const query = `${placeAt} give_place(p.id, $3, $4, 'coordinator', $5) o WHERE p.workshop_id = $1 AND p.arrival = $2`
  const { rows } = await pool.query<{ outcome: string }>(query, [world.id, arrival, reason, staffId, now])
  const told = model.givePlace(world.line, arrival, reason, now)
  expect(rows[0]?.outcome).toBe(told.outcome)
  world.line = told.line
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
  const query = `${placeAt} change_place(p.id, $3, $4, $5, 'coordinator', $6) o WHERE p.workshop_id = $1 AND p.arrival = $2`
  const { rows } = await pool.query<{ outcome: string }>(query, [world.id, arrival, step.kind, why ?? null, staffId, now])
  const told = model.changePlace(world.line, arrival, step.kind, why, now)
  expect(rows[0]?.outcome).toBe(told.outcome)
  world.line = told.line
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
