import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { db, pool } from '../../src/core/db.ts'
import * as rules from '../../src/features/programmes/rules/places.ts'
import type { PlaceState } from '../../src/features/programmes/rules/places.ts'
import { offerExpiry } from '../../src/features/programmes/rules/waking.ts'
import { edges, history, HOUR } from './histories.ts'
import { live, people } from './living.ts'

const RUNS = process.env['FULL'] === '1' ? 2500 : 24
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
console.log(`seed of the random histories: ${String(seed)}`)

beforeAll(people)

test('the functions of the database and the model in the rules agree over any history', { timeout: 1_800_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (one) => {
      await live(one)
    }),
    { seed, numRuns: RUNS + edges.length, examples: edges },
  )
})

test('an offer ends at the same instant in the database and in the model, the whole year round', async () => {
  const [first, last] = [Date.parse('2027-01-01'), Date.parse('2028-01-01')]
  const anywhen = fc.tuple(fc.integer({ min: first, max: last }), fc.integer({ min: 0, max: 40 * 24 * HOUR }))
  const halfHours = fc.tuple(fc.integer({ min: 0, max: 365 * 48 }), fc.integer({ min: 0, max: 60 }))
  const onTheHalfHour = halfHours.map(([from, by]) => [first + (from * HOUR) / 2, (by * HOUR) / 2] as [number, number])
  const pairs = fc.sample(fc.oneof(anywhen, onTheHalfHour), { seed, numRuns: 600 })
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

test('the random histories have reached every state that they can, and everything that a log can say', async () => {
  const reached = await db.placeChange.groupBy({ by: ['toState'] })
  expect(reached.map(({ toState }) => toState).sort()).toEqual([...rules.liveStates, ...rules.endedStates].sort())
  const said = await db.lineEntry.groupBy({ by: ['kind'] })
  expect(said.map(({ kind }) => kind).sort()).toEqual(['called', 'drawn', 'passedOver', 'place', 'workshop'])
  expect(await db.place.count({ where: { overCapacity: true } })).toBeGreaterThan(0)
  expect(await db.place.count({ where: { pool: 'access' } })).toBeGreaterThan(0)
})
