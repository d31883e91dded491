import type TestAgent from 'supertest/lib/agent.js'
import request from 'supertest'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { aCandidate, anAccount, anApp, PASSWORD, signedInAs, signInByForm, submit, tokenIn } from '../support/people.ts'
import { letters, linkIn, written } from './letters.ts'

let app: ReturnType<typeof anApp>
const NEW_PASSWORD = 'lantern-mustard-glacier-8'
const MINUTE = 60_000

beforeAll(() => {
  app = anApp({ TRUST_PROXY: 1 })
})
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-14T10:00:00Z') })
  await db.rateLimit.deleteMany()
})

const sessionOf = (answer: { headers: Record<string, unknown> }) => /session=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1]
const isSignedIn = async (agent: TestAgent) => (await agent.get('/role')).status === 200

/** Tries a password from a network, as a browser that keeps nothing would. */
async function tryFrom(ip: string, email: string, password = 'not the password', at = app) {
  const agent = request.agent(at).set('X-Forwarded-For', ip)
  const { text } = await agent.get('/sign-in').expect(200)
  return agent
    .post('/sign-in')
    .type('form')
    .send({ _csrf: tokenIn(text), email, password })
}

describe('a session', () => {
  test('gets a new id when somebody signs in, so that an id planted before is worth nothing', async () => {
    const { account } = await aCandidate()
    const agent = request.agent(app)
    const page = await agent.get('/sign-in')
    const planted = sessionOf(page)
    const answer = await agent
      .post('/sign-in')
      .type('form')
      .send({ _csrf: tokenIn(page.text), email: account?.email, password: PASSWORD })
    expect([answer.status, answer.headers['location']]).toEqual([303, '/my'])
    expect(sessionOf(answer)).toBeDefined()
    expect(sessionOf(answer)).not.toBe(planted)
    expect(
      (
        await request(app)
          .get('/role')
          .set('Cookie', `session=${String(planted)}`)
      ).headers['location'],
    ).toBe('/sign-in?next=%2Frole')
  })

  test('ends at sign-out, also for whoever copied it', async () => {
    const account = await anAccount()
    const agent = await signInByForm(account.email, app)
    const copy = (await db.session.findMany()).length
    expect(copy).toBeGreaterThan(0)
    const answer = await submit(agent, '/role', {}, '/sign-out')
    expect(answer.headers['location']).toBe('/sign-in?notice=signedOut')
    expect(await isSignedIn(agent)).toBe(false)
    expect(await db.$queryRaw`SELECT sid FROM sessions WHERE sess #>> '{passport,user}' = ${account.id}`).toEqual([])
  })

  test('cannot be used by another site', async () => {
    const account = await anAccount()
    const agent = await signedInAs(account, app)
    await agent.post('/sign-out').type('form').send({}).expect(403)
    const { text } = await agent.get('/role')
    await agent
      .post('/sign-out')
      .set('Sec-Fetch-Site', 'cross-site')
      .type('form')
      .send({ _csrf: tokenIn(text) })
      .expect(403)
    expect(await isSignedIn(agent)).toBe(true)
  })
})

