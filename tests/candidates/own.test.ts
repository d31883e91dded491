import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { workingDaysAfter } from '../../src/core/dates.ts'
import { db, inTransaction } from '../../src/core/db.ts'
import { profileOf } from '../../src/forces/find.ts'
import type { ForceProfile } from '../../src/forces/profile.ts'
import { questions } from '../../src/features/candidates/rules/questions.ts'
import { askForSupport } from '../../src/features/requests/commands/ask.ts'
import { aCandidate, anAccount, anApp, asActor, aWorkshop, signedInAs, submit } from '../support/people.ts'

const namesOf = (force: ForceProfile, ids: string[]) => force.routes.filter((route) => ids.includes(route.id)).map(({ name }) => name)
const cheshire = profileOf('cheshire')
const newcomer = (overrides: Parameters<typeof aCandidate>[0] = {}) => aCandidate({ completedAt: null, ...overrides })
const consentsOf = (candidateId: string) => db.consent.findMany({ where: { candidateId, withdrawnAt: null }, orderBy: { purpose: 'asc' } })
const requestsOf = (candidateId: string) =>
  db.supportRequest.findMany({ where: { candidateId }, include: { changes: true }, orderBy: { kind: 'asc' } })
const reload = (id: string) => db.candidate.findUniqueOrThrow({ where: { id }, include: { facts: true, access: true } })
const asks = (candidate: Parameters<typeof asActor>[0], kind: 'insight' | 'buddy' = 'insight') =>
  inTransaction(async (tx) => {
    const asked = await askForSupport(tx, asActor(candidate), kind, cheshire)
    if (!asked.ok) throw new Error('asked already')
    return asked.requestId
  })

afterEach(() => {
  vi.useRealTimers()
})

describe.each(['cheshire', 'hampshire'] as const)('the questions of %s', (id) => {
  const force = profileOf(id)
  const here = () => anApp({ FORCE: id })
  const routes = force.routes.slice(0, 2).map((route) => route.id)
  const [area = ''] = force.areas.map((each) => each.id)

  it('can all be skipped, one after the other, and nothing is kept', async () => {
    const candidate = await newcomer()
    const agent = await signedInAs(candidate, here())
    let address = (await agent.get('/my/start').expect(303)).headers['location'] ?? ''
    const seen: string[] = []
    while (!address.endsWith('/check')) {
      const page = await agent.get(address).expect(200)
      expect(page.text).toContain(`Question ${String(seen.length + 1)} of ${String(questions.length)}`)
      seen.push(address.split('/').at(-1) ?? '')
      address = /href="([^"]+)">Skip this question/.exec(page.text)?.[1] ?? '/check'
    }
    expect(seen).toEqual(questions)
    expect((await submit(agent, '/my/start/check', {})).headers['location']).toBe('/my/start/done')
    expect((await agent.get('/my/start/done').expect(200)).text).toContain(candidate.reference)
    const after = await reload(candidate.id)
    expect(after).toMatchObject({ routes: [], areas: [], adult: null, facts: null, access: null, answered: [] })
    expect(after.completedAt).not.toBeNull()
    expect(await consentsOf(candidate.id)).toEqual([])
    expect((await agent.get('/my').expect(200)).text).toContain('There is a place here for you')
  })

  it('are saved as they are answered, each yes with its exact words', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T09:00:00Z') })
    const candidate = await newcomer({ activeAt: new Date('2026-11-01T09:00:00Z') })
    const agent = await signedInAs(candidate, here())
    const answer = async (question: string, values: Record<string, string | string[]>, next: string) => {
      expect((await submit(agent, `/my/start/${question}`, values)).headers['location']).toBe(`/my/start/${next}`)
    }
    await answer('routes', { chosen: routes }, 'areas')
    await answer('areas', { chosen: area }, 'support')
    await answer('support', { chosen: ['insight', 'buddy'] }, 'tailoring')
    await answer('tailoring', { text: ' First in my family 👮‍♀️ ', answer: 'yes' }, 'access')
    await answer('access', { text: 'Captions' }, 'adult')
    await answer('adult', { answer: 'yes' }, 'shareHistory')
    await answer('shareHistory', { answer: 'yes' }, 'news')
    await answer('news', { answer: 'no' }, 'stories')
    await answer('stories', { answer: 'no' }, 'research')
    await answer('research', { answer: 'yes' }, 'check')
    const check = await agent.get('/my/start/check').expect(200)
    for (const words of ['Captions', 'First in my family', ...namesOf(force, routes)]) expect(check.text).toContain(words)
    expect(await reload(candidate.id)).toMatchObject({
      routes,
      areas: [area],
      adult: true,
      answered: [...questions],
      activeAt: new Date('2026-11-23T09:00:00Z'),
      facts: { text: 'First in my family 👮‍♀️' },
      access: { text: 'Captions' },
    })
    const consents = await consentsOf(candidate.id)
    expect(consents.map(({ purpose }) => purpose)).toEqual(['research', 'shareHistory', 'tailoring'])
    for (const { purpose, wording, version, how } of consents) {
      expect(force.consents).toContainEqual(expect.objectContaining({ purpose, version, text: wording }))
      expect(how).toBe('registration')
    }
    const requests = await requestsOf(candidate.id)
    const dueAt = workingDaysAfter(new Date(), force.replyDays)
    expect(requests).toMatchObject([
      { kind: 'buddy', state: 'requested', dueAt, changes: [{ toState: 'requested', byRole: 'candidate' }] },
      { kind: 'insight', state: 'requested', dueAt },
    ])
    expect((await agent.get('/my/start').expect(303)).headers['location']).toBe('/my/start/check')
  })
})

