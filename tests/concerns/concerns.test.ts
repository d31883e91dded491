import request from 'supertest'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import { readConcernLink, signConcernLink } from '../../src/core/links.ts'
import { emailKinds } from '../../src/emails.ts'
import { deleteOldConcerns } from '../../src/features/concerns/commands/handling.ts'
import { profileOf } from '../../src/forces/find.ts'
import { excludedBy } from '../support/exclusions.ts'
import { aPairing, aSupporter } from '../support/pairings.ts'
import { aCandidate, anAccount, anApp, signedInAs, submit, tokenIn } from '../support/people.ts'

let app: ReturnType<typeof anApp>
beforeAll(() => {
  app = anApp()
})
const WORDS = 'He asked me to meet alone, late in the evening.'
const stateOf = async (id: string) => (await db.pairing.findUniqueOrThrow({ where: { id } })).state

async function aPair(state = 'active') {
  const candidate = await aCandidate({ name: 'Imogen Tarrant', adult: true })
  const supporter = await aSupporter({ name: 'Gareth Pellow' })
  const pairing = await aPairing({ candidateId: candidate.id, supporterId: supporter.id, state })
  return { candidate, supporter, id: pairing.id }
}

async function aConcern() {
  const pair = await aPair()
  const agent = await signedInAs(pair.candidate, app)
  const answer = await submit(agent, `/my/pairings/${pair.id}/concern`, { what: WORDS, reach: '' })
  expect(answer.headers['location']).toBe(`/my/pairings/${pair.id}/concern/done`)
  const concern = await db.concern.findFirstOrThrow({ where: { pairingId: pair.id } })
  return { ...pair, agent, concern, page: `/staff/concerns/${concern.id}` }
}
const aLead = async () => signedInAs(await anAccount({ roles: ['lead'], name: 'Thea Lindqvist' }), app)

afterEach(() => vi.useRealTimers())

describe('raising a concern', () => {
  it.each(['active', 'paused', 'ended', 'proposedToCandidate'])(
    'takes two clicks from a pairing that is %s, for both sides',
    async (state) => {
      const { candidate, supporter, id } = await aPair(state)
      const sides = [
        [await signedInAs(candidate, app), `/my/pairings/${id}`, 'supporter'],
        [await signedInAs(supporter.account, app), `/supporting/pairings/${id}`, 'candidate'],
      ] as const
      for (const [agent, base, about] of sides) {
        const page = await agent.get(`${base}/concern`).expect(200)
        for (const words of ['999', '101', profileOf('cheshire').contacts.safeguarding.phone]) expect(page.text).toContain(words)
        await submit(agent, `${base}/concern`, { what: WORDS })
        const concern = await db.concern.findFirstOrThrow({ where: { pairingId: id, about } })
        expect(concern).toMatchObject({ what: WORDS, state: 'raised' })
        await agent.get(`${base}/concern/done`).expect(200)
      }
    },
  )

  it('shows no name before both have said yes', async () => {
    const { candidate, supporter, id } = await aPair('proposedToCandidate')
    const his = await (await signedInAs(candidate, app)).get(`/my/pairings/${id}/concern`).expect(200)
    expect(his.text).not.toMatch(/Gareth|Pellow/)
    const hers = await (await signedInAs(supporter.account, app)).get(`/supporting/pairings/${id}/concern`).expect(200)
    expect(hers.text).not.toMatch(/Imogen|Tarrant/)
  })

  it('is for the two of the pairing, as far as they can see it', async () => {
    const { candidate, id } = await aPair('proposedToSupporter')
    await (await signedInAs(candidate, app)).get(`/my/pairings/${id}/concern`).expect(404)
    await (await signedInAs(await aCandidate(), app)).get(`/my/pairings/${id}/concern`).expect(404)
  })

  it('writes to the head of the team and the contacts outside, without a name or a word of it', async () => {
    const head = await anAccount({ roles: ['lead'] })
    const { concern } = await aConcern()
    const links = await db.concernLink.findMany({ where: { concernId: concern.id } })
    const letters = await db.email.findMany({ where: { aboutId: { in: [concern.id, ...links.map(({ id }) => id)] } } })
    const { safeguarding, professionalStandards } = profileOf('cheshire').contacts
    expect(
      letters
        .map(({ address }) => address)
        .filter((address) => address !== null)
        .sort(),
    ).toEqual([safeguarding.email, professionalStandards.email].sort())
    expect(letters.map(({ accountId }) => accountId)).toContain(head.id)
    expect(letters.every(({ candidateId }) => candidateId === null)).toBe(true)
    for (const letter of letters) {
      const about = { emailId: letter.id, accountId: letter.accountId, candidateId: null, aboutId: letter.aboutId, data: {} }
      const written = await emailKinds[letter.kind]?.({ ...about, baseUrl: 'https://support.example', force: profileOf('cheshire') })
      expect(JSON.stringify(written)).not.toMatch(/Imogen|Tarrant|Gareth|Pellow|evening/)
      expect(written?.subject).toBeTruthy()
    }
  })

  it('is passed on by a coordinator, who cannot read it afterwards', async () => {
    const { id } = await aPair()
    const agent = await signedInAs(await anAccount({ roles: ['coordinator'] }), app)
    await submit(agent, `/staff/pairings/${id}/concern`, { about: 'candidate', what: WORDS })
    const concern = await db.concern.findFirstOrThrow({ where: { pairingId: id } })
    expect(concern).toMatchObject({ raisedBy: 'team', about: 'candidate' })
    await agent.get(`/staff/concerns/${concern.id}`).expect(403)
    await agent.get('/staff/concerns').expect(403)
  })
})

