import request from 'supertest'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { anAccount, anApp, signInByForm, submit, tokenIn } from '../support/people.ts'
import { letters, linkIn, written } from './letters.ts'

let app: ReturnType<typeof anApp>
const NEW = { name: 'Amara Okafor', email: 'amara@people.example', password: 'lantern-mustard-glacier-8' }
const HOUR = 3_600_000

beforeAll(() => {
  app = anApp()
})
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-14T10:00:00Z') })
  await db.rateLimit.deleteMany()
  await db.email.deleteMany()
  await db.registration.deleteMany()
  await db.candidate.deleteMany()
  await db.account.deleteMany()
})

const begin = async (typed: Partial<typeof NEW> = {}, agent = request.agent(app)) => {
  const sent = await submit(agent, '/register', { ...NEW, ...typed })
  expect([sent.status, sent.headers['location']]).toEqual([303, '/register/sent'])
  return agent
}

describe('registering', () => {
  test('leads from three answers over a link in an e-mail to one’s own pages', async () => {
    const agent = await begin()
    expect(await db.account.count()).toBe(0)
    expect((await agent.get('/register/sent').expect(200)).text).toContain('Look in your e-mail')

    const [email] = await letters()
    expect(email).toMatchObject({ kind: 'accounts.verify', address: NEW.email, state: 'queued' })
    const content = email && (await written(email))
    expect(content?.subject).toBe('Confirm your e-mail address')
    expect(JSON.stringify(content)).not.toMatch(/police officer|candidate|Amara/i)

    const link = await linkIn('accounts.verify')
    expect(content?.button?.href).toBe(`http://localhost:4301${link}`)
    const done = await submit(agent, link, {})
    expect([done.status, done.headers['location']]).toEqual([303, '/my/start'])

    const account = await db.account.findFirstOrThrow({ include: { roles: true, candidate: true } })
    expect(account).toMatchObject({ name: NEW.name, email: NEW.email, roles: [{ role: 'candidate' }] })
    expect(account.candidate?.reference).toMatch(/^PA-[2-9A-HJKMNP-TV-Z]{6}$/)
    expect(await db.event.findMany({ orderBy: { id: 'asc' }, select: { name: true, actorRole: true, candidateId: true } })).toEqual([
      { name: 'registration.begun', actorRole: 'visitor', candidateId: null },
      { name: 'account.verified', actorRole: 'candidate', candidateId: account.candidate?.id },
    ])
    await signInByForm(NEW.email, app, NEW.password)
  })

  test('looking at the link changes nothing, as programs that check mail look too', async () => {
    const agent = await begin()
    const link = await linkIn('accounts.verify')
    const page = await agent.get(link).expect(200)
    expect(page.headers['cache-control']).toBe('no-store')
    await request(app).head(link)
    expect(await db.account.count()).toBe(0)
    expect(await db.link.count({ where: { usedAt: null } })).toBe(1)
  })

  test('on another device the link asks for the password that was chosen, so a stranger who typed the address gains nothing', async () => {
    await begin({ password: 'a-strangers-own-choice-42' })
    const link = await linkIn('accounts.verify')
    const victim = request.agent(app)
    const page = await victim.get(link).expect(200)
    expect(page.text).toContain('The password you chose when you registered')
    const refused = await submit(victim, link, { password: '' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('This is not the password that was chosen')
    expect(await db.account.count()).toBe(0)
    const done = await submit(victim, link, { password: 'a-strangers-own-choice-42' })
    expect(done.headers['location']).toBe('/my/start')
  })

  test('guessing the password at the link ends after ten tries', async () => {
    await begin()
    const link = await linkIn('accounts.verify')
    const other = request.agent(app)
    const csrf = tokenIn((await other.get(link)).text)
    const statuses = []
    for (let i = 0; i < 12; i += 1) {
      statuses.push(
        (
          await other
            .post(link)
            .type('form')
            .send({ _csrf: csrf, password: `wrong ${String(i)}` })
        ).status,
      )
    }
    expect(statuses).toEqual([...Array<number>(10).fill(422), 429, 429])
  })

  test('a link works once, for a day, and not when somebody else made it', async () => {
    const agent = await begin()
    const link = await linkIn('accounts.verify')
    vi.setSystemTime(new Date('2027-01-15T10:00:00Z'))
    const late = await agent.get(link).expect(410)
    expect(late.text).toContain('This link has run out')
    expect((await submit(agent, '/register/sent', {}, link)).status).toBe(410)
    vi.setSystemTime(new Date('2027-01-15T09:59:59Z'))
    await submit(agent, link, { password: NEW.password })
    expect((await agent.get(link).expect(410)).text).toContain('This link has been used')
    for (const made of [
      '/verify/x',
      `/verify/${'a'.repeat(300)}`,
      `${link.slice(0, -4)}AAAA`,
      '/verify/%00',
      link.replace('verify', 'reset'),
    ]) {
      await request(app).get(made).expect(404)
    }
    expect(await db.account.count()).toBe(1)
  })

  test('asking again brings a link that works for the same registration, and the older one goes on working', async () => {
    const agent = await begin()
    const first = await linkIn('accounts.verify')
    vi.setSystemTime(new Date('2027-01-14T17:00:00Z'))
    const again = await submit(agent, '/register/sent', { email: ' AMARA@people.example ' })
    expect([again.status, again.headers['location']]).toEqual([303, '/register/sent-again'])
    const second = await linkIn('accounts.verify')
    expect(second).not.toBe(first)
    expect(await letters()).toHaveLength(2)
    await agent.get(first).expect(200)
    expect((await submit(agent, second, {})).status).toBe(303)
    await agent.get(first).expect(410)
  })

  test('an address that is typed very often gets only a few e-mails, and the answer stays the same', async () => {
    for (let i = 0; i < 8; i += 1) await begin()
    expect(await letters()).toHaveLength(5)
  })
})

describe('an address that is known', () => {
  test('is answered exactly like one that is not', async () => {
    await anAccount({ roles: ['candidate'], email: 'known@people.example' })
    const answerFor = async (email: string) => {
      const agent = request.agent(app)
      const before = await submit(agent, '/register', { ...NEW, email })
      const sent = await agent.get('/register/sent')
      const again = await submit(agent, '/register/sent', { email })
      const forgotten = await submit(agent, '/forgotten', { email })
      const wrong = await submit(agent, '/sign-in', { email, password: 'not the password' })
      return [before, sent, again, forgotten, wrong].map(({ status, headers, text }) => ({
        status,
        location: headers['location'],
        names: Object.keys(headers).sort(),
        text: text.replaceAll(/name="_csrf" value="[^"]+"/g, '').replaceAll(email, 'EMAIL'),
      }))
    }
    expect(await answerFor('known@people.example')).toEqual(await answerFor('nobody@people.example'))
  })

  test('gets an e-mail that says so, with the way in, and nothing is changed', async () => {
    const account = await anAccount({ email: 'known@people.example' })
    await begin({ email: 'Known@People.example' })
    const [email] = await letters()
    expect(email).toMatchObject({ kind: 'accounts.alreadyRegistered', accountId: account.id, address: null })
    const content = email && (await written(email))
    expect(content?.subject).toBe('You already have an account')
    await request(app)
      .get(await linkIn('accounts.alreadyRegistered'))
      .expect(200)
    expect(await db.registration.count()).toBe(0)
    await signInByForm(account.email)
  })

  test('is never answered sooner than the one that is not known', async () => {
    await anAccount({ email: 'known@people.example' })
    const takes = async (email: string) => {
      const started = performance.now()
      await begin({ email })
      return performance.now() - started
    }
    expect(await takes('known@people.example')).toBeGreaterThan(200)
    expect(await takes('nobody@people.example')).toBeGreaterThan(200)
  })
})

describe('two at once', () => {
  test('pressing the button twice makes one account', async () => {
    const agent = await begin()
    const link = await linkIn('accounts.verify')
    const csrf = tokenIn((await agent.get(link)).text)
    const answers = await Promise.all([1, 2, 3].map(() => agent.post(link).type('form').send({ _csrf: csrf })))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(Math.max(...answers.map(({ status }) => status))).toBeLessThan(500)
    expect(await db.account.count()).toBe(1)
    expect(await db.candidate.count()).toBe(1)
  })

  test('two registrations of one address, both confirmed at the same moment, make one account', async () => {
    const people = [await begin(), await begin({ email: 'AMARA@people.example', password: 'second-orchid-bramble-77' })]
    const links = await Promise.all([NEW.email, 'AMARA@people.example'].map((address) => linkIn('accounts.verify', { address })))
    const tokens = await Promise.all(people.map(async (agent, i) => tokenIn((await agent.get(links[i] ?? '')).text)))
    const answers = await Promise.all(
      people.map((agent, i) =>
        agent
          .post(links[i] ?? '')
          .type('form')
          .send({ _csrf: tokens[i] }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410])
    expect(await db.account.count()).toBe(1)
  })
})

describe('what was never confirmed', () => {
  test('is deleted a week after its last link stopped working', async () => {
    const { tidyAccounts } = await import('../../src/features/accounts/commands/register.ts')
    await begin()
    vi.setSystemTime(new Date(Date.parse('2027-01-14T10:00:00Z') + 7 * 24 * HOUR))
    await tidyAccounts()
    expect(await db.registration.count()).toBe(1)
    vi.setSystemTime(new Date(Date.parse('2027-01-14T10:00:00Z') + 8 * 24 * HOUR + 1000))
    await tidyAccounts()
    expect([await db.registration.count(), await db.link.count()]).toEqual([0, 0])
  })
})
