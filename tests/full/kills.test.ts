import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { db, pool } from '../../src/core/db.ts'
import { aCandidate, aWorkshop } from '../support/people.ts'
import { aPostOffice, type PostOffice } from '../support/post.ts'
import { aWorkerProcess } from '../support/rush.ts'
import { auditLine, type Told } from '../programmes/line-audit.ts'

const [KILLS, WORKSHOPS] = [12, 40]
const HOUR = 3_600_000
const DAY = 24 * HOUR

let office: PostOffice
const living = new Set<{ stop: () => void }>()
beforeAll(async () => {
  office = await aPostOffice()
})
afterAll(async () => {
  for (const { stop } of living) stop()
  await office.stop()
})

/** The last noon that has passed: nobody is written to at night, whenever these tests run. */
const noon = new Date(Math.floor((Date.now() - 13 * HOUR) / DAY) * DAY + 12 * HOUR)
const at = (hours: number) => new Date(noon.getTime() + hours * HOUR)

const ask = async (workshopId: string, candidate: { id: string; accountId: string | null }, when: Date) =>
  pool.query(`SELECT outcome FROM ask_for_place($1, $2, $3, 'candidate', $4)`, [workshopId, candidate.id, candidate.accountId, when])

/** An offer that has run out by noon, with somebody next in line; a lottery to be drawn; and a place of which two reminders are due. */
async function oneOfEach(people: Awaited<ReturnType<typeof aCandidate>>[]): Promise<void> {
  const [first, second, third] = people
  if (!first || !second || !third) return
  const far = { startsAt: at(20 * 24), createdAt: at(-300), publishedAt: at(-300) }
  const offered = await aWorkshop({ ...far, bookingClosesAt: at(18 * 24), offersEndAt: at(20 * 24 - 2) })
  for (const one of people) await ask(offered.id, one, at(-200))
  await pool.query(
    `SELECT change_place(id, 'cancel', NULL, NULL, 'candidate', $2) FROM places WHERE workshop_id = $1 AND state = 'booked'`,
    [offered.id, at(-190)],
  )
  const times = { startsAt: at(96), bookingClosesAt: at(-1), offersEndAt: at(94), policy: 'lottery', createdAt: at(-300) }
  const drawn = await aWorkshop(times)
  for (const one of people) await ask(drawn.id, one, at(-100))
  const soon = await aWorkshop({ startsAt: at(20), bookingClosesAt: at(19), offersEndAt: at(18), capacity: 3, createdAt: at(-900) })
  for (const one of people) await ask(soon.id, one, at(-800))
}

const counts = async () => {
  const { rows } = await pool.query<{ n: string }>(
    `SELECT concat_ws(' ', (SELECT count(*) FROM places WHERE state = 'expired'), (SELECT count(*) FROM places WHERE state = 'offered'),
      (SELECT count(*) FROM lotteries WHERE drawn_at IS NOT NULL), (SELECT count(*) FROM place_reminders),
      (SELECT count(*) FROM emails WHERE state IN ('queued', 'failed'))) AS n`,
  )
  return rows[0]?.n
}

test(
  `workers killed ${String(KILLS)} times at random during offers, draws and reminders: nothing is doubled and nothing missed`,
  { timeout: 600_000 },
  async () => {
    for (let i = 0; i < WORKSHOPS; i += 1) await oneOfEach(await Promise.all([aCandidate(), aCandidate(), aCandidate()]))
    await pool.query(`UPDATE emails SET state = 'sent', sent_at = created_at`) // of what was long ago
    const back = Date.now() - noon.getTime()
    const moments: number[] = []
    for (let i = 0; i < KILLS; i += 1) {
      const workers = await Promise.all([aWorkerProcess(office.url, back), aWorkerProcess(office.url, back)])
      const moment = Math.round(Math.random() * 1200)
      moments.push(moment)
      await wait(moment)
      for (const { stop } of workers) stop()
      await wait(50)
    }
    const early = await counts()
    living.add(await aWorkerProcess(office.url, back))
    const each = WORKSHOPS
    // of each workshop an offer ran out and one was made; the draw offered one place; three people were reminded of tomorrow
    await vi.waitFor(
      async () => {
        expect(await counts()).toBe(`${String(each)} ${String(2 * each)} ${String(each)} ${String(3 * each)} 0`)
      },
      { timeout: 240_000, interval: 300 },
    )
    console.log(`killed after ${moments.join(', ')} ms, when of expired, offered, drawn, reminded and unsent there were ${String(early)}`)
    await nothingTwice()
  },
)

/** Every step is there once, in the log, among the e-mails asked for and among the letters that arrived. */
async function nothingTwice(): Promise<void> {
  const doubled = await pool.query(`SELECT kind, about_id FROM emails GROUP BY kind, about_id HAVING count(*) > 1`)
  expect(doubled.rows).toEqual([])
  const steps = await pool.query(`SELECT place_id, to_state FROM place_changes GROUP BY place_id, to_state HAVING count(*) > 1`)
  expect(steps.rows).toEqual([])
  const sent = await db.email.findMany({ where: { createdAt: { gte: noon }, state: 'sent' }, select: { id: true } })
  const ids = office.letters.map(({ messageId }) => messageId?.replace(/^<|@.*$/g, '') ?? '')
  expect([...new Set(ids)].sort()).toEqual(sent.map(({ id }) => id).sort())
  // SMTP knows no more than "at least once": a kill between the post office's yes and the row sends the same letter, same Message-ID, again
  console.log(`${String(sent.length)} letters, of which ${String(ids.length - new Set(ids).size)} came twice under one Message-ID`)
  expect(ids.length - new Set(ids).size).toBeLessThanOrEqual(2 * KILLS)
  for (const { id } of await db.workshop.findMany({ select: { id: true } })) {
    const entries = await db.lineEntry.findMany({ where: { workshopId: id }, orderBy: { id: 'asc' }, include: { place: true } })
    const told = entries.map(({ kind, placeId, place, data, at: when }): Told => ({
      ...{ kind, placeId, person: place?.candidateId ?? null, at: when },
      data: data as Record<string, unknown>,
    }))
    auditLine(told, (await db.lottery.findUnique({ where: { workshopId: id } }))?.seedHash)
  }
}
