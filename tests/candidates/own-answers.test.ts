import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { questions } from '../../src/features/candidates/rules/questions.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, anApp, signedInAs, submit } from '../support/people.ts'

const force = profileOf('cheshire')

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-11T10:00:00Z') })
})
afterAll(() => {
  vi.useRealTimers()
})

/** Someone who has just followed the link in the first letter. */
const aNewcomer = () => aCandidate({ completedAt: null, answered: [], routes: [], areas: [] })

const all: Record<(typeof questions)[number], Record<string, string | string[]>> = {
  routes: { chosen: ['constable', 'pcso'] },
  areas: { chosen: ['crewe', 'warrington'] },
  support: { chosen: ['insight', 'buddy'] },
  tailoring: { text: 'I am the first in my family to think of this', answer: 'yes' },
  access: { text: 'Captions, and a seat near the door' },
  adult: { answer: 'yes' },
  shareHistory: { answer: 'yes' },
  news: { answer: 'no' },
  stories: { answer: 'no' },
  research: { answer: 'yes' },
}

const findAll = (id: string) =>
  db.candidate.findUniqueOrThrow({ where: { id }, include: { facts: true, access: true, consents: true, requests: true } })

describe('the questions after registering', () => {
  it('can all be skipped: nothing is kept, and the person is welcome', async () => {
    const candidate = await aNewcomer()
    const agent = await signedInAs(candidate)
    for (const question of questions) {
      const page = await agent.get(`/my/start/${question}`).expect(200)
      const next = questions[questions.indexOf(question) + 1]
      expect(page.text).toContain(`href="${next === undefined ? '/my/start/check' : `/my/start/${next}`}"`)
      expect(page.text).toContain(`Question ${String(questions.indexOf(question) + 1)} of ${String(questions.length)}`)
    }
    const done = await submit(agent, '/my/start/check', {})
    expect([done.status, done.headers['location']]).toEqual([303, '/my/start/done'])
    await agent.get('/my/start/done').expect(200)
    await agent.get('/my').expect(200)
    expect(await findAll(candidate.id)).toMatchObject({
      ...{ routes: [], areas: [], adult: null, answered: [], facts: null, access: null, consents: [], requests: [] },
      completedAt: new Date(),
    })
  })

  it('keep every answer as soon as it is given', async () => {
    const candidate = await aNewcomer()
    const agent = await signedInAs(candidate)
    for (const question of questions) {
      const answer = await submit(agent, `/my/start/${question}`, all[question])
      const next = questions[questions.indexOf(question) + 1]
      expect([answer.status, answer.headers['location']]).toEqual([303, next === undefined ? '/my/start/check' : `/my/start/${next}`])
    }
    const found = await findAll(candidate.id)
    expect(found).toMatchObject({
      ...{ routes: ['constable', 'pcso'], areas: ['crewe', 'warrington'], adult: true, answered: [...questions] },
      facts: { text: 'I am the first in my family to think of this' },
      access: { text: 'Captions, and a seat near the door' },
    })
    expect(found.consents.map(({ purpose }) => purpose).sort()).toEqual(['research', 'shareHistory', 'tailoring'])
    for (const { purpose, wording, how } of found.consents) {
      expect([wording, how]).toEqual([force.consents.find((consent) => consent.purpose === purpose)?.text, 'registration'])
    }
    const requests = found.requests.map(({ kind, state, dueAt }) => [kind, state, dueAt.toISOString()])
    expect(requests.sort()).toEqual([
      ['buddy', 'requested', '2027-01-18T10:00:00.000Z'],
      ['insight', 'requested', '2027-01-18T10:00:00.000Z'],
    ])
    const check = await agent.get('/my/start/check').expect(200)
    for (const words of ['Insight programme', 'Crewe and Nantwich', 'Captions, and a seat near the door', 'first in my family'])
      expect(check.text).toContain(words)
  })

  it('carry on where somebody stopped, tomorrow and in another window', async () => {
    const candidate = await aNewcomer()
    const app = anApp()
    await submit(await signedInAs(candidate, app), '/my/start/routes', all.routes)
    const tomorrow = await signedInAs(candidate, app)
    const start = await tomorrow.get('/my/start')
    expect([start.status, start.headers['location']]).toEqual([303, '/my/start/areas'])
    const back = await tomorrow.get('/my/start/routes').expect(200)
    expect(back.text).toMatch(/value="constable" checked/)
  })

  it('lead back one at a time', async () => {
    const agent = await signedInAs(await aNewcomer())
    expect((await agent.get('/my/start/routes')).text).toMatch(/pa-back" href="\/my"/)
    expect((await agent.get('/my/start/news')).text).toMatch(/pa-back" href="\/my\/start\/shareHistory"/)
  })

  it('return to the page they were changed from', async () => {
    const agent = await signedInAs(await aNewcomer())
    const fromCheck = await submit(agent, '/my/start/adult?from=check', { answer: 'no', from: 'check' }, '/my/start/adult')
    expect(fromCheck.headers['location']).toBe('/my/start/check')
    const fromDetails = await submit(agent, '/my/start/areas?from=details', { chosen: 'crewe', from: 'details' }, '/my/start/areas')
    expect(fromDetails.headers['location']).toBe('/my/details?notice=saved')
    const astray = await submit(agent, '/my/start/areas', { chosen: 'crewe', from: 'https://elsewhere.example' })
    expect(astray.headers['location']).toBe('/my/start/support')
  })

  it('take back a request that was unticked before anybody answered it, and leave one that was answered', async () => {
    const candidate = await aNewcomer()
    const owner = await anAccount()
    const agent = await signedInAs(candidate)
    await submit(agent, '/my/start/support', all.support)
    await db.supportRequest.updateMany({
      where: { candidateId: candidate.id, kind: 'insight' },
      data: { state: 'accepted', ownerId: owner.id },
    })
    await submit(agent, '/my/start/support', { chosen: ['skills'] })
    const requests = await db.supportRequest.findMany({ where: { candidateId: candidate.id }, orderBy: { kind: 'asc' } })
    expect(requests.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['buddy withdrawn', 'insight accepted', 'skills requested'])
  })

  it('say why they are asked, who sees the answer, and never ask for a diagnosis or for monitoring', async () => {
    const agent = await signedInAs(await aNewcomer())
    for (const question of questions) {
      const { text } = await agent.get(`/my/start/${question}`)
      expect(text).toContain('pa-who')
      expect(text).not.toMatch(/ethnic|religio|sexual orientation/i)
    }
    expect((await agent.get('/my/start/access')).text).toContain('never ask for a diagnosis')
    await agent.get('/my/start/monitoring').expect(404)
  })

  it('note each act as the person’s own', async () => {
    const candidate = await aCandidate({ activeAt: new Date('2026-01-01T00:00:00Z') })
    await submit(await signedInAs(candidate), '/my/start/adult', { answer: 'yes' })
    expect(await db.candidate.findUnique({ where: { id: candidate.id } })).toMatchObject({ activeAt: new Date() })
  })
})

describe('what somebody says of themselves', () => {
  it('is kept only with a yes', async () => {
    const candidate = await aNewcomer()
    const agent = await signedInAs(candidate)
    for (const values of [{ text: 'Something private' }, { text: 'Something private', answer: 'no' }]) {
      const refused = await submit(agent, '/my/start/tailoring', values)
      expect(refused.status).toBe(422)
      expect(refused.text).toContain('Something private')
    }
    expect(await db.tailoringFact.count({ where: { candidateId: candidate.id } })).toBe(0)
  })

  it('goes when the yes is taken back', async () => {
    const candidate = await aNewcomer()
    const agent = await signedInAs(candidate)
    await submit(agent, '/my/start/tailoring', all.tailoring)
    vi.setSystemTime(Date.now() + 60_000)
    await submit(agent, '/my/start/tailoring', { text: '', answer: 'no' })
    expect(await findAll(candidate.id)).toMatchObject({ facts: null, consents: [{ purpose: 'tailoring', withdrawnAt: new Date() }] })
  })

  it('is a need that can be emptied again', async () => {
    const candidate = await aNewcomer()
    const agent = await signedInAs(candidate)
    await submit(agent, '/my/start/access', all.access)
    await submit(agent, '/my/start/access', { text: '  ' })
    expect(await db.accessNeed.count({ where: { candidateId: candidate.id } })).toBe(0)
  })
})

describe('what does not fit', () => {
  const long = 'x'.repeat(2001)
  it.each<[string, string, Record<string, string | string[]>]>([
    ['routes', 'nothing', {}],
    ['routes', 'a route nobody has', { chosen: ['astronaut'] }],
    ['routes', 'far too many', { chosen: Array.from({ length: 61 }, (_, n) => `route-${String(n)}`) }],
    ['areas', 'an area of the other force', { chosen: ['portsmouth'] }],
    ['support', 'a support nobody offers', { chosen: ['insight', 'helicopter'] }],
    ['support', 'training for staff', { chosen: ['training'] }],
    ['tailoring', 'too long', { text: long, answer: 'yes' }],
    ['access', 'too long', { text: long }],
    ['access', 'two boxes', { text: ['one', 'two'] }],
    ['adult', 'nothing', {}],
    ['adult', 'neither yes nor no', { answer: 'perhaps' }],
    ['shareHistory', 'nothing', {}],
    ['research', 'both answers', { answer: ['yes', 'no'] }],
  ])('is refused beside the field: %s, %s', async (question, _what, values) => {
    const candidate = await aNewcomer()
    const answer = await submit(await signedInAs(candidate), `/my/start/${question}`, values)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('govuk-error-summary')
    expect(answer.text).toContain('govuk-error-message')
    expect(await findAll(candidate.id)).toMatchObject({ answered: [], requests: [], consents: [], facts: null, access: null })
  })

  it('keeps emoji, right-to-left text and markup as they were typed', async () => {
    const candidate = await aNewcomer()
    const agent = await signedInAs(candidate)
    const typed = '<script>alert(1)</script> مرحبا 👮🏽 & "more"'
    await submit(agent, '/my/start/access', { text: typed })
    expect(await db.accessNeed.findUnique({ where: { candidateId: candidate.id } })).toMatchObject({ text: typed })
    const page = await agent.get('/my/start/check').expect(200)
    expect(page.text).toContain('&lt;script&gt;alert(1)')
    expect(page.text).not.toContain('<script>alert')
  })
})

describe('my details', () => {
  it('show what is kept, and change name and phone of no set shape', async () => {
    const candidate = await aCandidate({ email: 'own.details@people.example' })
    const agent = await signedInAs(candidate)
    const done = await submit(agent, '/my/details/name', { name: 'Zoë O’Neill-Ng', phone: '+353 (0)1 234 ext. 5' })
    expect([done.status, done.headers['location']]).toEqual([303, '/my/details?notice=saved'])
    const page = await agent.get('/my/details').expect(200)
    expect(page.text).toContain('Zoë O’Neill-Ng')
    expect(page.text).toContain('+353 (0)1 234 ext. 5')
    expect(page.text).toContain('own.details@people.example')
    expect(await db.account.findUnique({ where: { id: candidate.accountId ?? '' } })).toMatchObject({ name: 'Zoë O’Neill-Ng' })
  })

  it.each([
    ['no name', { name: '   ', phone: '' }],
    ['a name without end', { name: 'n'.repeat(101) }],
    ['two names', { name: ['a', 'b'] }],
    ['a phone number without end', { name: 'Ada', phone: '1'.repeat(41) }],
  ])('refuse %s, and keep what was typed', async (_what, values) => {
    const answer = await submit(await signedInAs(await aCandidate()), '/my/details/name', values)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('govuk-error-message')
  })
})
