import request from 'supertest'
import type TestAgent from 'supertest/lib/agent.js'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { aCandidate, anAccount, anApp, aPhoneOf, PASSWORD, signedInAs, signInByForm, submit, tokenIn } from '../support/people.ts'

let app: ReturnType<typeof anApp>
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

async function aPerson() {
  const { account } = await aCandidate()
  if (!account) throw new Error('no account')
  return account
}

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
