import request from 'supertest'
import type TestAgent from 'supertest/lib/agent.js'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { signLink } from '../../src/core/links.ts'
import { ownAccountEmails } from '../../src/features/accounts/emails/own.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, anApp, PASSWORD, signedInAs, signInByForm, submit } from '../support/people.ts'
import { letters } from './letters.ts'

let app: ReturnType<typeof anApp>
const NEW_PASSWORD = 'lantern-mustard-glacier-8'
beforeAll(() => {
  app = anApp()
})
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-14T10:00:00Z') })
  await db.rateLimit.deleteMany()
})
const minutes = (count: number) => vi.setSystemTime(Date.now() + count * 60_000)
const isIn = async (agent: TestAgent) => (await agent.get('/account')).status === 200

async function aPerson(email?: string) {
  const { account } = await aCandidate(email === undefined ? {} : { email })
  if (!account) throw new Error('no account')
  return account
}
const kindsFor = async (where: { accountId?: string; address?: string }) => (await letters(where)).map(({ kind }) => kind)
const linkFor = async (accountId: string) => {
  const { id } = await db.emailChange.findFirstOrThrow({ where: { accountId, usedAt: null } })
  return `/account/email/${signLink(id)}`
}

test('every role has a page about its own account, and a way to it from every page', async () => {
  for (const role of ['supporter', 'coordinator', 'lead', 'recruiter', 'administrator'] as const) {
    const account = await anAccount({ roles: [role], name: 'Sam Person' })
    const page = await (await signedInAs(account, app)).get('/account').expect(200)
    for (const words of ['Sam Person', account.email, role, 'href="/account"']) expect(page.text, role).toContain(words)
  }
  const page = await (await signedInAs(await aPerson(), app)).get('/my').expect(200)
  expect(page.text).toContain('href="/account"')
})

test('a name of staff is changed for colleagues, not that of the candidate they also are', async () => {
  const account = await anAccount({ name: 'Old Name' })
  const agent = await signedInAs(account, app)
  expect((await submit(agent, '/account/name', { name: ' ' })).status).toBe(422)
  expect((await submit(agent, '/account/name', { name: 'Nia O’Brien' })).headers['location']).toBe('/account?notice=name')
  expect((await agent.get('/account')).text).toContain('Nia O’Brien, coordinator')
})