describe('signing in', () => {
  test('goes on to the page that was wanted, and never to another site', async () => {
    const { account } = await aCandidate()
    const goes = async (next: string) =>
      (await submit(request.agent(app), '/sign-in', { email: account?.email ?? '', password: PASSWORD, next })).headers['location']
    expect(await goes('/my/details?tab=1')).toBe('/my/details?tab=1')
    for (const elsewhere of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      'javascript:alert(1)',
      'my',
      '/%0d%0aSet-Cookie: x',
      '/.//evil.example',
    ]) {
      expect(await goes(elsewhere)).toMatch(/^\/(my$|%0d%0aSet-Cookie:%20x)/)
    }
  })

  test('keeps what was typed, and never the password', async () => {
    const answer = await submit(request.agent(app), '/sign-in', { email: 'nobody@people.example', password: 'a wrong password' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('value="nobody@people.example"')
    expect(answer.text).not.toContain('a wrong password')
  })

  test('is not open to a closed account', async () => {
    const account = await anAccount()
    const agent = await signInByForm(account.email, app)
    await db.account.update({ where: { id: account.id }, data: { closedAt: new Date() } })
    expect(await isSignedIn(agent)).toBe(false)
    expect((await tryFrom('203.0.113.5', account.email, PASSWORD)).status).toBe(422)
  })
})

describe('many wrong passwords', () => {
  test('are refused after ten from one network, through every process, in the same words whether or not the address is known', async () => {
    const { email } = await anAccount()
    const processes = [app, anApp({ TRUST_PROXY: 1 })]
    const answers = async (address: string, ip: string) => {
      const got = []
      for (let i = 0; i < 12; i += 1) got.push(await tryFrom(ip, address, undefined, processes[i % 2]))
      return got
    }
    const known = await answers(email, '203.0.113.5')
    const unknown = await answers('nobody@people.example', '198.51.100.7')
    expect(known.map(({ status }) => status)).toEqual([...Array<number>(10).fill(422), 429, 429])
    const shown = (got: typeof known, address: string) =>
      got.map(({ status, text }) => [status, text.replaceAll(address, '').replace(/name="_csrf" value="[^"]+"/, '')])
    expect(shown(unknown, 'nobody@people.example')).toEqual(shown(known, email))
    expect((await tryFrom('203.0.113.99', email, PASSWORD)).status).toBe(429)
    vi.setSystemTime(Date.now() + 15 * MINUTE + 1000)
    expect((await tryFrom('203.0.113.5', email, PASSWORD)).status).toBe(303)
  })

  test('do not lock out the person, who comes in from another network or from a browser they used before', async () => {
    const { email } = await anAccount()
    const own = await signInByForm(email, app)
    for (let i = 0; i < 11; i += 1) await tryFrom('127.0.0.1', email)
    expect((await tryFrom('127.0.0.1', email, PASSWORD)).status).toBe(429)
    expect((await tryFrom('198.51.100.7', email, PASSWORD)).status).toBe(303)
    await submit(own, '/role', {}, '/sign-out')
    expect((await submit(own, '/sign-in', { email, password: PASSWORD })).status).toBe(303)
  })

  test('spread over many networks end too, and a new password by e-mail lets the person in at once', async () => {
    const { email, id } = await anAccount()
    await db.email.deleteMany()
    for (let i = 0; i < 3; i += 1) expect((await tryFrom(`10.${String(i)}.0.1`, email)).status).toBe(422)
    await db.rateLimit.updateMany({ where: { key: { startsWith: 'sign-in-address' } }, data: { points: 100 } })
    expect((await tryFrom('192.0.2.1', email, PASSWORD)).status).toBe(429)
    const person = request.agent(app)
    await submit(person, '/forgotten', { email })
    const link = await linkIn('accounts.reset', { accountId: id })
    await submit(person, link, { password: NEW_PASSWORD })
    expect((await submit(person, '/sign-in', { email, password: NEW_PASSWORD })).status).toBe(303)
  })

  test('at once do not slip through', async () => {
    const { email } = await anAccount()
    const agent = request.agent(app)
    const csrf = tokenIn((await agent.get('/sign-in')).text)
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => agent.post('/sign-in').type('form').send({ _csrf: csrf, email, password: 'wrong' })),
    )
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(10)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15)
  })

  test('right passwords cost an office nothing', async () => {
    const { email } = await anAccount()
    for (let i = 0; i < 14; i += 1) expect((await tryFrom('203.0.113.5', email, PASSWORD)).status).toBe(303)
    const points = await db.rateLimit.findMany({ where: { key: { startsWith: 'sign-in' } }, select: { points: true } })
    expect(points.reduce((sum, one) => sum + one.points, 0)).toBe(0)
  })
})

