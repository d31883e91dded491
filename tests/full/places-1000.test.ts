import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { db, pool } from '../../src/core/db.ts'
import { rebuildLine, type LineEntry } from '../../src/features/programmes/rules/line-log.ts'
import { aPostOffice, type PostOffice } from '../support/post.ts'
import { aWorkerProcess, rush } from '../support/rush.ts'

const [PEOPLE, PLACES] = [1000, 20]
let office: PostOffice
let workers: { stop: () => void }[]

beforeAll(async () => {
  office = await aPostOffice()
  workers = await Promise.all([aWorkerProcess(office.url), aWorkerProcess(office.url)])
})
afterAll(async () => {
  for (const { stop } of workers) stop()
  await office.stop()
})

test('1,000 people ask for 20 places at once through two web processes and two workers: 20 are booked, 980 wait in order, none is refused or lost, and each gets one e-mail', async () => {
  const { answers, held, seconds } = await rush(PEOPLE, PLACES)
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 303))
  expect(held.map(({ arrival }) => arrival)).toEqual(held.map((_, i) => i + 1))
  expect(held.map(({ state }) => state)).toEqual(held.map((_, i) => (i < PLACES ? 'booked' : 'waiting')))
  expect(held).toHaveLength(PEOPLE)
  const told = new Map(answers.map((answer) => [answer.candidateId, answer.told]))
  expect(held.map(({ candidateId }) => told.get(candidateId))).toEqual(held.map(({ state }) => state))
  const began = performance.now()
  await vi.waitFor(
    async () => {
      expect(await db.email.count({ where: { state: { not: 'sent' } } })).toBe(0)
    },
    { timeout: 300_000, interval: 500 },
  )
  const sent = (performance.now() - began) / 1000
  const letters = office.letters.map(
    ({ to, subject }) => `${to?.[0]?.address ?? ''} ${subject?.includes('waiting list') === true ? 'waits' : 'booked'}`,
  )
  const people = await db.candidate.findMany({ include: { account: true } })
  const stateOf = new Map(held.map(({ candidateId, state }) => [candidateId, state === 'waiting' ? 'waits' : 'booked']))
  expect(letters.sort()).toEqual(people.map(({ id, account }) => `${account?.email ?? ''} ${stateOf.get(id) ?? ''}`).sort())
  const entries = await db.lineEntry.findMany({ where: { workshopId: held[0]?.workshopId ?? '' }, orderBy: { id: 'asc' } })
  const { rows } = await pool.query<{ id: string }>('SELECT place_id AS id FROM waiting_line($1) ORDER BY nth', [held[0]?.workshopId])
  expect(rebuildLine(entries as LineEntry[]).waiting).toEqual(rows.map(({ id }) => id))
  console.log(
    `${String(PEOPLE)} people asked for ${String(PLACES)} places in ${seconds.toFixed(2)} s; their e-mails were out ${sent.toFixed(1)} s later`,
  )
})
