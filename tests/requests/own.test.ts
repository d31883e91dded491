import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { askForMore } from '../../src/features/requests/commands/ask.ts'
import { chooseOutcomes, scoreOutcomes } from '../../src/features/requests/commands/outcomes.ts'
import { closeAccount } from '../../src/features/privacy/commands.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, asActor, PASSWORD, signedInAs, submit } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'

const force = profileOf('cheshire')
const frozen = new Date('2027-01-11T10:00:00Z')
let priya: Awaited<ReturnType<typeof anAccount>>

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  priya = await anAccount({ name: 'Priya Nair' })
})
afterAll(() => {
  vi.useRealTimers()
})

const team = () => ({ role: 'coordinator' as const, accountId: priya.id, name: priya.name, roles: ['coordinator' as const] })
const begun = () => ({ ownerId: priya.id, answeredAt: frozen, beganAt: frozen })
const hopesOf = async (requestId: string) =>
  (await db.requestOutcome.findMany({ where: { requestId, removedAt: null }, orderBy: { position: 'asc' } })).map(
    ({ code, words }) => code ?? words,
  )

async function someoneWith(overrides: Parameters<typeof aRequest>[1] = {}) {
  const candidate = await aCandidate()
  const request = await aRequest(candidate.id, { kind: 'mentoring', ...overrides })
  return { candidate, request, agent: await signedInAs(candidate), here: `/my/support/${request.id}` }
}

describe('asking', () => {
  it('takes a note with it, and asks what is hoped for from each, one after the other', async () => {
    const candidate = await aCandidate()
    const agent = await signedInAs(candidate)
    const asked = await submit(agent, '/my/support', { chosen: ['mentoring', 'buddy'], note: 'Evenings are best' })
    const first = asked.headers['location'] ?? ''
    expect(await db.supportRequest.findMany({ where: { candidateId: candidate.id }, select: { note: true } })).toEqual([
      { note: 'Evenings are best' },
      { note: 'Evenings are best' },
    ])
    const second = (await submit(agent, first, { own: 'Laugh more' })).headers['location'] ?? ''
    expect(second).toMatch(/outcomes$/)
    expect(second).not.toBe(first)
    expect((await agent.get(second).expect(200)).text).toContain('Skip this')
    expect((await submit(agent, second, {})).headers['location']).toBe(`${second.replace('/outcomes', '')}?notice=hoped`)
  })

  it('keeps a note to 500 characters, and what was typed', async () => {
    const agent = await signedInAs(await aCandidate())
    const long = await submit(agent, '/my/support', { chosen: 'buddy', note: 'x'.repeat(501) })
    expect([long.status, long.text.includes('500 characters or fewer'), long.text.includes('x'.repeat(501))]).toEqual([422, true, true])
  })

  it('asks again for what has ended, and for what was suggested instead, with one button', async () => {
    const { candidate, request, agent, here } = await someoneWith({ state: 'notOffered', reason: 'noCapacity', answeredAt: frozen })
    await db.requestAlternative.create({ data: { requestId: request.id, kind: 'coaching' } })
    expect((await agent.get(here).expect(200)).text).toContain('Ask for this instead')
    expect((await submit(agent, here, { kind: 'coaching' }, `${here}/instead`)).status).toBe(303)
    expect((await submit(agent, here, { kind: 'coaching' }, `${here}/instead`)).status).toBe(422)
    expect((await submit(agent, here, { kind: 'buddy' }, `${here}/instead`)).status).toBe(422)
    expect((await submit(agent, here, {}, `${here}/again`)).status).toBe(303)
    const live = await db.supportRequest.findMany({ where: { candidateId: candidate.id, state: 'requested' }, orderBy: { kind: 'asc' } })
    expect(live.map(({ kind }) => kind)).toEqual(['coaching', 'mentoring'])
    expect((await agent.get(here).expect(200)).text).toContain('You have asked for this.')
  })
})

