import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db, pool } from '../../src/core/db.ts'
import { moveRequest, putBackRequest } from '../../src/features/requests/commands/move.ts'
import { withdrawRequest } from '../../src/features/requests/commands/own.ts'
import { aCandidate, anAccount, asActor, signedInAs, submit } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const ago = (days: number) => new Date(frozen.getTime() - days * 86_400_000)
let agent: Awaited<ReturnType<typeof signedInAs>>
let priya: Awaited<ReturnType<typeof anAccount>>

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  agent = await signedInAs(priya)
})
afterAll(() => {
  vi.useRealTimers()
})

const team = () => ({ role: 'coordinator' as const, accountId: priya.id, name: priya.name, roles: ['coordinator' as const] })
const find = (id: string) => db.supportRequest.findUniqueOrThrow({ where: { id } })
const steps = (requestId: string) => db.supportRequestChange.findMany({ where: { requestId }, orderBy: { id: 'asc' } })
const letters = async (candidateId: string) =>
  (await db.email.findMany({ where: { candidateId }, orderBy: { createdAt: 'asc' } })).map(({ kind }) => kind)
const act = (id: string, path: string, values: Record<string, string | string[]> = {}) =>
  submit(agent, `/staff/requests/${id}`, values, `/staff/requests/${id}/${path}`)

async function aMentoring(overrides: Parameters<typeof aRequest>[1] = {}) {
  const person = await aCandidate()
  return { person, request: await aRequest(person.id, { kind: 'shadowing', ...overrides }) }
}
const owned = (state: string) => ({ state, ownerId: priya.id, answeredAt: ago(1), ...(state === 'accepted' ? {} : { beganAt: ago(1) }) })

