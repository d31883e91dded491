import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import request from 'supertest'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { databaseUrl } from '../support/database.ts'
import { codeAt } from '../../src/features/accounts/rules/second-factor.ts'
import { passCode, tokenIn } from '../support/people.ts'
import { build, launch, ready, type Started } from '../support/process.ts'

const full = process.env['FULL'] === '1'
const KILLS = full ? 20 : 3
const folder = mkdtempSync(path.join(tmpdir(), 'portal-'))
const running = new Set<Started>()
type Account = { role: string; email: string; password: string; totp?: string }

beforeAll(build)
afterAll(async () => {
  for (const each of running) each.child.kill('SIGKILL')
  await Promise.all([...running].map((each) => each.ended))
  await wait(500) // the database ends a moment after its parent
  rmSync(folder, { recursive: true, force: true })
})

async function begin(settings: Record<string, string> = {}): Promise<Started> {
  const started = await launch('server', { DATA_DIR: folder, LOG_LEVEL: 'warn', ...settings })
  running.add(started)
  void started.ended.then(() => running.delete(started))
  return started
}

async function kill(started: Started): Promise<void> {
  started.child.kill('SIGKILL')
  await started.ended
}

const accounts = () => JSON.parse(readFileSync(path.join(folder, 'demo-accounts.json'), 'utf8')) as Account[]

/** A code works once, so whoever comes a second time in the same half minute gives the next one. */
let signedIn = 0
const HALF_MINUTE = 30_000

async function signIn({ url }: Started, { email, password, totp }: Account) {
  const agent = request.agent(url)
  const page = await agent.get('/sign-in').expect(200)
  const answer = await agent
    .post('/sign-in')
    .type('form')
    .send({ _csrf: tokenIn(page.text), email, password })
  if (totp !== undefined) await passCode(agent, () => codeAt(totp, new Date(Date.now() + (signedIn++ > 0 ? HALF_MINUTE : 0))))
  return { agent, answer }
}

// Many processes are started here, which takes its time beside another file; how fast one start is, is held with FULL=1.
const MANY_STARTS = full ? 300_000 : 60_000

it(
  `starts well after being killed ${String(KILLS)} times in the middle of the first start, and again of later ones`,
  { timeout: MANY_STARTS },
  async () => {
    const moments: number[] = []
    for (let i = 0; i < KILLS; i += 1) {
      const moment = Math.round((i / KILLS) * 2500 + Math.random() * 400)
      moments.push(moment)
      const started = await begin()
      await Promise.race([wait(moment), started.ended])
      expect(started.child.exitCode, started.output()).toBeNull() // it did not end by itself
      await kill(started)
    }
    console.log(`killed after ${moments.join(', ')} ms`)
    const good = await ready(await begin())
    expect(
      accounts()
        .map(({ role }) => role)
        .sort(),
    ).toEqual(
      [...Array<string>(16).fill('candidate'), ...Array<string>(2).fill('coordinator'), ...Array<string>(2).fill('lead')]
        .concat(Array<string>(2).fill('recruiter'), 'administrator', Array<string>(3).fill('supporter'))
        .sort(),
    )
    for (const role of ['candidate', 'coordinator', 'recruiter']) {
      const account = accounts().find((each) => each.role === role)
      expect((await signIn(good, account ?? { role, email: '', password: '' })).answer.status, role).toBe(303)
    }
    await kill(good)
  },
)

it(
  'keeps what it acknowledged when it is killed at once, and is ready again within a second and a half',
  { timeout: MANY_STARTS },
  async () => {
    const times: number[] = []
    for (let i = 0; i < (full ? 5 : 2); i += 1) {
      const started = await ready(await begin())
      times.push(Math.round(started.ms))
      const page = await request(started.url).get('/contact')
      const cookie = page.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
      const message = {
        topic: 'support',
        name: `Kept ${String(i)}`,
        email: 'kept@people.example',
        message: 'Is this kept when the power goes?',
      }
      const answer = await request(started.url)
        .post('/contact')
        .set('Cookie', cookie)
        .type('form')
        .send({ _csrf: tokenIn(page.text), ...message })
      expect(answer.status).toBe(303)
      await kill(started)
    }
    const last = await ready(await begin())
    const coordinator = accounts().find(({ role }) => role === 'coordinator')
    const { agent } = await signIn(last, coordinator ?? { role: '', email: '', password: '' })
    const queue = await agent.get('/staff/contact').expect(200)
    for (let i = 0; i < times.length; i += 1) expect(queue.text).toContain(`Kept ${String(i)}`)
    console.log(`later starts ready after ${times.join(', ')} ms`)
    if (full) expect(Math.min(...times)).toBeLessThan(1500)
    await kill(last)
  },
)

it('finishes what is under way when asked to stop, and ends well', async () => {
  const started = await ready(await begin())
  await request(started.url).get('/health/live').expect(200, 'live\n')
  await request(started.url).get('/health/ready').expect(200, 'ready\n')
  const agent = request.agent(started.url)
  const page = await agent.get('/sign-in')
  const slow = agent
    .post('/sign-in')
    .type('form')
    .send({ _csrf: tokenIn(page.text), email: 'nobody@people.example', password: 'a password to weigh' })
  const answered = slow.then(({ status }) => status)
  await wait(15)
  started.child.kill('SIGTERM')
  expect(await answered).toBe(422)
  expect(await started.ended, started.output()).toBe(0)
})

const deployment = () => ({
  DATABASE_URL: databaseUrl('owner'),
  RECRUITER_DATABASE_URL: databaseUrl('recruiter'),
  BASE_URL: 'http://localhost:3000',
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'team@force.example',
  SESSION_SECRET: 'a secret for tests, long enough to pass',
})

it('serves a database of the force it belongs to, site and clockwork apart, and stops at the other force’s', async () => {
  const web = await ready(await launch('web', deployment()))
  running.add(web)
  const worker = await ready(await launch('worker', deployment()))
  running.add(worker)
  await request(web.url).get('/').expect(200)
  await request(web.url).get('/demo/mail').expect(404)
  const other = await launch('web', { ...deployment(), FORCE: 'hampshire' })
  expect(await other.ended).toBe(1)
  expect(other.output()).toContain('FORCE is "hampshire", but this database belongs to "cheshire"')
  for (const each of [web, worker]) each.child.kill('SIGTERM')
  expect(await Promise.all([web.ended, worker.ended])).toEqual([0, 0])
})

it.each([
  ['a superuser', { DATABASE_URL: () => databaseUrl('superuser') }, /is a superuser, and the portal never runs as one/],
  [
    'the owner in the recruiter’s place',
    { RECRUITER_DATABASE_URL: () => databaseUrl('owner') },
    /RECRUITER_DATABASE_URL: .*must be the role "recruiter"/,
  ],
  [
    'another database for the recruiter',
    { RECRUITER_DATABASE_URL: () => inject('postgres').recruiter.replace('DATABASE', 'postgres') },
    /leads to another database/,
  ],
  ['a database that is away', { DATABASE_URL: () => 'postgresql://portal@127.0.0.1:9/portal' }, /DATABASE_URL: could not connect/],
])('refuses to start with %s, and says so', async (_what, change, words) => {
  const changed = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value()]))
  const started = await launch('web', { ...deployment(), ...changed })
  expect(await started.ended).toBe(1)
  expect(started.output()).toMatch(words)
})

it.each(['web', 'worker'] as const)('says that %s alone needs a database', async (program) => {
  const started = await launch(program, { DATA_DIR: folder })
  expect(await started.ended).toBe(1)
  expect(started.output()).toContain('DATABASE_URL: is needed')
})
