import request from 'supertest'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { signLink } from '../../src/core/links.ts'
import { emailKinds } from '../../src/emails.ts'
import { isSameName, isSameReference } from '../../src/features/accounts/rules/claim.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, anApp, PASSWORD, signedInAs, submit } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const DAY = 86_400_000
const NEW = 'copper-lantern-meadow-41'
let app: ReturnType<typeof anApp>
let priya: Awaited<ReturnType<typeof signedInAs>>
let number = 0

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  app = anApp()
  priya = await signedInAs(await anAccount({ roles: ['coordinator'] }), app)
})
beforeEach(() => {
  vi.setSystemTime(frozen)
})
afterAll(() => {
  vi.useRealTimers()
})

/** Somebody registered by phone. */
const enrolled = (overrides: { email?: string | null; name?: string } = {}) => {
  number += 1
  const data = { reference: `PA-CLAIM${String(number)}`, registeredAt: frozen, activeAt: frozen, name: 'Moira Kettlewell', ...overrides }
  return db.candidate.create({ data: { email: `moira-${String(number)}@people.example`, ...data } })
}
const make = (id: string, way: 'email' | 'paper') => submit(priya, `/staff/candidates/${id}`, { way }, `/staff/candidates/${id}/claim-link`)
const linksOf = (candidateId: string) =>
  db.link.findMany({ where: { candidateId }, orderBy: [{ createdAt: 'desc' }, { usedAt: { sort: 'asc', nulls: 'first' } }] })
const pageOf = async (candidateId: string, mailed = true) => {
  const link = (await linksOf(candidateId)).find(({ usedAt, email }) => usedAt === null && (email !== null) === mailed)
  return `/claim/${signLink(link?.id ?? '')}`
}
const claim = (page: string, values: Record<string, string>) => submit(request.agent(app), page, values)

describe('the name by which somebody shows that a link reached them', () => {
  it.each([
    ['Moira Kettlewell', 'moira  KETTLEWELL', true],
    ['Siobhán O’Rourke', "o'rourke siobhan", true],
    ['Moira Kettlewell', 'Moira Jane Kettlewell', true],
    ['Moira Kettlewell', 'Moira', false],
    ['Moira Kettlewell', 'Moira Smith', false],
    ['Moira Kettlewell', '', false],
    ['Prince', 'prince', true],
    ['李 小龍', '小龍 李', true],
  ])('%s is %s: %s', (kept, typed, same) => {
    expect(isSameName(kept, typed)).toBe(same)
  })
  it('takes a reference in any shape', () => {
    expect(isSameReference('PA-7K3Q2M', ' pa 7k3q2m ')).toBe(true)
    expect(isSameReference('PA-7K3Q2M', 'PA-7K3Q2N')).toBe(false)
  })
})