describe('a request', () => {
  it('is accepted, begun, paused, carried on and completed, each step by somebody, none forgotten, and told each time', async () => {
    const { person, request } = await aMentoring()
    const all = [
      ['accept', { ownerId: priya.id, words: 'Helen rings you next week' }],
      ['begin', { detail: 'First meeting', onDay: '14/1/2027' }],
      ['pause', { reviewOn: '14 March 2027', words: '' }],
      ['resume', {}],
      ['complete', {}],
    ] as const
    for (const [path, values] of all) expect((await act(request.id, path, values)).status, path).toBe(303)
    expect(await find(request.id)).toMatchObject({
      state: 'completed',
      ownerId: priya.id,
      answeredAt: frozen,
      beganAt: frozen,
      reviewOn: null,
    })
    expect(
      (await steps(request.id)).map(({ toState, byRole, detail, onDay }) => [byRole, toState, detail, onDay?.toISOString().slice(0, 10)]),
    ).toEqual([
      ['candidate', 'requested', null, undefined],
      ['coordinator', 'accepted', null, undefined],
      ['coordinator', 'underway', 'First meeting', '2027-01-14'],
      ['coordinator', 'paused', null, '2027-03-14'],
      ['coordinator', 'underway', null, undefined],
      ['coordinator', 'completed', null, undefined],
    ])
    expect((await letters(person.id)).sort()).toEqual(
      ['request.accepted', 'request.completed', 'request.paused', 'request.underway', 'request.underway'].sort(),
    )
    expect((await agent.get(`/staff/requests/${request.id}`).expect(200)).text).toContain('First meeting')
  })

  it('is not offered with a reason that the person is told, with other support to choose, and then has ended', async () => {
    const { person, request } = await aMentoring()
    const unsaid = await act(request.id, 'not-offered', { reason: '' })
    expect(unsaid.status).toBe(422)
    expect(unsaid.text).toContain('href="#reason">Select why it is not offered')
    const wordless = await act(request.id, 'not-offered', { reason: 'other', words: '  ' })
    expect([wordless.status, wordless.text.includes('Say why in your own words')]).toEqual([422, true])
    expect(
      (await act(request.id, 'not-offered', { reason: 'noCapacity', words: 'Ask again in May', alternatives: ['coaching', 'roleModel'] }))
        .status,
    ).toBe(303)
    expect(await letters(person.id)).toEqual(['request.notOffered'])
    const late = await act(request.id, 'accept', { ownerId: priya.id })
    expect([late.status, late.text.includes('This request has ended already')]).toEqual([422, true])
    expect((await steps(request.id)).map(({ toState }) => toState)).toEqual(['requested', 'notOffered'])
    expect(await db.requestAlternative.count({ where: { requestId: request.id } })).toBe(2)
  })

  it('suggests nothing that cannot be asked for', async () => {
    const { request } = await aMentoring()
    expect((await act(request.id, 'not-offered', { reason: 'notRunning', alternatives: ['training'] })).status).toBe(422)
    expect((await find(request.id)).state).toBe('requested')
  })

  it.each([
    ['today', '14/1/2027', 'Choose a day after today'],
    ['seven months on', '15/8/2027', 'within six months'],
    ['no day', 'soon', 'Enter a date'],
    ['the thirty-first of February', '31/2/2027', 'Enter a date'],
  ])('is not paused until %s', async (_what, reviewOn, words) => {
    const { request } = await aMentoring(owned('underway'))
    const answer = await act(request.id, 'pause', { reviewOn })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(words)
    expect(answer.text).toContain(`value="${reviewOn}"`)
    expect((await find(request.id)).state).toBe('underway')
  })

  it('did not begin tomorrow, nor before it was asked for', async () => {
    const { request } = await aMentoring({ ...owned('accepted'), requestedAt: ago(3) })
    for (const onDay of ['15/1/2027', '1/1/2027'])
      expect((await act(request.id, 'begin', { detail: 'First meeting', onDay })).status).toBe(422)
    expect((await act(request.id, 'begin', { detail: '', onDay: '14/1/2027' })).text).toContain('Say what began')
  })

  it('of a kind that is booked does not begin by hand, and ends by hand only when it is done', async () => {
    const person = await aCandidate()
    const request = await aRequest(person.id, { kind: 'insight', ...owned('accepted') })
    const page = await agent.get(`/staff/requests/${request.id}`).expect(200)
    expect(page.text).toContain('It begins by itself when they join a cohort or book a workshop')
    expect(page.text).not.toContain('act=begin')
    const tried = await act(request.id, 'begin', { detail: 'A talk', onDay: '14/1/2027' })
    expect([tried.status, tried.text.includes('in no other way')]).toEqual([422, true])
    const other = await aRequest(person.id, { kind: 'skills', ...owned('underway') })
    expect((await act(other.id, 'complete')).status).toBe(422)
  })

  it('is noted as given up by somebody who rang', async () => {
    const { person, request } = await aMentoring(owned('underway'))
    expect((await act(request.id, 'withdrawn', { reason: 'toldNotNow' })).status).toBe(303)
    expect(await find(request.id)).toMatchObject({ state: 'withdrawn', reason: 'toldNotNow' })
    expect(await letters(person.id)).toEqual(['request.withdrawn'])
  })

  it('is given to somebody of the team, and to nobody else', async () => {
    const { person, request } = await aMentoring()
    const marcus = await anAccount({ roles: ['lead'], name: 'Marcus Bell' })
    const outsider = await anAccount({ roles: ['supporter'] })
    expect((await act(request.id, 'owner', { ownerId: marcus.id })).status).toBe(303)
    expect((await agent.get(`/staff/requests?owner=${marcus.id}`).expect(200)).text).toContain(person.reference)
    for (const ownerId of [outsider.id, randomUUID()]) expect((await act(request.id, 'owner', { ownerId })).status).toBe(404)
    expect((await act(request.id, 'accept', { ownerId: outsider.id })).status).toBe(422)
    expect(await find(request.id)).toMatchObject({ ownerId: marcus.id, state: 'requested' })
  })

  it.each([
    ['nothing', {}],
    ['the same field twice', { ownerId: ['a', 'b'] }],
    ['null bytes', { ownerId: 'a\0' }],
    ['HTML', { ownerId: '<b>me</b>' }],
  ])('is not accepted for %s', async (_what, values) => {
    const { request } = await aMentoring()
    expect((await act(request.id, 'accept', values)).status).toBe(422)
    expect((await find(request.id)).state).toBe('requested')
  })

  it('keeps its history against the portal itself', async () => {
    await expect(pool.query(`UPDATE support_request_changes SET to_state = 'completed'`)).rejects.toThrow(/permission denied/)
    await expect(pool.query('DELETE FROM support_request_changes')).rejects.toThrow(/permission denied/)
    await expect(pool.query(`UPDATE outcome_scores SET score = 'achieved'`)).rejects.toThrow(/permission denied/)
    await expect(pool.query(`UPDATE request_outcomes SET words = 'x'`)).rejects.toThrow(/permission denied/)
  })
})

describe('the page of a request', () => {
  it('tells the person who looked, and is not there for nobody’s request or one of somebody who has gone', async () => {
    const { person, request } = await aMentoring()
    await agent.get(`/staff/requests/${request.id}`).expect(200)
    expect(await db.look.findMany({ where: { candidateId: person.id } })).toMatchObject([{ viewerId: priya.id, page: 'support requests' }])
    await agent.get(`/staff/requests/${randomUUID()}`).expect(404)
    await db.candidate.update({ where: { id: person.id }, data: { closedAt: frozen } })
    await agent.get(`/staff/requests/${request.id}`).expect(404)
    const { request: mine } = await aMentoring()
    expect((await submit(agent, `/staff/requests/${mine.id}`, {}, `/staff/requests/${request.id}/resume`)).status).toBe(404)
  })

  it('shows what they told us as it was typed', async () => {
    const { request } = await aMentoring({ note: '<b>Tuesdays</b> שלום' })
    expect((await agent.get(`/staff/requests/${request.id}`).expect(200)).text).toContain('&lt;b&gt;Tuesdays&lt;/b&gt; שלום')
  })

  it('opens one form at a time, and none that does not fit', async () => {
    const { request } = await aMentoring()
    expect((await agent.get(`/staff/requests/${request.id}?act=accept`).expect(200)).text).toContain('Who has it from now on?')
    expect((await agent.get(`/staff/requests/${request.id}?act=pause`).expect(200)).text).not.toContain('name="reviewOn"')
  })
})

