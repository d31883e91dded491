import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db, inTransaction } from '../../src/core/db.ts'
import { recordLook } from '../../src/features/audit/commands.ts'
import { askForMore } from '../../src/features/requests/commands/ask.ts'
import { withdrawRequest } from '../../src/features/requests/commands/own.ts'
import { askForPlace } from '../../src/features/programmes/commands/places.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, anApp, asActor, aWorkshop, signedInAs, submit } from '../support/people.ts'

const force = profileOf('cheshire')

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-11T10:00:00Z') })
})
afterAll(() => {
  vi.useRealTimers()
})

const requestOf = (candidateId: string, kind = 'insight') => db.supportRequest.findFirstOrThrow({ where: { candidateId, kind } })

describe('asking for support', () => {
  it('makes a request that is due in five working days', async () => {
    const candidate = await aCandidate()
    const agent = await signedInAs(candidate)
    const asked = await submit(agent, '/my/support', { chosen: ['mentoring', 'shadowing'] })
    expect(asked.status).toBe(303)
    expect(asked.headers['location']).toMatch(/^\/my\/support\/[\w-]+\/outcomes$/)
    expect(await requestOf(candidate.id, 'shadowing')).toMatchObject({ state: 'requested', dueAt: new Date('2027-01-18T10:00:00Z') })
    expect((await agent.get('/my')).text).toContain('We are looking')
  })

  it('makes one request of a kind, however many windows ask', async () => {
    const candidate = await aCandidate()
    const made = await Promise.all([1, 2, 3].map(() => askForMore(asActor(candidate), ['insight'], force)))
    expect(made.map(({ length }) => length).sort()).toEqual([0, 0, 1])
    expect(await db.supportRequestChange.count({ where: { request: { candidateId: candidate.id } } })).toBe(1)
  })

  it.each([
    ['nothing', {}],
    ['what nobody offers', { chosen: 'helicopter' }],
    ['training for staff', { chosen: ['training'] }],
  ])('is refused with %s', async (_what, values) => {
    const answer = await submit(await signedInAs(await aCandidate()), '/my/support', values)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('govuk-error-message')
  })
})

describe('one request', () => {
  it('tells its history and can be taken back with a reason out of the list', async () => {
    const candidate = await aCandidate()
    const agent = await signedInAs(candidate)
    await submit(agent, '/my/support', { chosen: 'insight' })
    const { id } = await requestOf(candidate.id)
    const opened = await agent.get(`/my/support/${id}`).expect(200)
    expect(opened.text).toContain('You asked for this')
    const nothing = await submit(agent, `/my/support/${id}`, {}, `/my/support/${id}/withdraw`)
    expect([nothing.status, nothing.text.includes('Choose what comes closest')]).toEqual([422, true])
    const done = await submit(agent, `/my/support/${id}`, { reason: 'notNow' }, `/my/support/${id}/withdraw`)
    expect(done.status).toBe(303)
    expect(await requestOf(candidate.id)).toMatchObject({ state: 'withdrawn', reason: 'notNow' })
    expect((await agent.get(`/my/support/${id}`)).text).toContain('You no longer wanted it')
  })

  it('can be asked for again once it has ended', async () => {
    const candidate = await aCandidate()
    const actor = asActor(candidate)
    await askForMore(actor, ['insight'], force)
    await withdrawRequest(actor, (await requestOf(candidate.id)).id, 'other')
    expect(await askForMore(actor, ['insight'], force)).toHaveLength(1)
    expect(await db.supportRequest.count({ where: { candidateId: candidate.id } })).toBe(2)
  })

  it('is taken back once, in however many windows', async () => {
    const candidate = await aCandidate()
    const actor = asActor(candidate)
    await askForMore(actor, ['insight'], force)
    const { id } = await requestOf(candidate.id)
    const answers = await Promise.all([1, 2].map(() => withdrawRequest(actor, id, 'other')))
    expect(answers.map((answer) => answer?.ok).sort()).toEqual([false, true])
    expect(await db.supportRequestChange.count({ where: { requestId: id, toState: 'withdrawn' } })).toBe(1)
  })

  it('of another, of nobody, or of no sense leads nowhere', async () => {
    const other = await aCandidate()
    await askForMore(asActor(other), ['insight'], force)
    const { id } = await requestOf(other.id)
    const agent = await signedInAs(await aCandidate())
    await agent.get(`/my/support/${id}`).expect(404)
    await agent.get('/my/support/00000000-0000-4000-8000-000000000000').expect(404)
    await agent.get('/my/support/one').expect(404)
    const tried = await submit(agent, '/my/support', { reason: 'other' }, `/my/support/${id}/withdraw`)
    expect(tried.status).toBe(404)
    expect(await requestOf(other.id)).toMatchObject({ state: 'requested' })
  })
})

