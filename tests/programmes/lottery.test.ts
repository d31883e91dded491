import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import request from 'supertest'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { askForPlace, sweepLines } from '../../src/features/programmes/commands/places.ts'
import { asOwner } from '../support/database.ts'
import { aCandidate, anAccount, anApp, asActor, aWorkshop, signedInAs, submit } from '../support/people.ts'
import { sha256 } from './line-audit.ts'

const HOUR = 3_600_000
const noon = new Date('2027-01-11T12:00:00Z')
const closes = new Date('2027-01-22T18:00:00Z')
const aLottery = (over = {}) =>
  aWorkshop({ policy: 'lottery', startsAt: new Date('2027-01-25T18:00:00Z'), bookingClosesAt: closes, capacity: 2, ...over })

const folder = mkdtempSync(path.join(tmpdir(), 'draws-'))
let app: ReturnType<typeof anApp>
beforeAll(() => {
  app = anApp()
})
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon })
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const text = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

/** Runs the script that anybody can run, as a process of its own, on what was saved. */
async function check(name: string, content: string, ...more: string[]): Promise<{ agrees: boolean; said: string }> {
  const file = path.join(folder, name)
  writeFileSync(file, content)
  const ran = promisify(execFile)(process.execPath, ['public/check-a-draw.mjs', file, ...more])
  return ran.then(
    ({ stdout }) => ({ agrees: true, said: stdout }),
    (error: unknown) => ({ agrees: false, said: (error as { stdout: string }).stdout }),
  )
}

async function drawnLottery(people: number) {
  const workshop = await aLottery()
  for (let i = 0; i < people; i += 1) await askForPlace(asActor(await aCandidate()), workshop.id)
  const before = await request(app).get(`/workshops/${workshop.id}/draw`).expect(200)
  vi.setSystemTime(closes)
  await sweepLines()
  const page = await request(app).get(`/workshops/${workshop.id}/draw`).expect(200)
  const table = await request(app).get(`/workshops/${workshop.id}/draw.csv`).expect(200)
  return { workshop, before: before.text, page: page.text, table: table.text }
}