describe('the head of the team', () => {
  it('takes a concern on, suspends, ends the pairing and closes it, with all of it kept', async () => {
    const { supporter, id, concern, page } = await aConcern()
    const { id: other } = await aPairing({ supporterId: supporter.id, kind: 'mentoring' })
    const agent = await aLead()
    expect((await agent.get('/staff/concerns')).text).toContain('Gareth Pellow')
    expect((await agent.get(page)).text).toContain(WORDS)
    await submit(agent, page, {}, `${page}/acknowledge`)
    await submit(agent, page, {}, `${page}/suspend`)
    expect([await stateOf(id), await stateOf(other)]).toEqual(['paused', 'paused'])
    await submit(agent, page, { note: 'Spoke with her by phone' }, `${page}/note`)
    await submit(agent, page, {}, `${page}/end-pairing`)
    expect(await db.pairing.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'ended', endReason: 'concern' })
    await submit(agent, page, {}, `${page}/unsuspend`)
    const pair = { candidateId: concern.candidateId, supporterId: supporter.id }
    expect(await excludedBy(pair)).toEqual([{ reason: 'earlierConcern', private: true }])
    const refused = await submit(agent, page, { outcome: 'ended', words: '' }, `${page}/close`)
    expect(refused.text).toContain('Say in a few words what was done')
    await submit(agent, page, { outcome: 'ended', words: 'He stands down' }, `${page}/close`)
    const steps = await db.concernStep.findMany({ where: { concernId: concern.id }, orderBy: { id: 'asc' } })
    expect(steps.map(({ what }) => what)).toEqual(['raised', 'acknowledged', 'suspended', 'noted', 'ended', 'unsuspended', 'closed'])
    await submit(agent, page, { why: 'More was said' }, `${page}/reopen`)
    expect((await agent.get(page)).text).toContain('Being looked into')
  })

  it('is told what cannot be done any more', async () => {
    const { page } = await aConcern()
    const agent = await aLead()
    const answer = await submit(agent, page, { outcome: 'noAction', words: 'x' }, `${page}/close`)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('It has changed meanwhile')
  })

  it('reads nothing about themselves, and is not written to about it', async () => {
    const head = await anAccount({ roles: ['lead', 'supporter'] })
    await db.supporter
      .update({ where: { accountId: head.id }, data: { state: 'approved', decidedAt: now(), trainedUntil: new Date('2099-01-01') } })
      .catch(() =>
        db.supporter.create({
          data: {
            accountId: head.id,
            state: 'approved',
            decidedAt: now(),
            trainedUntil: new Date('2099-01-01'),
            volunteeredAt: now(),
            changedAt: now(),
          },
        }),
      )
    const candidate = await aCandidate({ adult: true })
    const { id } = await aPairing({ candidateId: candidate.id, supporterId: head.id })
    await submit(await signedInAs(candidate, app), `/my/pairings/${id}/concern`, { what: WORDS })
    const concern = await db.concern.findFirstOrThrow({ where: { pairingId: id } })
    const agent = await signedInAs(head, app, 'lead')
    await agent.get(`/staff/concerns/${concern.id}`).expect(404)
    expect((await agent.get('/staff/concerns?show=all')).text).not.toContain(concern.id)
    expect(await db.email.count({ where: { accountId: head.id, aboutId: concern.id } })).toBe(0)
  })
})

