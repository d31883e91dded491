import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db, pool } from '../../src/core/db.ts'
import { moveRequest } from '../../src/features/requests/commands/move.ts'
import { withdrawRequest } from '../../src/features/requests/commands/own.ts'
import { decideRequest, requestStates, type RequestState } from '../../src/features/requests/rules/requests.ts'
import { addWalkIn } from '../../src/features/programmes/commands/attendance.ts'
import { changeMembership } from '../../src/features/programmes/commands/cohorts.ts'
import { acceptOffer, askForPlace } from '../../src/features/programmes/commands/places.ts'
import { findProgress } from '../../src/features/programmes/queries/progress.ts'
import { aCohort, aProgramme } from '../support/cohorts.ts'
import { databaseUrl } from '../support/database.ts'
import { aCandidate, anAccount, asActor, aWorkshop } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'

const frozen = new Date('2027-01-11T10:00:00Z')
let priya: Awaited<ReturnType<typeof anAccount>>
let owner: pg.Client

beforeAll(async () => {
  priya = await anAccount({ name: 'Priya Nair' })
  owner = new pg.Client({ connectionString: databaseUrl('superuser') })
  await owner.connect()
})
afterAll(() => owner.end())
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
afterEach(() => {
  vi.useRealTimers()
})

const team = () => ({ role: 'coordinator' as const, accountId: priya.id, name: priya.name, roles: ['coordinator' as const] })
const find = (id: string) => db.supportRequest.findUniqueOrThrow({ where: { id }, include: { changes: { orderBy: { id: 'asc' } } } })
const stepsOf = async (id: string) =>
  (await find(id)).changes.map(({ toState, byRole, cause }) => [byRole, toState, cause ?? ''].join(' ').trim())
const owned = (state: RequestState) => ({
  state,
  ...(state === 'requested' ? {} : { ownerId: priya.id, answeredAt: frozen, reason: 'other' }),
  ...(state === 'paused' && { reviewOn: new Date('2027-02-11T00:00:00Z') }),
})
const anInsightWorkshop = async (overrides: Parameters<typeof aWorkshop>[0] = {}) =>
  aWorkshop({ programmeId: (await aProgramme()).id, capacity: 5, ...overrides })
const join = (cohortId: string, candidateId: string) =>
  changeMembership(team(), { cohortId, candidateId, event: 'invite' }).then(() =>
    changeMembership(team(), { cohortId, candidateId, event: 'accept' }),
  )

/** Where a programme has no rule, the team says who has completed. */
const aCohortWithoutRule = async () => {
  const programme = await aProgramme()
  await db.programme.update({ where: { id: programme.id }, data: { completionRule: {} } })
  return aCohort({ programmeId: programme.id })
}

describe('what the portal moves is what the state table says', () => {
  it.each(requestStates)('when somebody whose request is %s books', async (state) => {
    const person = await aCandidate()
    const request = await aRequest(person.id, owned(state))
    await askForPlace(asActor(person), (await anInsightWorkshop()).id)
    const decision = decideRequest({ state, kind: 'insight', done: false }, 'begin', 'portal')
    expect((await find(request.id)).state).toBe(decision.ok ? decision.state : state)
  })
  it.each(requestStates)('when somebody whose request is %s completes a cohort', async (state) => {
    const person = await aCandidate()
    const cohort = await aCohortWithoutRule()
    await join(cohort.id, person.id)
    const request = await aRequest(person.id, owned(state))
    await changeMembership(team(), { cohortId: cohort.id, candidateId: person.id, event: 'complete' })
    const decision = decideRequest({ state, kind: 'insight', done: true }, 'complete', 'portal')
    expect((await find(request.id)).state).toBe(decision.ok ? decision.state : state)
  })
})