describe('what is hoped for', () => {
  it('is chosen from the list and in own words, and changed until it begins', async () => {
    const { request, agent, here } = await someoneWith()
    await submit(agent, `${here}/outcomes`, { chosen: ['setGoals', 'seePath'], own: 'Sleep better\n\nLaugh' })
    expect(await hopesOf(request.id)).toEqual(['setGoals', 'seePath', 'Sleep better', 'Laugh'])
    await submit(agent, `${here}/outcomes`, { chosen: 'seePath', own: 'Laugh' })
    expect(await hopesOf(request.id)).toEqual(['seePath', 'Laugh'])
    const many = await submit(agent, `${here}/outcomes`, { chosen: ['setGoals', 'seePath', 'useStrengths'], own: 'a\nb\nc' })
    expect([many.status, many.text.includes('Choose no more than 5')]).toEqual([422, true])
    expect((await submit(agent, `${here}/outcomes`, { chosen: 'belong' })).status).toBe(422)
    expect((await submit(agent, `${here}/outcomes`, { own: 'x'.repeat(151) })).status).toBe(422)
    await db.supportRequest.update({ where: { id: request.id }, data: { state: 'underway', ...begun() } })
    await submit(agent, `${here}/outcomes`, { own: 'Sing' })
    expect(new Set(await hopesOf(request.id))).toEqual(new Set(['seePath', 'Laugh', 'Sing']))
    await db.supportRequest.update({ where: { id: request.id }, data: { state: 'completed' } })
    await agent.get(`${here}/outcomes`).expect(404)
  })

  it('never holds more than five, however many choose at once', async () => {
    const { candidate, request } = await someoneWith()
    const words = (n: number) => [1, 2, 3].map((i) => ({ code: null, words: `${String(n)} ${String(i)}` }))
    await db.supportRequest.update({ where: { id: request.id }, data: { state: 'underway', ...begun() } })
    const made = await Promise.all([chooseOutcomes(asActor(candidate), request.id, words(1)), chooseOutcomes(team(), request.id, words(2))])
    expect(made.map((each) => each?.ok).sort()).toEqual([false, true])
    expect(await hopesOf(request.id)).toHaveLength(3)
    const row = { requestId: request.id, words: 'six', byRole: 'candidate', addedAt: frozen }
    await expect(db.requestOutcome.create({ data: { ...row, position: 6 } })).rejects.toThrow()
    await expect(db.requestOutcome.create({ data: { ...row, position: 1 } })).rejects.toThrow()
  })
})

describe('how it went', () => {
  async function ended(state = 'completed', beganAt: Date | null = frozen) {
    const made = await someoneWith()
    await chooseOutcomes(asActor(made.candidate), made.request.id, [
      { code: 'setGoals', words: null },
      { code: null, words: 'Laugh' },
    ])
    await db.supportRequest.update({ where: { id: made.request.id }, data: { ...begun(), state, reason: 'other', beganAt } })
    const outcomes = await db.requestOutcome.findMany({ where: { requestId: made.request.id }, orderBy: { position: 'asc' } })
    return { ...made, ids: outcomes.map(({ id }) => id) }
  }

  it('is asked of the person, and stands beside what the team says; what nobody answered says so', async () => {
    const { request, agent, here, ids } = await ended()
    expect((await agent.get('/my').expect(200)).text).toContain('Say how it went')
    const nothing = await submit(agent, here, {}, `${here}/scores`)
    expect([nothing.status, nothing.text.includes('Say how at least one came out')]).toEqual([422, true])
    const [goals = '', laugh = ''] = ids
    await submit(agent, here, { [`score-${goals}`]: 'achieved', [`words-${goals}`]: 'It <b>worked</b>' }, `${here}/scores`)
    const staff = await signedInAs(priya)
    await submit(staff, `/staff/requests/${request.id}`, { [`score-${goals}`]: 'partly' }, `/staff/requests/${request.id}/scores`)
    for (const page of [await agent.get(here), await staff.get(`/staff/requests/${request.id}`)]) {
      expect(page.text).toContain('It &lt;b&gt;worked&lt;/b&gt;')
      expect(page.text).toMatch(/Achieved[\s\S]*Partly[\s\S]*Not answered/)
    }
    await submit(agent, here, { [`score-${goals}`]: 'not', [`score-${laugh}`]: 'noLongerWanted' }, `${here}/scores`)
    const rows = await db.outcomeScore.findMany({ where: { outcomeId: goals, side: 'candidate' }, orderBy: { id: 'asc' } })
    expect(rows.map(({ score }) => score)).toEqual(['achieved', 'not'])
    expect((await agent.get('/my').expect(200)).text).not.toContain('Say how it went')
  })

  it('is not written twice where nothing changed, and not at all for another’s', async () => {
    const { candidate, request, ids } = await ended()
    const given = [{ outcomeId: ids[0] ?? '', score: 'achieved' as const, words: '' }]
    await scoreOutcomes(asActor(candidate), request.id, given)
    await scoreOutcomes(asActor(candidate), request.id, given)
    expect(await db.outcomeScore.count({ where: { outcomeId: ids[0] ?? '' } })).toBe(1)
    const other = await ended()
    expect(await scoreOutcomes(asActor(other.candidate), request.id, given)).toBeUndefined()
    expect(await scoreOutcomes(asActor(other.candidate), other.request.id, given)).toEqual({ ok: false, reason: 'unknownOutcome' })
  })

  it('is not asked of what never began, or has not ended', async () => {
    for (const { candidate, request, ids } of [await ended('withdrawn', null), await ended('underway')])
      expect(await scoreOutcomes(asActor(candidate), request.id, [{ outcomeId: ids[0] ?? '', score: 'not', words: '' }])).toEqual({
        ok: false,
        reason: 'notYet',
      })
  })
})