describe('a contact outside the team', () => {
  const linkTo = async (concernId: string) => {
    const link = await db.concernLink.findFirstOrThrow({ where: { concernId, contact: 'safeguarding' }, orderBy: { sentAt: 'desc' } })
    return `/concerns/${signConcernLink(link.id)}`
  }

  it('opens the concern with a button, and each opening is written down', async () => {
    const { concern, page } = await aConcern()
    const at = await linkTo(concern.id)
    const door = await request(app).get(at).expect(200)
    expect(door.text).not.toMatch(/Imogen|Gareth|evening/)
    expect(await db.concernStep.count({ where: { concernId: concern.id, what: 'opened' } })).toBe(0)
    const opened = await request(app).post(at).expect(200)
    for (const words of [WORDS, 'Gareth Pellow', 'Imogen Tarrant']) expect(opened.text).toContain(words)
    expect(opened.headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' })
    expect(await db.concernStep.count({ where: { concernId: concern.id, what: 'opened', byRole: 'safeguarding' } })).toBe(1)
    expect((await (await aLead()).get(page)).text).toContain('Opened from outside the team')
  })

  it('opens nothing with an address that was made up, or made for something else', async () => {
    const { concern } = await aConcern()
    const at = await linkTo(concern.id)
    expect(readConcernLink(`${concern.id}.x`)).toBeUndefined()
    await request(app).post(`${at}x`).expect(404)
    await request(app).get('/concerns/no.link').expect(404)
  })

  it('opens nothing once the concern is closed, a newer address is sent, or two weeks have passed', async () => {
    const { concern, page } = await aConcern()
    const first = await linkTo(concern.id)
    const agent = await aLead()
    await submit(agent, page, {}, `${page}/send`)
    await request(app).post(first).expect(404)
    const second = await linkTo(concern.id)
    await request(app).post(second).expect(200)
    vi.useFakeTimers({ toFake: ['Date'], now: now().getTime() + 14 * 86_400_000 + 7_200_000 })
    await request(app).post(second).expect(404)
    vi.useRealTimers()
    await submit(agent, page, {}, `${page}/acknowledge`)
    await submit(agent, page, { outcome: 'referred', words: 'Handed over' }, `${page}/close`)
    await request(app).post(second).expect(404)
  })
})

describe('the other side', () => {
  it('finds nothing of it on any page of theirs, in any letter, look or event', async () => {
    const { candidate, supporter, id, concern, agent } = await aConcern()
    const lead = await aLead()
    const at = `/staff/concerns/${concern.id}`
    await submit(lead, at, {}, `${at}/acknowledge`)
    const theirs = await signedInAs(supporter.account, app)
    const pages = [
      '/supporting',
      '/supporting/declarations',
      `/supporting/pairings/${id}`,
      `/supporting/pairings/${id}/concern`,
      '/account',
      '/supporting/profile',
    ]
    for (const page of pages) {
      const { text } = await theirs.get(page)
      expect(text).not.toMatch(/late in the evening|What you raised before|has read it/)
    }
    await theirs.get(at).expect(403)
    const letters = await db.email.findMany({
      where: { OR: [{ accountId: supporter.id }, { candidateId: candidate.id }, { accountId: candidate.accountId }] },
    })
    expect(letters.filter(({ kind }) => kind.startsWith('concern.'))).toEqual([])
    expect(await db.event.count({ where: { name: { startsWith: 'concern.' }, candidateId: { not: null } } })).toBe(0)
    expect(await db.event.count({ where: { name: { startsWith: 'concern.' }, actorId: candidate.accountId } })).toBe(0)
    const coordinator = await signedInAs(await anAccount({ roles: ['coordinator'] }), app)
    for (const page of [`/staff/candidates/${candidate.id}`, '/staff', `/staff/supporters/${supporter.id}/exclusions`])
      expect((await coordinator.get(page)).text).not.toMatch(/late in the evening|A concern was|oncerns to look/)
    expect((await agent.get(`/my/pairings/${id}/concern`)).text).toContain('the head of the team has read it')
  })

  it('of a concern about a candidate finds nothing on their own pages either', async () => {
    const { candidate, supporter, id } = await aPair()
    await submit(await signedInAs(supporter.account, app), `/supporting/pairings/${id}/concern`, { what: WORDS })
    const agent = await signedInAs(candidate, app)
    for (const page of [
      '/my',
      `/my/pairings/${id}`,
      `/my/pairings/${id}/concern`,
      '/my/privacy',
      '/my/privacy/looks',
      '/my/messages',
      '/my/exclusions',
    ])
      expect((await agent.get(page)).text).not.toMatch(/late in the evening|What you raised before/)
  })
})

describe('a concern', () => {
  it('outlives the account, and goes six years after it was closed', async () => {
    const { candidate, concern, page } = await aConcern()
    await db.$executeRaw`SELECT erase_candidate(${candidate.id}::uuid, ${now()}::timestamptz)`
    const agent = await aLead()
    expect((await agent.get(page)).text).toContain('Somebody who has left')
    await submit(agent, page, {}, `${page}/acknowledge`)
    await submit(agent, page, { outcome: 'noAction', words: 'Done' }, `${page}/close`)
    await deleteOldConcerns()
    expect(await db.concern.count({ where: { id: concern.id } })).toBe(1)
    vi.useFakeTimers({ toFake: ['Date'], now: now().getTime() + 6.1 * 365.25 * 86_400_000 })
    await deleteOldConcerns()
    expect(await db.concern.count({ where: { id: concern.id } })).toBe(0)
  })

  it('keeps to its states in the database', async () => {
    const { concern } = await aConcern()
    const close = { state: 'closed', closedAt: now(), outcome: 'noAction', changedAt: now() }
    await expect(db.concern.update({ where: { id: concern.id }, data: close })).rejects.toThrow(/does not go there/)
    await expect(db.$executeRaw`DELETE FROM concern_steps`).rejects.toThrow(/permission denied/)
    await expect(db.$executeRaw`UPDATE concerns SET what = 'x'`).rejects.toThrow(/permission denied/)
  })

  it('is raised by a form that carries its token', async () => {
    const { agent, id } = await aConcern()
    const page = await agent.get(`/my/pairings/${id}/concern`)
    expect(tokenIn(page.text)).not.toBe('')
    expect((await submit(agent, `/my/pairings/${id}/concern`, { what: ' ' })).status).toBe(422)
  })
})
