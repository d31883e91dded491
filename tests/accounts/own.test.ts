import request from 'supertest'
import type TestAgent from 'supertest/lib/agent.js'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { signLink } from '../../src/core/links.ts'
import { ownAccountEmails } from '../../src/features/accounts/emails/own.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, anApp, aPhoneOf, PASSWORD, signedInAs, signInByForm, submit, tokenIn } from '../support/people.ts'
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
const hiddenIn = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
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

describe('my sessions', () => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; rv:120.0) Gecko/20100101 Firefox/120.0'

  test('are listed by browser and time, ended one by one, and keep nothing of the network', async () => {
    const account = await aPerson()
    const mine = await signInByForm(account.email, app)
    const other = request.agent(app).set('User-Agent', firefox)
    await submit(other, '/sign-in', { email: account.email, password: PASSWORD })
    const page = await mine.get('/account/sessions').expect(200)
    expect(page.text.match(/<li class="pa-req">/g)).toHaveLength(2)
    expect(page.text).toContain('Firefox on Windows')
    expect(page.text.match(/This one/g)).toHaveLength(1)
    const stored = JSON.stringify(await db.$queryRaw`SELECT sess FROM sessions WHERE sess #>> '{passport,user}' = ${account.id}`)
    expect(stored).not.toMatch(/127\.0\.0\.1|::1|Mozilla/)
    const named = /Firefox on Windows[\s\S]*?name="session" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    expect((await submit(mine, '/account/sessions', { session: named }, '/account/sessions/end')).status).toBe(303)
    expect([await isIn(mine), await isIn(other)]).toEqual([true, false])
  })

  test('end everywhere else, or everywhere; and nobody ends another person’s', async () => {
    const [account, stranger] = [await aPerson(), await aPerson()]
    const [a, b] = [await signInByForm(account.email, app), await signInByForm(account.email, app)]
    const named = hiddenIn((await a.get('/account/sessions')).text, 'session')
    await submit(await signedInAs(stranger, app), '/account/sessions', { session: named }, '/account/sessions/end')
    expect(await isIn(a)).toBe(true)
    await submit(a, '/account/sessions', {}, '/account/sessions/end-others')
    expect([await isIn(a), await isIn(b)]).toEqual([true, false])
    const c = await signInByForm(account.email, app)
    expect((await submit(c, '/account/sessions', {}, '/account/sessions/end-all')).headers['location']).toBe('/sign-in?notice=signedOut')
    expect([await isIn(a), await isIn(c)]).toEqual([false, false])
  })

  test('stay ended, even where a page was under way that would have written to them', async () => {
    const account = await aPerson()
    const agent = await signInByForm(account.email, app)
    minutes(5)
    const slow = agent.get('/account/sessions')
    const [answer] = await Promise.all([slow, db.$executeRaw`DELETE FROM sessions WHERE sess #>> '{passport,user}' = ${account.id}`])
    expect([200, 303]).toContain(answer.status)
    expect(await db.$queryRaw`SELECT 1 FROM sessions WHERE sess #>> '{passport,user}' = ${account.id}`).toEqual([])
  })

  test('of staff end after an hour without use, of everybody after eight hours, and say when', async () => {
    const staff = await signInByForm((await anAccount()).email, app)
    const candidate = await signInByForm((await aPerson()).email, app)
    for (let i = 0; i < 3; i += 1) {
      minutes(59)
      expect(await isIn(staff)).toBe(true)
    }
    minutes(61)
    expect((await staff.get('/staff')).headers['location']).toBe('/sign-in?next=%2Fstaff&notice=ended')
    expect(await isIn(candidate)).toBe(true)
    minutes(5 * 60)
    expect(await isIn(candidate)).toBe(false)
  })

  test('last as long again when the person says that they stay, and answer the page with how long', async () => {
    const agent = await signInByForm((await anAccount()).email, app)
    minutes(57)
    const page = await agent.get('/contact')
    expect(page.text).toContain('data-left="3600"')
    minutes(57)
    const stay = await agent
      .post('/account/stay')
      .set('Accept', 'application/json')
      .type('form')
      .send({ _csrf: tokenIn(page.text) })
    expect(stay.body).toEqual({ left: 3600, most: 6 * 3600 + 6 * 60, warning: 300 })
  })
})