describe('booking', () => {
  it('answers and begins a request that nobody had answered, put down to the portal and to what did it', async () => {
    const person = await aCandidate()
    const request = await aRequest(person.id)
    const workshop = await anInsightWorkshop()
    await askForPlace(asActor(person), workshop.id)
    expect(await stepsOf(request.id)).toEqual(['candidate requested', 'system accepted place.booked', 'system underway place.booked'])
    const now = await find(request.id)
    expect(now).toMatchObject({ state: 'underway', answeredAt: frozen, beganAt: frozen, ownerId: priya.id })
    expect(now.changes.at(-1)).toMatchObject({ causeId: workshop.id, byId: null })
    expect(await db.event.count({ where: { subjectId: request.id, name: 'request.underway', actorRole: 'system' } })).toBe(1)
  })

  it('moves no request of another kind, of another person, or by waiting for a place', async () => {
    const [person, other] = [await aCandidate(), await aCandidate()]
    const workshop = await anInsightWorkshop({ capacity: 1 })
    const requests = [await aRequest(person.id, { kind: 'skills' }), await aRequest(other.id)]
    await askForPlace(asActor(person), workshop.id)
    await askForPlace(asActor(other), workshop.id)
    for (const { id } of requests) expect((await find(id)).state).toBe('requested')
  })

  it('begins when an offer is taken up, and when somebody walks in', async () => {
    const [first, next, walker] = [await aCandidate(), await aCandidate(), await aCandidate()]
    const workshop = await anInsightWorkshop({ capacity: 1 })
    const [waits, walks] = [await aRequest(next.id), await aRequest(walker.id)]
    await askForPlace(asActor(first), workshop.id)
    await askForPlace(asActor(next), workshop.id)
    const held = await db.place.findFirstOrThrow({ where: { workshopId: workshop.id, candidateId: first.id } })
    await pool.query(`SELECT change_place($1, 'cancel', NULL, $2, 'candidate', $3)`, [held.id, first.accountId, frozen])
    const offered = await db.place.findFirstOrThrow({ where: { workshopId: workshop.id, candidateId: next.id } })
    expect((await find(waits.id)).state).toBe('requested')
    await acceptOffer(asActor(next), offered.id)
    expect((await find(waits.id)).state).toBe('underway')
    await db.workshop.update({ where: { id: workshop.id }, data: { state: 'held', heldAt: frozen } })
    await addWalkIn(team(), workshop.id, walker.id, '')
    expect((await stepsOf(walks.id)).at(-1)).toBe('system underway place.walkedIn')
  })

  it('goes to whoever looks after the person, else to who coordinates the cohort', async () => {
    const [marcus, sian] = [await anAccount({ name: 'Marcus Bell' }), await anAccount({ roles: ['lead'] })]
    const [person, other] = [await aCandidate({ ownerId: sian.id }), await aCandidate()]
    const cohort = await aCohort({ coordinatorId: marcus.id })
    const [one, two] = [await aRequest(person.id), await aRequest(other.id)]
    await join(cohort.id, person.id)
    await join(cohort.id, other.id)
    expect((await find(one.id)).ownerId).toBe(sian.id)
    expect((await find(two.id)).ownerId).toBe(marcus.id)
    expect((await find(two.id)).changes.at(-1)).toMatchObject({ cause: 'membership.joined', causeId: cohort.id })
  })

  it('begins what the team accepts after it was booked, in the same step, with one letter', async () => {
    const person = await aCandidate()
    await askForPlace(asActor(person), (await anInsightWorkshop()).id)
    const request = await aRequest(person.id)
    expect(await moveRequest(team(), request.id, 'accept')).toEqual({ ok: true, state: 'underway' })
    expect(await stepsOf(request.id)).toEqual(['candidate requested', 'coordinator accepted', 'system underway place.booked'])
    const kinds = await db.email.findMany({ where: { candidateId: person.id, kind: { startsWith: 'request.' } }, select: { kind: true } })
    expect(kinds).toEqual([{ kind: 'request.underway' }])
  })

  it('ends in one of two orders with somebody who takes the request back at the same moment', async () => {
    for (let round = 0; round < 4; round += 1) {
      const person = await aCandidate()
      const request = await aRequest(person.id)
      const workshop = await anInsightWorkshop()
      await Promise.all([askForPlace(asActor(person), workshop.id), withdrawRequest(asActor(person), request.id, 'notNow')])
      expect((await find(request.id)).state).toBe('withdrawn')
    }
  })
})

describe('completing', () => {
  it('a cohort completes the support, and the person is asked how it went', async () => {
    const person = await aCandidate()
    const cohort = await aCohortWithoutRule()
    const request = await aRequest(person.id)
    await join(cohort.id, person.id)
    await changeMembership(team(), { cohortId: cohort.id, candidateId: person.id, event: 'complete' })
    expect((await stepsOf(request.id)).at(-1)).toBe('system completed membership.completed')
    expect(await db.email.count({ where: { candidateId: person.id, kind: 'request.completed' } })).toBe(1)
  })

  it('is the team’s to do once the attendance recorded says so', async () => {
    const person = await aCandidate()
    const programme = await db.programme.create({
      data: { kind: 'skills', name: 'Skills', completionRule: { atLeast: 2 }, createdAt: frozen },
    })
    const request = await aRequest(person.id, { kind: 'skills', ...owned('underway') })
    for (const [n, expected] of [['notDoneYet'], ['done']].entries()) {
      const workshop = await aWorkshop({
        programmeId: programme.id,
        startsAt: new Date(frozen.getTime() - (n + 1) * 86_400_000),
        state: 'held',
      })
      await addWalkIn(team(), workshop.id, person.id, '')
      const moved = await moveRequest(team(), request.id, 'complete')
      expect(moved?.ok === true ? 'done' : moved?.reason).toBe(expected[0])
    }
    expect(await findProgress(db, person.id, 'skills')).toMatchObject([{ came: 2, done: true }])
  })

  it('counts a cohort by its own rule, in the order of its workshops', async () => {
    const person = await aCandidate()
    const programme = await aProgramme()
    const cohort = await aCohort({ programmeId: programme.id })
    await join(cohort.id, person.id)
    const at = (days: number) => new Date(frozen.getTime() + days * 86_400_000)
    await aWorkshop({ cohortId: cohort.id, programmeId: programme.id, startsAt: at(-3), state: 'held' })
    const second = await aWorkshop({ cohortId: cohort.id, programmeId: programme.id, startsAt: at(-1), state: 'held' })
    await addWalkIn(team(), second.id, person.id, '')
    expect(await findProgress(db, person.id, 'insight')).toMatchObject([{ name: cohort.name, came: 1, of: 2, done: false }])
  })
})

it('leaves a request as it is where nobody could own it', async () => {
  const person = await aCandidate()
  const request = await aRequest(person.id)
  const workshop = await anInsightWorkshop()
  await owner.query(`UPDATE account_roles SET role = 'administrator' WHERE role IN ('coordinator', 'lead')`)
  expect(await askForPlace(asActor(person), workshop.id)).toMatchObject({ ok: true, state: 'booked' })
  expect((await find(request.id)).state).toBe('requested')
})