describe('a forgotten password', () => {
  test('is replaced over a link; every session of the account ends, and the person is told', async () => {
    const account = await anAccount({ name: 'Helen' })
    const phone = await signInByForm(account.email, app)
    const other = await signInByForm((await anAccount()).email, app)
    const person = request.agent(app)
    const asked = await submit(person, '/forgotten', { email: account.email })
    expect([asked.status, asked.headers['location']]).toEqual([303, '/forgotten/sent'])
    const link = await linkIn('accounts.reset', { accountId: account.id })
    await person.get(link).expect(200)
    expect(await isSignedIn(phone)).toBe(true)

    const done = await submit(person, link, { password: NEW_PASSWORD })
    expect([done.status, done.headers['location']]).toEqual([303, '/sign-in?notice=passwordChanged'])
    expect((await person.get('/sign-in?notice=passwordChanged')).text).toContain('Your password is changed')
    expect(await isSignedIn(phone)).toBe(false)
    expect(await isSignedIn(other)).toBe(true)
    expect((await tryFrom('203.0.113.5', account.email, PASSWORD)).status).toBe(422)
    await signInByForm(account.email, app, NEW_PASSWORD)

    const told = (await letters({ accountId: account.id })).find(({ kind }) => kind === 'accounts.passwordChanged')
    const content = told && (await written(told))
    expect(content?.subject).toBe('Your password was changed')
    expect(await db.event.count({ where: { name: 'account.passwordChanged', subjectId: account.id } })).toBe(1)
  })

  test('leaves no session alive that a request under way writes back, or that acts in another role', async () => {
    const account = await anAccount({ roles: ['coordinator', 'administrator'] })
    const stolen = await signInByForm(account.email, app)
    await submit(stolen, '/role', { role: 'administrator' })
    const kept = await db.session.findMany()
    vi.setSystemTime(Date.now() + MINUTE)
    const person = request.agent(app)
    await submit(person, '/forgotten', { email: account.email })
    await submit(person, await linkIn('accounts.reset', { accountId: account.id }), { password: NEW_PASSWORD })
    await db.session.createMany({ data: kept.map(({ sid, sess, expire }) => ({ sid, sess: sess ?? {}, expire })), skipDuplicates: true })
    expect(await isSignedIn(stolen)).toBe(false)
  })

  test('a link works for an hour and once, and a newer one ends with it', async () => {
    const account = await anAccount()
    const person = request.agent(app)
    await submit(person, '/forgotten', { email: account.email })
    const first = await linkIn('accounts.reset', { accountId: account.id })
    vi.setSystemTime(Date.now() + 30 * MINUTE)
    await submit(person, '/forgotten', { email: account.email })
    const second = await linkIn('accounts.reset', { accountId: account.id })
    const tokens = await Promise.all([first, second].map(async (link) => tokenIn((await person.get(link).expect(200)).text)))
    const answers = await Promise.all(
      [first, second].map((link, i) =>
        person
          .post(link)
          .type('form')
          .send({ _csrf: tokens[i], password: `${NEW_PASSWORD}-${String(i)}` }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410])
    vi.setSystemTime(Date.now() + MINUTE)
    await submit(person, '/forgotten', { email: account.email })
    const third = await linkIn('accounts.reset', { accountId: account.id })
    vi.setSystemTime(Date.now() + 60 * MINUTE)
    expect((await person.get(third).expect(410)).text).toContain('one hour')
    const [late] = (await letters({ accountId: account.id, kind: 'accounts.reset' })).slice(-1)
    expect(late && (await written(late))).toBeUndefined()
  })

  test('a weak new password is refused beside its field, and the link still works', async () => {
    const account = await anAccount({ name: 'Helen Whitcombe', email: 'helen.whitcombe@people.example' })
    const person = request.agent(app)
    await submit(person, '/forgotten', { email: account.email })
    const link = await linkIn('accounts.reset', { accountId: account.id })
    for (const weak of [
      'short',
      'helenwhitcombe2027',
      'cheshire police 1',
      'aaaaaaaaaaaaaaaaaa',
      'helen.whitcombe@people',
      'x'.repeat(201),
    ]) {
      const answer = await submit(person, link, { password: weak })
      expect([weak, answer.status]).toEqual([weak, 422])
      expect(answer.text).toContain('id="password-error"')
    }
    expect((await submit(person, link, { password: NEW_PASSWORD })).status).toBe(303)
  })
})