describe('another e-mail address', () => {
  test('is confirmed from its own mailbox; both are told; the old one opens nothing any more', async () => {
    const account = await aPerson('before@people.example')
    const agent = await signedInAs(account, app)
    const asked = await submit(agent, '/account/email', { email: 'After@people.example' })
    expect(asked.headers['location']).toBe('/account?notice=emailAsked')
    expect(await kindsFor({ accountId: account.id })).toEqual(['accounts.emailAsked'])
    expect(await kindsFor({ address: 'After@people.example' })).toEqual(['accounts.emailConfirm'])
    const link = await linkFor(account.id)
    expect((await request(app).get(link)).headers['location']).toContain('/sign-in?next=')
    expect((await submit(agent, link, {})).headers['location']).toBe('/account?notice=email')
    expect(await kindsFor({ accountId: account.id })).toContain('accounts.emailChanged')
    expect(await kindsFor({ address: 'before@people.example' })).toEqual(['accounts.emailLeft'])
    expect((await submit(request.agent(app), '/sign-in', { email: 'before@people.example', password: PASSWORD })).status).toBe(422)
    expect((await submit(request.agent(app), '/sign-in', { email: 'after@people.example', password: PASSWORD })).status).toBe(303)
    expect((await agent.get(link)).status).toBe(410)
  })

  test('that has an account gets the same answer, no link, and a word to its owner', async () => {
    const [account, owner] = [await aPerson(), await aPerson('taken@people.example')]
    const agent = await signedInAs(account, app)
    const asked = await submit(agent, '/account/email', { email: 'TAKEN@people.example' })
    expect(asked.headers['location']).toBe('/account?notice=emailAsked')
    const page = await agent.get('/account')
    expect(page.text).toContain('TAKEN@people.example')
    expect(await kindsFor({ accountId: owner.id })).toEqual(['accounts.emailTaken'])
    expect(await kindsFor({ address: 'TAKEN@people.example' })).toEqual([])
    expect((await submit(agent, await linkFor(account.id), {})).status).toBe(410)
    expect(await db.account.count({ where: { emailKey: 'taken@people.example' } })).toBe(1)
  })

  test('is not taken with somebody else’s link, an older link, or one of yesterday', async () => {
    const [account, other] = [await aPerson(), await aPerson()]
    const agent = await signedInAs(account, app)
    await submit(agent, '/account/email', { email: 'first@people.example' })
    const first = await linkFor(account.id)
    expect((await (await signedInAs(other, app)).get(first)).status).toBe(404)
    await submit(agent, '/account/email', { email: 'second@people.example' })
    expect((await agent.get(first)).status).toBe(410)
    const second = await linkFor(account.id)
    minutes(24 * 60)
    const nextDay = await signedInAs(account, app)
    expect((await nextDay.get(second)).status).toBe(410)
    expect((await nextDay.get('/account/email/x.y')).status).toBe(404)
  })

  test('that two people ask for goes to the first who confirms', async () => {
    const people = [await aPerson(), await aPerson()]
    const agents = await Promise.all(people.map((account) => signedInAs(account, app)))
    for (const agent of agents) await submit(agent, '/account/email', { email: 'wanted@people.example' })
    const links = await Promise.all(people.map(({ id }) => linkFor(id)))
    const answers = await Promise.all(agents.map((agent, i) => submit(agent, links[i] ?? '', {})))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410])
    expect(await db.account.count({ where: { emailKey: 'wanted@people.example' } })).toBe(1)
  })

  test('is refused when it is the one of now, and to who is not fresh', async () => {
    const account = await aPerson('same@people.example')
    const agent = await signedInAs(account, app)
    expect((await submit(agent, '/account/email', { email: 'Same@people.example' })).status).toBe(422)
    const stale = await signedInAs(account, app, undefined, { provenAt: undefined })
    expect((await stale.get('/account/email')).headers['location']).toBe('/account/again?next=%2Faccount%2Femail')
  })
})

test('every letter about one’s own account is written whole, and carries no code', async () => {
  const account = await aPerson('written@people.example')
  const agent = await signedInAs(account, app)
  await submit(agent, '/account/email', { email: 'elsewhere@people.example' })
  const { id: aboutId } = await db.emailChange.findFirstOrThrow({ where: { accountId: account.id } })
  for (const [kind, write] of Object.entries(ownAccountEmails)) {
    const about = { emailId: aboutId, accountId: account.id, candidateId: null, aboutId, data: {}, baseUrl: 'http://localhost:4301' }
    const letter = await write({ ...about, force: profileOf('hampshire') })
    expect(letter?.why, kind).toContain('Hampshire')
    expect(`${letter?.subject ?? ''}${letter?.heading ?? ''}`, kind).not.toMatch(/@|\d{6}/)
  }
})

test('a new password ends every other session, keeps this one, and is told by e-mail', async () => {
  const account = await aPerson()
  const [here, there] = [await signInByForm(account.email, app), await signInByForm(account.email, app)]
  const form = '/account/password'
  expect((await submit(here, form, { password: 'short' })).status).toBe(422)
  expect((await submit(here, form, { password: 'password password password' })).text).toContain('Someone could guess')
  expect((await submit(here, form, { password: PASSWORD })).text).toContain('the password you have now')
  minutes(1)
  const done = await submit(here, form, { password: NEW_PASSWORD })
  expect(done.headers['location']).toBe('/account?notice=password')
  expect([await isIn(here), await isIn(there)]).toEqual([true, false])
  expect(await kindsFor({ accountId: account.id })).toEqual(['accounts.passwordChanged'])
  expect((await submit(request.agent(app), '/sign-in', { email: account.email, password: PASSWORD })).status).toBe(422)
})
