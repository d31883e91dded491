import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db, inTransaction } from '../../src/core/db.ts'
import { recordLook } from '../../src/features/audit/commands.ts'
import { answerConsent } from '../../src/features/privacy/commands.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, asActor, signedInAs, submit } from '../support/people.ts'

const force = profileOf('cheshire')

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-11T10:00:00Z') })
})
afterAll(() => {
  vi.useRealTimers()
})

const later = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000)
const consentsOf = (candidateId: string, purpose: string) =>
  db.consent.findMany({ where: { candidateId, purpose }, orderBy: { givenAt: 'asc' } })

describe('saying yes and no', () => {
  it('begins with no to everything', async () => {
    const agent = await signedInAs(await aCandidate())
    const page = await agent.get('/my/privacy').expect(200)
    expect(page.text.match(/pa-yn--no/g)).toHaveLength(6)
    expect(page.text).not.toContain('pa-yn--yes')
  })

  it('keeps the exact words and their version, when and how', async () => {
    const candidate = await aCandidate()
    const agent = await signedInAs(candidate)
    const done = await submit(agent, '/my/privacy/shareHistory', { answer: 'yes' })
    expect([done.status, done.headers['location']]).toEqual([303, '/my/privacy?notice=yes'])
    const words = force.consents.find(({ purpose }) => purpose === 'shareHistory')
    expect(await consentsOf(candidate.id, 'shareHistory')).toMatchObject([
      { wording: words?.text, version: words?.version, how: 'privacy', withdrawnAt: null },
    ])
  })

  it('shows the whole text before either answer', async () => {
    const agent = await signedInAs(await aCandidate())
    const page = await agent.get('/my/privacy/shareHistory').expect(200)
    expect(page.text).toContain('having taken part can itself suggest')
    expect(page.text).toContain('value="yes"')
    expect(page.text).toContain('value="no"')
  })

  it('takes a yes back with one answer, and keeps both dates', async () => {
    const candidate = await aCandidate()
    const agent = await signedInAs(candidate)
    await submit(agent, '/my/privacy/news', { answer: 'yes' })
    later(5)
    await submit(agent, '/my/privacy/news', { answer: 'no' })
    const [record] = await consentsOf(candidate.id, 'news')
    expect(record?.withdrawnAt?.getTime()).toBe((record?.givenAt.getTime() ?? 0) + 300_000)
    const page = await agent.get('/my/privacy/news').expect(200)
    expect(page.text).toContain('Taken back')
  })

  it('writes a new row when a yes is given again', async () => {
    const candidate = await aCandidate()
    const agent = await signedInAs(candidate)
    for (const answer of ['yes', 'no', 'yes']) {
      later(1)
      await submit(agent, '/my/privacy/research', { answer })
    }
    const records = await consentsOf(candidate.id, 'research')
    expect(records.map(({ withdrawnAt }) => withdrawnAt === null)).toEqual([false, true])
  })

  it('counts a yes in two windows once, and a no in two windows once', async () => {
    const candidate = await aCandidate()
    const actor = asActor(candidate)
    await Promise.all([1, 2, 3].map(() => answerConsent(actor, 'stories', force, true)))
    expect(await consentsOf(candidate.id, 'stories')).toHaveLength(1)
    later(1)
    await Promise.all([1, 2, 3].map(() => answerConsent(actor, 'stories', force, false)))
    expect(await consentsOf(candidate.id, 'stories')).toMatchObject([{ withdrawnAt: new Date(Date.now()) }])
    const events = await db.event.findMany({ where: { candidateId: candidate.id }, orderBy: { id: 'asc' } })
    expect(events.map(({ name }) => name)).toEqual(['consent.given', 'consent.withdrawn'])
  })

  it('deletes what was told to shape support when that yes is taken back', async () => {
    const candidate = await aCandidate()
    const agent = await signedInAs(candidate)
    await submit(agent, '/my/privacy/tailoring', { answer: 'yes' })
    await db.tailoringFact.create({ data: { candidateId: candidate.id, text: 'I care for my father', updatedAt: new Date() } })
    later(1)
    await submit(agent, '/my/privacy/tailoring', { answer: 'no' })
    expect(await db.tailoringFact.count({ where: { candidateId: candidate.id } })).toBe(0)
  })

  it('changes nobody else’s answers', async () => {
    const [me, other] = [await aCandidate(), await aCandidate()]
    await answerConsent(asActor(other), 'news', force, true)
    later(1)
    await submit(await signedInAs(me), '/my/privacy/news', { answer: 'no' })
    expect(await consentsOf(other.id, 'news')).toMatchObject([{ withdrawnAt: null }])
  })

  it.each([
    ['nothing', {}],
    ['a word that is no answer', { answer: 'maybe' }],
    ['two answers', { answer: ['yes', 'no'] }],
  ])('asks again for %s', async (_what, values) => {
    const agent = await signedInAs(await aCandidate())
    const answer = await submit(agent, '/my/privacy/news', values)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Select yes or no')
  })

  it('has no page for what is not asked', async () => {
    const agent = await signedInAs(await aCandidate())
    await agent.get('/my/privacy/monitoring').expect(404)
    await agent.get('/my/privacy/anything').expect(404)
  })
})

describe('who looked at me', () => {
  it('is told with role, purpose and time, and never a name', async () => {
    const candidate = await aCandidate()
    const coordinator = await anAccount({ name: 'Oriel Quenby' })
    await inTransaction((tx) =>
      recordLook(tx, { accountId: coordinator.id, role: 'coordinator' }, candidate.id, 'support requests', 'To answer you'),
    )
    const page = await (await signedInAs(candidate)).get('/my/privacy/looks').expect(200)
    expect(page.text).toContain('A coordinator')
    expect(page.text).toContain('To answer you')
    expect(page.text).toContain('1 look')
    expect(page.text).not.toContain('Oriel')
  })

  it('goes on to a second page, and counts what it lists', async () => {
    const candidate = await aCandidate()
    const viewer = await anAccount()
    await db.look.createMany({
      data: Array.from({ length: 30 }, (_, n) => ({
        candidateId: candidate.id,
        viewerId: viewer.id,
        viewerRole: 'lead',
        page: `page ${String(n)}`,
        purpose: 'To answer you',
        at: new Date(Date.now() - n * 60_000),
      })),
    })
    const agent = await signedInAs(candidate)
    const [first, second] = [await agent.get('/my/privacy/looks'), await agent.get('/my/privacy/looks?page=2')]
    expect(first.text).toContain('30 looks')
    expect(first.text.match(/pa-log__item/g)).toHaveLength(25)
    expect(second.text.match(/pa-log__item/g)).toHaveLength(5)
  })

  it('shows nobody the looks at another', async () => {
    const other = await aCandidate()
    const viewer = await anAccount()
    await inTransaction((tx) => recordLook(tx, { accountId: viewer.id, role: 'lead' }, other.id, 'details', 'Something private'))
    const page = await (await signedInAs(await aCandidate())).get('/my/privacy/looks').expect(200)
    expect(page.text).not.toContain('Something private')
  })
})