describe('my first page', () => {
  it('begins with a place for somebody new', async () => {
    const page = await (await signedInAs(await aCandidate({ name: 'Amara Okafor' }))).get('/my').expect(200)
    expect(page.text).toMatch(/Hello <bdi>Amara Okafor/)
    expect(page.text).toContain('pa-empty')
    expect(page.text).not.toContain('pa-now')
  })

  it('puts the soonest offer first, and only one', async () => {
    const [candidate, first] = [await aCandidate(), await aCandidate()]
    const workshops = [
      await aWorkshop({ title: 'Later talk' }),
      await aWorkshop({ title: 'Sooner talk', startsAt: new Date('2027-01-16T18:00:00Z') }),
    ]
    for (const { id } of workshops) {
      await askForPlace(asActor(first), id)
      await askForPlace(asActor(candidate), id)
      const { id: held } = await db.place.findFirstOrThrow({ where: { workshopId: id, candidateId: first.id } })
      await db.$queryRaw`SELECT outcome FROM change_place(${held}::uuid, 'cancel', NULL, ${first.accountId}::uuid, 'candidate', ${new Date()})`
    }
    const page = await (await signedInAs(candidate)).get('/my').expect(200)
    const waits = page.text.match(/<h[23] class="pa-now__title"[\s\S]*?<\/h[23]>/g)
    expect(waits).toHaveLength(1)
    expect(waits?.[0]).toContain('Sooner talk')
    expect(page.text).toContain('Later talk')
  })

  it('says where somebody waits, and what they are booked on', async () => {
    const [candidate, first] = [await aCandidate(), await aCandidate()]
    const full = await aWorkshop({ title: 'A full evening' })
    await askForPlace(asActor(first), full.id)
    await askForPlace(asActor(candidate), full.id)
    await askForPlace(asActor(candidate), (await aWorkshop({ title: 'An open morning' })).id)
    const page = await (await signedInAs(candidate)).get('/my').expect(200)
    expect(page.text).toContain('A full evening')
    expect(page.text).toContain('An open morning')
    expect(page.text).not.toContain('pa-empty__title')
  })

  it('shows the stage somebody is at, from dated records', async () => {
    const candidate = await aCandidate({ routes: ['constable'] })
    const record = { candidateId: candidate.id, route: 'constable', source: 'coordinator', recordedAt: new Date() }
    await db.stageRecord.create({ data: { ...record, stage: 'interest', state: 'passed', happenedOn: new Date('2026-12-01') } })
    await db.stageRecord.create({ data: { ...record, stage: 'application', state: 'inProgress', happenedOn: new Date('2027-01-06') } })
    const page = await (await signedInAs(candidate)).get('/my').expect(200)
    expect(page.text).toContain('aria-current="step"')
    expect(page.text).toContain('pa-stage--done')
  })

  it('shows the last three who looked, and how long this is kept', async () => {
    const candidate = await aCandidate()
    const viewer = await anAccount()
    for (const name of ['one', 'two', 'three', 'four'])
      await inTransaction((tx) => recordLook(tx, { accountId: viewer.id, role: 'coordinator' }, candidate.id, name, 'To answer you'))
    const page = await (await signedInAs(candidate)).get('/my').expect(200)
    expect(page.text.match(/pa-log__item/g)).toHaveLength(3)
    expect(page.text).toContain('11\u00a0January\u00a02029')
  })

  it('greets in the words of the other force', async () => {
    const page = await (await signedInAs(await aCandidate(), anApp({ FORCE: 'hampshire' }))).get('/my').expect(200)
    expect(page.text).toContain('Hampshire')
    expect(page.text).not.toContain('Cheshire')
  })

  it('is the candidate’s alone', async () => {
    const staff = await signedInAs(await anAccount())
    await staff.get('/my').expect(403)
  })
})