describe('a link that went to a mailbox', () => {
  it('gives the record an account with all its history, and what was still to be told by e-mail', async () => {
    const { id, email } = await enrolled()
    const request = await db.supportRequest.create({
      data: { candidateId: id, kind: 'buddy', requestedAt: frozen, dueAt: frozen, changedAt: frozen },
    })
    await db.telling.create({ data: { candidateId: id, kind: 'request.accepted', aboutId: request.id, createdAt: frozen } })
    expect((await make(id, 'email')).status).toBe(303)
    const page = await pageOf(id)
    const shown = await opened(page)
    expect(shown.text).not.toContain('Moira')
    expect(shown.headers['cache-control']).toBe('no-store')
    const visitor = aBrowser()
    const answer = await submit(visitor, page, { name: 'Moira Kettlewell', password: NEW })
    expect([answer.status, answer.headers['location']]).toEqual([303, '/my/start'])
    await visitor.get('/my/details').expect(200)
    const found = await db.candidate.findUniqueOrThrow({
      where: { id },
      include: { account: { include: { roles: true } }, requests: true },
    })
    expect(found).toMatchObject({
      email: null,
      account: { email, name: 'Moira Kettlewell', roles: [{ role: 'candidate' }] },
      requests: [{ kind: 'buddy' }],
    })
    expect(await db.telling.findFirst({ where: { candidateId: id } })).toMatchObject({ toldHow: 'email' })
    expect(await db.email.count({ where: { candidateId: id, kind: 'request.accepted' } })).toBe(1)
    expect((await opened(page)).status).toBe(410)
  })

  it('says neither name nor anything else of the person in the e-mail', async () => {
    const { id } = await enrolled()
    await make(id, 'email')
    const [link] = await linksOf(id)
    const about = {
      emailId: '',
      accountId: null,
      candidateId: id,
      aboutId: link?.id ?? '',
      data: {},
      baseUrl: 'http://x',
      force: profileOf('cheshire'),
    }
    const written = await emailKinds['accounts.claim']?.(about)
    expect(JSON.stringify(written)).not.toContain('Moira')
    expect(written?.button?.href).toBe(`http://x${await pageOf(id)}`)
  })

  it('opens nothing for a wrong name, and after ten tries for none', async () => {
    const { id } = await enrolled()
    await make(id, 'email')
    const page = await pageOf(id)
    for (let tries = 0; tries < 10; tries += 1) expect((await claim(page, { name: 'Moira Smith', password: NEW })).status).toBe(422)
    expect((await claim(page, { name: 'Moira Kettlewell', password: NEW })).status).toBe(429)
    expect(await db.candidate.findUnique({ where: { id } })).toMatchObject({ accountId: null })
  })

  it.each([
    ['an easy password', { name: 'Moira Kettlewell', password: 'password1234' }],
    ['no name', { name: '', password: NEW }],
    ['no password', { name: 'Moira Kettlewell', password: '' }],
  ])('asks again for %s', async (_what, values) => {
    const { id } = await enrolled()
    await make(id, 'email')
    expect((await claim(await pageOf(id), values)).status).toBe(422)
  })

  it('works for fourteen days, until a newer one is made, until the address is put right', async () => {
    const { id } = await enrolled()
    await make(id, 'email')
    const first = await pageOf(id)
    vi.setSystemTime(new Date(frozen.getTime() + 14 * DAY - 1))
    expect((await opened(first)).status).toBe(200)
    vi.setSystemTime(new Date(frozen.getTime() + 14 * DAY))
    expect((await opened(first)).status).toBe(410)
    priya = await signedInAs(await anAccount({ roles: ['coordinator'] }), app)
    await make(id, 'email')
    const second = await pageOf(id)
    await make(id, 'email')
    expect((await opened(second)).status).toBe(410)
    const third = await pageOf(id)
    await submit(priya, `/staff/candidates/${id}/reach`, { reachBy: 'email', email: 'right@people.example', phone: '' })
    expect((await opened(third)).status).toBe(410)
  })

  it('is used once, however many use it at once', async () => {
    const { id, email } = await enrolled()
    await make(id, 'email')
    const page = await pageOf(id)
    const answers = await Promise.all([NEW, `${NEW}-2`, `${NEW}-3`].map((password) => claim(page, { name: 'Moira Kettlewell', password })))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410])
    expect(await db.account.count({ where: { email: email ?? '' } })).toBe(1)
    expect(await db.event.count({ where: { candidateId: id, name: 'candidate.claimed' } })).toBe(1)
  })

  it('asks somebody whose address has an account for its password, and adds the record to it', async () => {
    const account = await anAccount({ roles: ['supporter'] })
    const { id } = await enrolled({ email: account.email })
    await make(id, 'email')
    const page = await pageOf(id)
    expect((await claim(page, { name: 'Moira Kettlewell', password: NEW })).status).toBe(422)
    const answer = await claim(page, { name: 'Moira Kettlewell', password: PASSWORD })
    expect(answer.headers['location']).toBe('/sign-in?notice=claimed')
    expect(await db.candidate.findUnique({ where: { id } })).toMatchObject({ accountId: account.id })
  })

  it('joins nothing by itself where that account is a candidate’s already: the team is asked', async () => {
    const known = await aCandidate()
    const { id } = await enrolled({ email: known.account?.email ?? '' })
    await make(id, 'email')
    const answer = await claim(await pageOf(id), { name: 'Moira Kettlewell', password: PASSWORD })
    expect(answer.headers['location']).toBe('/sign-in?notice=twoRecords')
    expect(await db.candidate.findUnique({ where: { id } })).toMatchObject({ accountId: null })
    const pair = await db.duplicatePair.findFirst({ where: { OR: [{ firstId: id }, { secondId: id }] } })
    expect(pair).toMatchObject({ why: ['claimed'], dismissedAt: null })
    await db.$executeRaw`SELECT find_duplicates(${id}::uuid, ${frozen}::timestamptz)`
    expect(await db.duplicatePair.count({ where: { id: pair?.id ?? '', why: { has: 'claimed' } } })).toBe(1)
  })
})

describe('a link on paper', () => {
  it('is printed without the reference, and with reference and name leads to a link by e-mail', async () => {
    const { id, reference } = await enrolled({ email: null })
    const made = await make(id, 'paper')
    expect(made.headers['location']).toBe(`/staff/candidates/${id}/claim-letter`)
    const page = await pageOf(id, false)
    const letter = await priya.get(`/staff/candidates/${id}/claim-letter`).expect(200)
    expect(letter.text).toContain(page)
    expect(letter.text.replace(/pa-noprint"><div[\s\S]*?<\/div><\/div>/, '')).not.toContain(reference)
    const wrong = await claim(page, { reference, name: 'Moira Smith', email: 'm@people.example' })
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('do not go together')])
    const known = await aCandidate()
    for (const email of ['moira.new@people.example', known.account?.email ?? '']) {
      const sent = await claim(page, { reference, name: 'Moira Kettlewell', email })
      expect([sent.status, sent.text]).toEqual([200, expect.stringContaining('Look in your mailbox')])
      expect(await db.email.count({ where: { address: email, kind: 'accounts.claim' } })).toBe(1)
    }
    await claim(page, { reference, name: 'Moira Kettlewell', email: 'moira.new@people.example' })
    expect((await claim(await pageOf(id), { name: 'Moira Kettlewell', password: NEW })).headers['location']).toBe('/my/start')
    expect((await opened(page)).status).toBe(410)
  })
})

it('makes no link where there is no address to send it to, or an account already', async () => {
  const { id } = await enrolled({ email: null })
  expect([(await make(id, 'email')).status, (await make((await aCandidate()).id, 'paper')).status]).toEqual([422, 422])
})

it('goes with the person when they are erased', async () => {
  const { id } = await enrolled()
  await make(id, 'email')
  await db.$executeRaw`SELECT erase_candidate(${id}::uuid, ${frozen}::timestamptz)`
  expect([await db.link.count({ where: { candidateId: id } }), await db.email.count({ where: { candidateId: id } })]).toEqual([0, 0])
  expect(await db.candidate.findUnique({ where: { id } })).toMatchObject({ email: null, reachBy: null, postalAddress: null })
})

const opened = (page: string) => request(app).get(page)
const aBrowser = () => request.agent(app)
