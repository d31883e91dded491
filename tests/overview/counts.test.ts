import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Team } from '../../src/core/access.ts'
import { db } from '../../src/core/db.ts'
import { daysAfter } from '../../src/core/dates.ts'
import { whoseThings } from '../../src/core/waiting.ts'
import { findWaiting } from '../../src/features/overview/queries.ts'
import { profileOf } from '../../src/forces/find.ts'
import { fillFor } from '../support/everybody.ts'
import { aCandidate, aWorkshop, signedInAs } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31))
let state = seed

/** The same numbers for the same seed (a linear congruence: nothing here is secret). */
function below(n: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * n)
}
const oneOf = <T>(of: readonly T[]): T => of[below(of.length)] as T
const days = (from: number, to: number) => daysAfter(frozen, from + below(to - from))
const day = (at: Date) => new Date(`${at.toISOString().slice(0, 10)}T00:00:00Z`)

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  console.log(`seed of the random day: ${String(seed)}`)
  await fillFor(frozen)
  await randomDay()
}, 60_000)

afterAll(() => {
  vi.useRealTimers()
})

const PEOPLE = 70

/** Some of everything that can wait, due long ago, today, soon and late, with an owner and without, and some of it closed. */
async function randomDay(): Promise<void> {
  const team = await db.account.findMany({
    where: { roles: { some: { role: { in: ['coordinator', 'lead'] } } } },
    orderBy: { name: 'asc' },
  })
  const owner = () => oneOf([...team.map(({ id }) => id), null])
  const workshops = await Promise.all([1, 2, 3].map(() => aWorkshop({ capacity: PEOPLE, startsAt: days(10, 20) })))
  const cohorts = await db.cohort.findMany()
  for (let n = 0; n < PEOPLE; n += 1) {
    const { id } = await aCandidate({ name: `Random ${String(n)}`, ownerId: owner() })
    await randomRequest(id, owner())
    const at = days(-9, 0)
    const due = days(-3, 9)
    await db.thread.create({
      data: {
        candidateId: id,
        subject: 'A question',
        state: 'waitingTeam',
        ownerId: owner(),
        begunBy: 'candidate',
        begunAt: at,
        lastAt: at,
        dueAt: due,
      },
    })
    await db.task.create({
      data: {
        ...{ candidateId: oneOf([id, null]), title: 'Ring back', dueOn: day(days(-4, 12)), ownerId: oneOf(team).id },
        ...{ givenAt: at, madeById: oneOf(team).id, madeAt: at },
      },
    })
    await db.contactMessage.create({
      data: {
        topic: oneOf(['support', 'access', 'press']),
        name: 'Jo',
        email: 'jo@people.example',
        message: 'Hello',
        ownerId: owner(),
        receivedAt: at,
        dueAt: due,
      },
    })
    await db.telling.create({
      data: { candidateId: id, kind: 'place.booked', createdAt: days(-6, 1), ...(below(3) === 0 && { toldAt: frozen, toldHow: 'call' }) },
    })
    await randomStages(id)
    if (below(3) === 0)
      await db.membership.create({ data: { cohortId: oneOf(cohorts).id, candidateId: id, state: 'requested', beganAt: at } })
    const workshop = oneOf(workshops)
    const offer = { state: 'offered', askedAt: at, offeredAt: at, expiresAt: new Date(frozen.getTime() + (1 + below(40)) * 3_600_000) }
    if (below(2) === 0) await db.place.create({ data: { workshopId: workshop.id, candidateId: id, arrival: n + 1, ...offer } })
    if (below(8) === 0) await db.candidate.update({ where: { id }, data: { closedAt: frozen } })
  }
}

async function randomRequest(candidateId: string, ownerId: string | null): Promise<void> {
  const requestedAt = days(-30, 0)
  const kind = oneOf(['insight', 'buddy', 'skills', 'mentoring'])
  const given = { kind, requestedAt, dueAt: days(-5, 9) }
  const owned = {
    ownerId: ownerId ?? (await db.account.findFirstOrThrow({ where: { name: 'Priya Nair' } })).id,
    answeredAt: requestedAt,
    beganAt: requestedAt,
  }
  const later = oneOf([
    {},
    { state: 'paused', reviewOn: day(days(-5, 9)), ...(below(2) === 0 && { resumeAskedAt: days(-3, 0) }), ...owned },
    { state: 'completed', ...owned },
  ])
  await aRequest(candidateId, { ...given, ...(ownerId !== null && { ownerId }), ...later })
}

async function randomStages(candidateId: string): Promise<void> {
  const record = { candidateId, route: 'constable', stage: oneOf(['sift', 'application']), recordedAt: days(-9, 0) }
  await db.stageRecord.create({ data: { ...record, state: 'passed', source: 'candidate', happenedOn: day(days(-40, -20)) } })
  await db.stageRecord.create({
    data: { ...record, state: oneOf(['passed', 'notPassed']), source: 'coordinator', happenedOn: day(days(-40, -20)) },
  })
  const until = day(days(-4, 12))
  const deferred = await db.stageRecord.create({
    data: { ...record, stage: 'interview', state: 'deferred', source: 'coordinator', happenedOn: day(days(-60, -50)), until },
  })
  await db.stageFollowUp.create({ data: { candidateId, recordId: deferred.id, kind: 'deferral', dueOn: until, madeAt: days(-9, 0) } })
}

const force = profileOf('cheshire')

/** The things on one page of a list: rows of its table, or its items. */
function listed(html: string): number {
  const tables = [...html.matchAll(/<tbody[^>]*>([\s\S]*?)<\/tbody>/g)].map(([, body = '']) => body.split('<tr').length - 1)
  if (tables.length > 0) return tables.reduce((sum, rows) => sum + rows, 0)
  return html.split(/<li class="pa-(?:task|matches__item)/).length - 1
}

it.each(whoseThings)('lists, behind every figure of the day of the %s, exactly what it counts', { timeout: 60_000 }, async (whose) => {
  const priya = await db.account.findFirstOrThrow({ where: { name: 'Priya Nair' } })
  const actor: Team = { role: 'coordinator', accountId: priya.id, name: priya.name, roles: ['coordinator'] }
  const agent = await signedInAs(priya)
  const waiting = await findWaiting(actor, whose, force)
  const wrong: object[] = []
  for (const { href, count } of waiting) {
    let found = 0
    for (let page = 1; page <= Math.max(1, Math.ceil(count / 20)) + 1; page += 1) {
      const { text, status } = await agent.get(`${href}${href.includes('?') ? '&' : '?'}page=${String(page)}`)
      if (status !== 200) wrong.push({ href, status })
      const here = listed(text)
      found += here
      if (here === 0 || !text.includes('govuk-pagination')) break
    }
    if (found !== count) wrong.push({ href, count, found })
  }
  expect(wrong).toEqual([])
  expect(waiting.filter(({ count }) => count > 0).length).toBeGreaterThan(whose === 'team' ? 15 : 8)
})

it('counts the whole team’s things at least as often as those of one', async () => {
  const priya = await db.account.findFirstOrThrow({ where: { name: 'Priya Nair' } })
  const actor: Team = { role: 'coordinator', accountId: priya.id, name: priya.name, roles: ['coordinator'] }
  const [team, mine] = await Promise.all([findWaiting(actor, 'team', force), findWaiting(actor, 'mine', force)])
  const all = new Map(team.map(({ what, count }) => [what, count]))
  for (const { what, count } of mine) expect({ what, fewer: count <= (all.get(what) ?? -1) }).toEqual({ what, fewer: true })
})