describe('putting the last step back', () => {
  it('is another row of the history, and the person is told that it was a mistake', async () => {
    const { person, request } = await aMentoring()
    await act(request.id, 'not-offered', { reason: 'noCapacity', alternatives: ['coaching'] })
    expect((await act(request.id, 'put-back')).status).toBe(303)
    expect(await find(request.id)).toMatchObject({ state: 'requested', answeredAt: null, reason: null })
    expect((await steps(request.id)).at(-1)).toMatchObject({ fromState: 'notOffered', toState: 'requested', reason: 'mistake' })
    expect(await letters(person.id)).toContain('request.putBack')
    expect(await db.requestAlternative.count({ where: { requestId: request.id } })).toBe(0)
    expect((await act(request.id, 'put-back')).status).toBe(422)
  })

  it('gives a pause its day again', async () => {
    const { request } = await aMentoring(owned('underway'))
    await act(request.id, 'pause', { reviewOn: '1/3/2027' })
    await act(request.id, 'resume')
    await act(request.id, 'put-back')
    expect(await find(request.id)).toMatchObject({ state: 'paused', reviewOn: new Date('2027-03-01T00:00:00Z') })
  })

  it('is not done on another day, nor to what the person did, nor where they have asked again', async () => {
    const { person, request } = await aMentoring()
    await withdrawRequest(asActor(person), request.id, 'other')
    expect(await putBackRequest(team(), request.id)).toEqual({ ok: false, reason: 'notOfTeam' })
    const { person: other, request: ended } = await aMentoring()
    await act(ended.id, 'not-offered', { reason: 'noCapacity' })
    await aRequest(other.id, { kind: 'shadowing' })
    expect(await putBackRequest(team(), ended.id)).toEqual({ ok: false, reason: 'askedAgain' })
    const { request: old } = await aMentoring()
    await act(old.id, 'accept', { ownerId: priya.id })
    vi.setSystemTime(new Date('2027-01-15T00:01:00Z'))
    expect(await putBackRequest(team(), old.id)).toEqual({ ok: false, reason: 'anotherDay' })
    vi.setSystemTime(frozen)
  })
})

describe('two at once', () => {
  it('accept a request once', async () => {
    const { person, request } = await aMentoring()
    const answers = await Promise.all([1, 2, 3].map(() => moveRequest(team(), request.id, 'accept')))
    expect(answers.map((answer) => answer?.ok).sort()).toEqual([false, false, true])
    expect((await steps(request.id)).map(({ toState }) => toState)).toEqual(['requested', 'accepted'])
    expect(await letters(person.id)).toEqual(['request.accepted'])
  })

  it('take it back or accept it in one order or the other, and never lose a step', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { person, request } = await aMentoring()
      const [withdrawn, accepted] = await Promise.all([
        withdrawRequest(asActor(person), request.id, 'notNow'),
        moveRequest(team(), request.id, 'accept'),
      ])
      expect(withdrawn?.ok).toBe(true)
      const order = (await steps(request.id)).map(({ toState }) => toState)
      expect(order).toEqual(accepted?.ok === true ? ['requested', 'accepted', 'withdrawn'] : ['requested', 'withdrawn'])
      expect((await find(request.id)).state).toBe('withdrawn')
    }
  })
})

it('never holds a request without an owner from accepted on, whatever is sent in whatever order', async () => {
  const { request } = await aMentoring()
  const events = ['complete', 'begin', 'pause', 'accept', 'resume', 'begin', 'pause', 'pause', 'resume', 'complete', 'notOffer'] as const
  for (const event of events) {
    await moveRequest(team(), request.id, event, { reviewOn: '2027-03-01', reason: 'noCapacity' })
    const { state, ownerId } = await find(request.id)
    expect(['requested', 'notOffered', 'withdrawn'].includes(state) || ownerId !== null).toBe(true)
  }
  for (const state of ['accepted', 'underway', 'paused'])
    await expect(aRequest((await aCandidate()).id, { state, ownerId: null, reviewOn: frozen })).rejects.toThrow()
  await expect(aRequest((await aCandidate()).id, { state: 'paused', ownerId: priya.id })).rejects.toThrow()
})
