import request from 'supertest'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { aCandidate, anAccount, anApp, aPhoneOf, PASSWORD, passCode, signedInAs, submit } from '../support/people.ts'

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

describe('a sensitive page', () => {
  const staleAs = async (account: { id: string }) => signedInAs(account, app, undefined, { provenAt: undefined })

  test('asks somebody of the staff for password and code when the last are ten minutes old, and then goes on', async () => {
    const account = await anAccount()
    const phone = await aPhoneOf(account.id)
    const agent = request.agent(app)
    await submit(agent, '/sign-in', { email: account.email, password: PASSWORD })
    await passCode(agent, phone)
    await agent.get('/account/password').expect(200)
    minutes(11)
    const asked = await agent.get('/account/password')
    expect(asked.headers['location']).toBe('/account/again?next=%2Faccount%2Fpassword')
    const next = { next: '/account/password' }
    expect((await submit(agent, '/account/again', { password: 'not it', code: phone(), ...next })).text).toContain(
      'That is not your password',
    )
    expect((await submit(agent, '/account/again', { password: PASSWORD, code: '000000', ...next })).status).toBe(422)
    expect((await submit(agent, '/account/again', { password: PASSWORD, code: phone(), ...next })).headers['location']).toBe(
      '/account/password',
    )
    await agent.get('/account/password').expect(200)
  })

  test('asks a candidate without codes for the password alone, and leads to no other site', async () => {
    const { account } = await aCandidate()
    const agent = await staleAs(account ?? { id: '' })
    const page = await agent.get('/account/again').expect(200)
    expect(page.text).not.toContain('name="code"')
    const answer = await submit(agent, '/account/again', { password: PASSWORD, next: 'https://evil.example/' })
    expect(answer.headers['location']).toBe('/my')
  })

  test('stops asking after ten wrong passwords', async () => {
    const { account } = await aCandidate()
    const agent = await staleAs(account ?? { id: '' })
    for (let i = 0; i < 10; i += 1) expect((await submit(agent, '/account/again', { password: 'not it' })).status).toBe(422)
    expect((await submit(agent, '/account/again', { password: PASSWORD })).status).toBe(429)
  })

  test('keeps what was typed when it is sent too late, gives it back after the password, and does nothing meanwhile', async () => {
    const { account } = await aCandidate()
    const agent = await staleAs(account ?? { id: '' })
    const late = await submit(agent, '/account', { email: 'new-place@people.example' }, '/account/email')
    expect(late.status).toBe(403)
    expect(late.text).toContain('Show that it is you')
    expect(late.text).not.toContain('new-place@people.example')
    const proven = await submit(agent, '/account', { password: PASSWORD, kept: hiddenIn(late.text, 'kept') }, '/account/again')
    expect(proven.text).toContain('action="/account/email"')
    const back = await submit(agent, '/account', { _kept: hiddenIn(proven.text, '_kept') }, '/account/email')
    expect(back.text).toContain('value="new-place@people.example"')
    expect(await db.emailChange.count({ where: { accountId: account?.id ?? '' } })).toBe(0)
  })
})
