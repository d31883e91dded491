import { expect, test } from 'vitest'
import { rush } from '../support/rush.ts'

const [PEOPLE, PLACES] = [40, 5]

test('40 people ask for 5 places at once through two web processes: 5 are booked, the others wait in order, nobody is refused', async () => {
  const { answers, held, seconds } = await rush(PEOPLE, PLACES)
  console.log(`${String(PEOPLE)} people asked for ${String(PLACES)} places in ${seconds.toFixed(2)} s`)
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 303))
  expect(held.map(({ arrival }) => arrival)).toEqual(held.map((_, i) => i + 1))
  expect(held.map(({ state }) => state)).toEqual(held.map((_, i) => (i < PLACES ? 'booked' : 'waiting')))
  expect(held).toHaveLength(PEOPLE)
  const told = new Map(answers.map((answer) => [answer.candidateId, answer.told]))
  expect(held.map(({ candidateId }) => told.get(candidateId))).toEqual(held.map(({ state }) => state))
}, 60_000)