describe('a form sent after the session has ended', () => {
  const typed = { topic: 'support' }
  const fromHere = { 'Sec-Fetch-Site': 'same-origin' }

  async function sendLate(agent: TestAgent, page: string, values: object, address = page) {
    const opened = await agent.get(page).expect(200)
    minutes(9 * 60)
    return agent
      .post(address)
      .set(fromHere)
      .type('form')
      .send({ _csrf: tokenIn(opened.text), ...values })
  }

  test('comes back to the person after they sign in, filled, unsent, and with a new token', async () => {
    const account = await aPerson()
    const agent = await signInByForm(account.email, app)
    const late = await sendLate(agent, '/my/details/name', { name: 'Typed <b>late</b>', phone: '07700 900123', password: 'never kept' })
    expect(late.status).toBe(403)
    expect(late.text).toContain('Sign in to go on')
    expect(late.text).not.toMatch(/Typed|07700|never kept/)
    const kept = hiddenIn(late.text, 'kept')
    const wrong = await submit(agent, '/sign-in', { email: account.email, password: 'not it', kept })
    expect(hiddenIn(wrong.text, 'kept')).toBe(kept)
    const back = await submit(agent, '/sign-in', { email: account.email, password: PASSWORD, kept })
    expect(back.text).toContain('action="/my/details/name"')
    const form = await submit(agent, '/account', { _kept: hiddenIn(back.text, '_kept') }, '/my/details/name')
    expect(form.status).toBe(200)
    expect(form.text).toContain('value="Typed &lt;b&gt;late&lt;/b&gt;"')
    expect(form.text).toContain('Nothing has been sent yet')
    expect(form.text).not.toContain('never kept')
    expect((await db.candidate.findFirstOrThrow({ where: { accountId: account.id } })).name).not.toContain('Typed')
    const stored = JSON.stringify(await db.session.findMany())
    expect(stored).not.toContain('Typed')
  })

  test('comes back to staff after the code too, in the role they typed it in', async () => {
    const account = await anAccount({ roles: ['coordinator', 'administrator'] })
    const agent = await signInByForm(account.email, app)
    await submit(agent, '/role', { role: 'administrator' })
    const late = await sendLate(agent, '/account/name', { name: 'Typed Late' })
    const phone = await aPhoneOf(account.id)
    const asked = await submit(agent, '/sign-in', { email: account.email, password: PASSWORD, kept: hiddenIn(late.text, 'kept') })
    expect(asked.text).toContain('Enter your code')
    const back = await submit(agent, '/sign-in/code', { code: phone(), kept: hiddenIn(asked.text, 'kept') })
    expect(back.text).toContain('You are signed in again')
    const form = await submit(agent, '/account', { _kept: hiddenIn(back.text, '_kept') }, '/account/name')
    expect(form.text).toContain('value="Typed Late"')
    expect(form.text).toContain('administrator')
  })

  test('is dropped when somebody else signs in, an hour later, or at another address', async () => {
    const [account, other] = [await aPerson(), await aPerson()]
    const agent = await signInByForm(account.email, app)
    const kept = hiddenIn((await sendLate(agent, '/my/details/name', { name: 'Typed Late' })).text, 'kept')
    const theirs = await submit(request.agent(app), '/sign-in', { email: other.email, password: PASSWORD, kept })
    expect(theirs.headers['location']).toBe('/my')
    const own = await signedInAs(account, app)
    const elsewhere = await submit(own, '/account', { _kept: kept }, '/contact')
    expect([elsewhere.status, elsewhere.text.includes('Typed Late')]).toEqual([403, false])
    const stranger = await submit(await signedInAs(other, app), '/account', { _kept: kept }, '/my/details/name')
    expect([stranger.status, stranger.text.includes('Typed Late')]).toEqual([403, false])
    minutes(61)
    expect((await submit(await signedInAs(account, app), '/account', { _kept: kept }, '/my/details/name')).status).toBe(403)
    expect((await submit(own, '/account', { _kept: 'forged' }, '/my/details/name')).status).toBe(403)
  })

  test('is not kept when it came from elsewhere, holds nothing typed, or far too much', async () => {
    const agent = await signInByForm((await aPerson()).email, app)
    const token = tokenIn((await agent.get('/my/details/name')).text)
    minutes(9 * 60)
    const send = (headers: Record<string, string>, values: object) =>
      agent
        .post('/my/details/name')
        .set(headers)
        .type('form')
        .send({ _csrf: token, ...values })
    for (const headers of [{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'null' }, {} as Record<string, string>]) {
      expect(hiddenIn((await send(headers, { name: 'Typed' })).text, 'kept')).toBe('')
    }
    expect(hiddenIn((await send(fromHere, { password: 'only this' })).text, 'kept')).toBe('')
    expect(hiddenIn((await send(fromHere, { name: 'x'.repeat(100_000) })).text, 'kept')).toBe('')
    expect(hiddenIn((await send({ Origin: 'http://127.0.0.1' }, { name: 'Typed' })).text, 'kept')).toBe('')
  })

  test('by a visitor, or with a token of before the role was changed, is simply shown again', async () => {
    const visitor = request.agent(app)
    const late = await sendLate(visitor, '/contact', { ...typed, name: 'Vi', email: 'vi@people.example', message: 'A long message' })
    expect([late.status, late.text.includes('A long message')]).toEqual([403, true])
    expect(await db.contactMessage.count()).toBe(0)
    const again = await visitor
      .post('/contact')
      .set(fromHere)
      .type('form')
      .send({ _csrf: tokenIn(late.text), ...typed, name: 'Vi', email: 'vi@people.example', message: 'A long message' })
    expect(again.status).toBe(303)
    const agent = await signedInAs(await anAccount({ roles: ['lead'] }), app)
    const opened = tokenIn((await agent.get('/account/name')).text)
    const stale = opened.replace(/^[^.]+/, 'an-older-token')
    const shown = await agent.post('/account/name').set(fromHere).type('form').send({ _csrf: stale, name: 'Typed Here' })
    expect([shown.status, shown.text.includes('value="Typed Here"')]).toEqual([403, true])
  })
})