describe('an answer', () => {
  it('is changed from the page of answers, and leads back there', async () => {
    const candidate = await newcomer({ routes: ['constable'], answered: ['routes'] })
    const agent = await signedInAs(candidate)
    const page = await agent.get('/my/start/routes?from=check').expect(200)
    expect(page.text).toMatch(/value="constable" checked/)
    const saved = await submit(agent, '/my/start/routes?from=check', { chosen: 'none', from: 'check' }, '/my/start/routes')
    expect(saved.headers['location']).toBe('/my/start/check')
    expect(await reload(candidate.id)).toMatchObject({ routes: [], answered: ['routes'] })
    const details = await submit(agent, '/my/start/areas?from=details', { chosen: 'chester', from: 'details' }, '/my/start/areas')
    expect(details.headers['location']).toBe('/my/details?notice=saved')
    expect((await agent.get('/my/details?notice=saved').expect(200)).text).toContain('Your answer is saved')
    const elsewhere = await submit(agent, '/my/start/adult', { answer: 'no', from: '//evil.example' })
    expect(elsewhere.headers['location']).toBe('/my/start/shareHistory')
  })

  it('about oneself is kept only with a yes, and goes when the yes is taken back', async () => {
    const candidate = await newcomer()
    const agent = await signedInAs(candidate)
    for (const answer of [{}, { answer: 'no' }]) {
      const refused = await submit(agent, '/my/start/tailoring', { text: 'I care for my brother', ...answer })
      expect(refused.status).toBe(422)
      expect(refused.text).toContain('I care for my brother')
      expect((await reload(candidate.id)).facts).toBeNull()
    }
    await submit(agent, '/my/start/tailoring', { text: 'I care for my brother', answer: 'yes' })
    expect((await reload(candidate.id)).facts?.text).toBe('I care for my brother')
    await submit(agent, '/my/start/tailoring', { text: '', answer: 'no' })
    expect((await reload(candidate.id)).facts).toBeNull()
    expect(await consentsOf(candidate.id)).toEqual([])
  })

  it('about access can be emptied again', async () => {
    const candidate = await newcomer()
    const agent = await signedInAs(candidate)
    await submit(agent, '/my/start/access', { text: 'Step-free' })
    await submit(agent, '/my/start/access', { text: '' })
    expect((await reload(candidate.id)).access).toBeNull()
    expect((await agent.get('/my/details').expect(200)).text).toContain('Nothing')
  })

  it('about support takes back what is unticked and not yet answered, and leaves the rest', async () => {
    const candidate = await newcomer()
    const owner = await anAccount()
    const agent = await signedInAs(candidate)
    await submit(agent, '/my/start/support', { chosen: ['insight', 'buddy', 'skills'] })
    await db.supportRequest.updateMany({
      where: { candidateId: candidate.id, kind: 'buddy' },
      data: { state: 'accepted', ownerId: owner.id },
    })
    await submit(agent, '/my/start/support', { chosen: ['insight', 'shadowing'] })
    expect((await requestsOf(candidate.id)).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'buddy accepted',
      'insight requested',
      'shadowing requested',
      'skills withdrawn',
    ])
  })
})