describe('a pause', () => {
  it('shows its day, and the person can ask to carry on, once', async () => {
    const { request, agent, here } = await someoneWith({ ...begun(), state: 'paused', reviewOn: new Date('2027-03-01T00:00:00Z') })
    expect((await agent.get(here).expect(200)).text).toContain('1\u00a0March\u00a02027')
    for (const _time of [1, 2]) expect((await submit(agent, here, {}, `${here}/resume`)).status).toBe(303)
    expect(await db.supportRequest.findUniqueOrThrow({ where: { id: request.id } })).toMatchObject({
      state: 'paused',
      resumeAskedAt: frozen,
    })
    expect(await db.event.count({ where: { subjectId: request.id, name: 'request.resumeAsked' } })).toBe(1)
    const staff = await signedInAs(priya)
    expect((await staff.get('/staff/requests?due=resume&whose=mine').expect(200)).text).toContain(`/staff/requests/${request.id}`)
  })
  it('cannot be ended where there is none', async () => {
    const { agent, here } = await someoneWith()
    expect((await submit(agent, here, {}, `${here}/resume`)).status).toBe(422)
  })
})

it('is written down by the team for somebody who rang', async () => {
  const person = await aCandidate()
  const staff = await signedInAs(priya)
  const here = `/staff/candidates/${person.id}/requests/new`
  expect((await submit(staff, here, {})).status).toBe(422)
  const made = await submit(staff, here, { kind: 'buddy', note: 'Has no e-mail' })
  expect(made.headers['location']).toMatch(/^\/staff\/requests\/[\w-]+\?notice=asked$/)
  expect((await submit(staff, here, { kind: 'buddy' })).status).toBe(422)
  expect((await submit(staff, here, { kind: 'training' })).status).toBe(422)
  const request = await db.supportRequest.findFirstOrThrow({ where: { candidateId: person.id }, include: { changes: true } })
  expect(request).toMatchObject({ kind: 'buddy', note: 'Has no e-mail', changes: [{ byRole: 'coordinator' }] })
})

it('leaves no word of theirs when an account is closed, and keeps what was scored without a name', async () => {
  const candidate = await aCandidate()
  const [requestId = ''] = await askForMore(asActor(candidate), ['mentoring'], force, 'Quarrington works nights')
  await chooseOutcomes(asActor(candidate), requestId, [
    { code: 'setGoals', words: null },
    { code: null, words: 'Quarrington laughs' },
  ])
  await db.supportRequest.update({ where: { id: requestId }, data: { ...begun(), state: 'completed', words: 'Dear Quarrington' } })
  const outcomes = await db.requestOutcome.findMany({ where: { requestId } })
  const given = outcomes.map(({ id }) => ({ outcomeId: id, score: 'partly' as const, words: 'Quarrington said' }))
  await scoreOutcomes(asActor(candidate), requestId, given)
  await db.requestAlternative.create({ data: { requestId, kind: 'buddy' } })
  expect(await closeAccount(asActor(candidate), PASSWORD)).toEqual({ ok: true })
  expect(await db.supportRequest.findUniqueOrThrow({ where: { id: requestId } })).toMatchObject({ note: null, words: null })
  const kept = await db.requestOutcome.findMany({ where: { requestId }, include: { scores: true }, orderBy: { position: 'asc' } })
  expect(kept).toMatchObject([
    { code: 'setGoals', words: null, scores: [{ score: 'partly', words: null, byId: null }] },
    { code: null, words: null, scores: [{ score: 'partly', words: null, byId: null }] },
  ])
  expect(await db.requestAlternative.count({ where: { requestId } })).toBe(0)
})