test('a page’s draw and its table are recomputed by a script of its own, which finds out a page that was changed', async () => {
  const { workshop, page, table } = await drawnLottery(8)
  const { seed, seedHash, tickets } = await db.lottery.findUniqueOrThrow({ where: { workshopId: workshop.id } })
  expect([...tickets].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  for (const [name, content] of [
    ['page.html', page],
    ['draw.csv', table],
  ] as const) {
    expect((await check(name, content)).said).toContain('The draw agrees: 8 tickets')
    expect((await check(name, content, seedHash)).agrees).toBe(true)
    expect((await check(name, content, '0'.repeat(64))).said).toContain('not the one that you give')
    const [first = 0, second = 0] = tickets
    const tampered =
      name === 'page.html'
        ? content.replace(`"ticket">${String(first)}<`, `"ticket">${String(second)}<`)
        : content.replace(`1,${String(first)},`, `1,${String(second)},`)
    expect(tampered).not.toBe(content)
    expect((await check(name, tampered)).agrees, name).toBe(false)
    const other = `${seed?.startsWith('0') === true ? '1' : '0'}${seed?.slice(1) ?? ''}`
    expect((await check(name, content.replaceAll(seed ?? '', other))).said).toContain('not the one whose hash')
  }
})

test('until the draw nobody reads the seed: not on a page, not the portal itself; its hash stands from the beginning', async () => {
  const { workshop, before, page } = await drawnLottery(2)
  const [hidden] = await asOwner<{ seed: string }>('SELECT seed FROM lottery_seeds WHERE workshop_id = $1', [workshop.id])
  const seed = hidden?.seed ?? 'none'
  expect(before).not.toContain(seed)
  expect(before).toContain(sha256(seed))
  expect(page).toContain(seed)
  await expect(db.$queryRaw`SELECT * FROM lottery_seeds`).rejects.toThrow(/permission denied/)
  await expect(db.lottery.updateMany({ data: { seed: 'x' } })).rejects.toThrow(/permission denied/)
  expect(page).not.toMatch(/Candidate \d/)
})

test('a candidate has a ticket before the draw and a rank after it; the draw is made once', async () => {
  const workshop = await aLottery({ capacity: 1 })
  const people = await Promise.all(['Amara', 'Ben', 'Chidi'].map((name) => aCandidate({ name })))
  const agents = await Promise.all(people.map((one) => signedInAs(one, app)))
  for (const agent of agents) {
    const asked = await submit(agent, `/workshops/${workshop.id}`, {}, `/workshops/${workshop.id}/ask`)
    expect(asked.headers['location']).toContain('notice=ticket')
  }
  const page = async (i: number) =>
    text((await (await signedInAs(people[i] ?? { id: '' }, app)).get(`/workshops/${workshop.id}`).expect(200)).text)
  expect(await page(1)).toMatch(/Your ticket 2 one of 3 tickets.*Got ticket 2/)
  expect(await page(1)).not.toContain('waiting list, ')
  vi.setSystemTime(closes.getTime() - 1)
  await sweepLines()
  expect(await db.place.count({ where: { workshopId: workshop.id, state: 'waiting' } })).toBe(3)
  vi.setSystemTime(closes)
  await Promise.all([sweepLines(), sweepLines(), sweepLines()])
  await sweepLines()
  const { tickets } = await db.lottery.findUniqueOrThrow({ where: { workshopId: workshop.id } })
  expect(await db.lineEntry.count({ where: { workshopId: workshop.id, kind: 'drawn' } })).toBe(1)
  const places = await db.place.findMany({ where: { workshopId: workshop.id }, orderBy: { rank: 'asc' } })
  expect(places.map(({ arrival, state }) => [arrival, state])).toEqual(
    tickets.map((ticket, i) => [ticket, i === 0 ? 'offered' : 'waiting']),
  )
  expect(await db.email.count({ where: { kind: 'place.drawn', aboutId: { in: places.map(({ id }) => id) } } })).toBe(2)
  const second = people.findIndex(({ id }) => id === places[1]?.candidateId)
  expect(await page(second)).toMatch(/1st of 2 people waiting.*Drawn as number 2/)
})

test('a draft by lot closes three days before or earlier, and how places are given is settled at publishing', async () => {
  const agent = await signedInAs(await anAccount())
  const draft = {
    ...{ title: 'Drawn by lot', safeLabel: 'Workshop', how: 'online', date: '25/2/2027', start: '6pm', end: '8pm', capacity: '5' },
    ...{ policy: 'lottery', accessPlaces: '2' },
  }
  const refused = await submit(agent, '/staff/workshops/new', { ...draft, closes: '48' })
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('need 3 days or more')])
  const saved = await submit(agent, '/staff/workshops/new', { ...draft, closes: '72' })
  const here = (saved.headers['location'] ?? '').replace(/\?.*/, '')
  const id = here.split('/').at(-1) ?? ''
  expect(await db.lottery.count({ where: { workshopId: id } })).toBe(0)
  expect((await submit(agent, `${here}/publish`, {})).status).toBe(303)
  const { seedHash } = await db.lottery.findUniqueOrThrow({ where: { workshopId: id } })
  expect((await request(app).get(`/workshops/${id}`).expect(200)).text).toContain(seedHash)
  await expect(db.workshop.update({ where: { id }, data: { policy: 'firstCome' } })).rejects.toThrow(/settled at publishing/)
  await expect(db.workshop.update({ where: { id }, data: { bookingClosesAt: new Date('2027-02-24T18:00:00Z') } })).rejects.toThrow()
})

test('a workshop cancelled before its draw is never drawn; one moved takes its draw along', async () => {
  const [cancelled, moved] = [await aLottery(), await aLottery()]
  for (const { id } of [cancelled, moved]) await askForPlace(asActor(await aCandidate()), id)
  await db.workshop.update({ where: { id: cancelled.id }, data: { state: 'cancelled' } })
  const later = (at: Date) => new Date(at.getTime() + 48 * HOUR)
  const times = { startsAt: later(moved.startsAt), endsAt: later(moved.endsAt), offersEndAt: later(moved.offersEndAt) }
  await db.workshop.update({ where: { id: moved.id }, data: { ...times, bookingClosesAt: later(closes) } })
  vi.setSystemTime(later(closes).getTime() - 1)
  await sweepLines()
  expect(await db.lottery.count({ where: { workshopId: { in: [cancelled.id, moved.id] }, drawnAt: { not: null } } })).toBe(0)
  expect(text((await request(app).get(`/workshops/${cancelled.id}/draw`)).text)).toContain('No draw was made')
  vi.setSystemTime(later(closes))
  await sweepLines()
  expect(await db.lottery.findUniqueOrThrow({ where: { workshopId: moved.id } })).toMatchObject({ drawnAt: later(closes) })
  expect((await request(app).get(`/workshops/${(await aWorkshop()).id}/draw`)).status).toBe(404)
})