describe('bad input', () => {
  const long = 'é'.repeat(2001)
  it.each<[string, Record<string, string | string[]>]>([
    ['routes', {}],
    ['routes', { chosen: 'astronaut' }],
    ['routes', { chosen: '\u0000' }],
    ['areas', { chosen: ['chester', 'atlantis'] }],
    ['support', { chosen: 'training' }],
    ['support', { chosen: '<script>alert(1)</script>' }],
    ['tailoring', { text: long, answer: 'yes' }],
    ['tailoring', { text: ['one', 'two'], answer: 'yes' }],
    ['access', { text: long }],
    ['adult', {}],
    ['adult', { answer: ['yes', 'no'] }],
    ['shareHistory', { answer: 'maybe' }],
    ['news', {}],
  ])('to %s is refused beside the field, and nothing is kept', async (question, values) => {
    const candidate = await newcomer()
    const agent = await signedInAs(candidate)
    const refused = await submit(agent, `/my/start/${question}`, values)
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('There is a problem')
    expect(refused.text).not.toContain('<script>alert')
    expect((await reload(candidate.id)).answered).toEqual([])
    expect(await requestsOf(candidate.id)).toEqual([])
  })

  it('in a name or phone keeps what was typed; any shape of name will do', async () => {
    const candidate = await newcomer()
    const agent = await signedInAs(candidate)
    const refused = await submit(agent, '/my/details/name', { name: ' ', phone: '07700 900123 ext <b>' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('07700 900123 ext &lt;b&gt;')
    expect((await submit(agent, '/my/details/name', { name: 'x'.repeat(101), phone: '' })).status).toBe(422)
    const saved = await submit(agent, '/my/details/name', { name: "محمد O'Brien-Łukasz 🌾", phone: '+44 (0) 7700 900 123' })
    expect(saved.headers['location']).toBe('/my/details?notice=saved')
    expect(await reload(candidate.id)).toMatchObject({ name: "محمد O'Brien-Łukasz 🌾", phone: '+44 (0) 7700 900 123' })
    expect((await agent.get('/my/details').expect(200)).text).toContain('محمد')
    await submit(agent, '/my/details/name', { name: 'Mo', phone: '' })
    expect(await reload(candidate.id)).toMatchObject({ name: 'Mo', phone: null })
  })
})

describe('a request for support', () => {
  it('lives once for each kind, however often it is asked for', async () => {
    const candidate = await aCandidate()
    const agent = await signedInAs(candidate)
    expect((await submit(agent, '/my/support', { chosen: ['insight', 'networks'] })).headers['location']).toMatch(/outcomes$/)
    expect((await agent.get('/my/support').expect(200)).text).not.toContain('value="insight"')
    await submit(agent, '/my/support', { chosen: 'insight' })
    expect(await requestsOf(candidate.id)).toHaveLength(2)
    const none = await submit(agent, '/my/support', {})
    expect(none.status).toBe(422)
    expect((await submit(agent, '/my/support', { chosen: 'training' })).status).toBe(422)
    const twice = await Promise.allSettled([asks(candidate, 'buddy'), asks(candidate, 'buddy')])
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('is taken back with a reason, once, and can be asked for again', async () => {
    const candidate = await aCandidate()
    const requestId = await asks(candidate)
    const agent = await signedInAs(candidate)
    const page = `/my/support/${requestId}`
    const unsaid = await submit(agent, page, {}, `${page}/withdraw`)
    expect(unsaid.status).toBe(422)
    expect(unsaid.text).toContain('Choose what comes closest')
    const done = await submit(agent, page, { reason: 'notNow' }, `${page}/withdraw`)
    expect(done.headers['location']).toBe(`${page}?notice=withdrawn`)
    expect((await agent.get(page).expect(200)).text).toContain('It is not the right time')
    const again = await submit(agent, '/my/support', { reason: 'notNow' }, `${page}/withdraw`)
    expect(again.status).toBe(422)
    expect(again.text).toContain('has ended already')
    await asks(candidate)
    expect((await requestsOf(candidate.id)).map(({ state }) => state).sort()).toEqual(['requested', 'withdrawn'])
  })

  it('of somebody else is not there', async () => {
    const requestId = await asks(await aCandidate())
    const agent = await signedInAs(await aCandidate())
    await agent.get(`/my/support/${requestId}`).expect(404)
    expect((await submit(agent, '/my/support', { reason: 'notNow' }, `/my/support/${requestId}/withdraw`)).status).toBe(404)
    expect(await db.supportRequest.findUnique({ where: { id: requestId } })).toMatchObject({ state: 'requested' })
    await agent.get(`/my/support/${randomUUID()}`).expect(404)
    await agent.get('/my/support/not-an-id').expect(404)
  })
})

describe('the own page', () => {
  it('puts the one offer that waits first, with its deadline, and the rest by date', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T09:00:00Z') })
    const candidate = await aCandidate({ routes: ['constable'], name: 'Amara Okafor' })
    const offered = await aWorkshop({ title: 'Interview practice', nextArrival: 2 })
    const booked = await aWorkshop({ title: 'Life as an officer', nextArrival: 2 })
    const at = { arrival: 1, candidateId: candidate.id, askedAt: new Date() }
    await db.place.create({
      data: { ...at, workshopId: offered.id, state: 'offered', offeredAt: new Date(), expiresAt: new Date('2026-11-24T11:10:00Z') },
    })
    await db.place.create({ data: { ...at, workshopId: booked.id, state: 'booked', bookedAt: new Date() } })
    await asks(candidate)
    await db.stageRecord.create({
      data: {
        candidateId: candidate.id,
        route: 'constable',
        stage: 'application',
        state: 'inProgress',
        happenedOn: new Date('2026-11-02'),
        source: 'candidate',
        recordedAt: new Date(),
      },
    })
    const page = (await (await signedInAs(candidate)).get('/my').expect(200)).text
    expect(page).toContain('Interview practice: a place is yours until 24\u00a0November\u00a02026, 11:10am')
    expect(page).toContain(`href="/workshops/${booked.id}"`)
    expect(page).toContain('We are looking')
    expect(page).toContain('you are at Application')
    expect(page).toContain('Nobody has opened your record yet')
    expect(page).toContain('23\u00a0November\u00a02028')
  })

  it('says what is left of the questions, gently', async () => {
    const candidate = await newcomer({ answered: ['routes', 'areas'] })
    await asks(candidate)
    const page = (await (await signedInAs(candidate)).get('/my').expect(200)).text
    expect(page).toContain('8 questions are left')
    expect(page).toContain('/my/start/support')
  })

  it('is for candidates alone', async () => {
    const agent = await signedInAs(await anAccount({ roles: ['coordinator'] }))
    for (const page of ['/my', '/my/start', '/my/start/news', '/my/start/check', '/my/support', '/my/details', '/my/details/name'])
      await agent.get(page).expect(403)
  })
})
