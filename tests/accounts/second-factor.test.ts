import request from 'supertest'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import {
  giveCode,
  offerSecret,
  renewRecoveryCodes,
  resetSecondFactor,
  setUpCodes,
} from '../../src/features/accounts/commands/second-factor.ts'
import { findMember } from '../../src/features/accounts/queries.ts'
import { codeAt } from '../../src/features/accounts/rules/second-factor.ts'
import { aCandidate, anAccount, anApp, aPhoneOf, PASSWORD, signedInAs, submit } from '../support/people.ts'
import { letters } from './letters.ts'

let app: ReturnType<typeof anApp>
beforeAll(() => {
  app = anApp()
})
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-14T10:00:00Z') })
  await db.rateLimit.deleteMany()
})
const minutes = (count: number) => vi.setSystemTime(Date.now() + count * 60_000)

async function withPassword(email: string) {
  const agent = request.agent(app)
  const answer = await submit(agent, '/sign-in', { email, password: PASSWORD })
  return { agent, answer }
}
const secretIn = (html: string) => /class="pa-secret">([A-Z2-7 ]+)</.exec(html)?.[1]?.replaceAll(' ', '') ?? ''
const hiddenIn = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
const codesIn = (html: string) => [...html.matchAll(/class="pa-secret">([a-z2-9-]{14})</g)].map(([, code]) => code ?? '')
const attempt = (accountId: string, network = 'somewhere') => ({ accountId, email: 'x@people.example', network, device: undefined })

describe('somebody of the staff who has given only the password', () => {
  test('reaches no page of theirs, may give the code or stop, and is in with the code', async () => {
    const { account } = await aCandidate()
    if (!account) throw new Error('nobody')
    await db.accountRole.create({ data: { accountId: account.id, role: 'lead', grantedAt: new Date() } })
    const phone = await aPhoneOf(account.id)
    const { agent, answer } = await withPassword(account.email)
    expect(answer.headers['location']).toBe('/sign-in/code')
    for (const page of ['/staff', '/my', '/role', '/account', '/account/sessions', '/account/second-factor', '/staff/candidates']) {
      expect((await agent.get(page)).headers['location'], page).toBe(`/sign-in?next=${encodeURIComponent(page)}`)
    }
    expect((await agent.get('/sign-in?next=%2Fstaff')).headers['location']).toBe('/sign-in/code?next=%2Fstaff')
    expect((await submit(agent, '/sign-in/code', { role: 'candidate' }, '/role')).headers['location']).toBe('/sign-in')
    expect((await agent.get('/sign-in/set-up')).headers['location']).toBe('/sign-in/code')
    expect((await submit(agent, '/sign-in/code', { code: '000000' })).status).toBe(422)
    expect((await submit(agent, '/sign-in/code', { code: phone() })).headers['location']).toBe('/role')
    await agent.get('/my').expect(200)
    await agent.get('/sign-in/code').expect(303)
  })

  test('is nobody again once they stop, or after a quarter of an hour', async () => {
    const account = await anAccount()
    const phone = await aPhoneOf(account.id)
    const { agent } = await withPassword(account.email)
    expect((await submit(agent, '/sign-in/code', {}, '/sign-in/stop')).headers['location']).toBe('/sign-in')
    expect((await agent.get('/sign-in/code')).headers['location']).toBe('/sign-in')
    const slow = (await withPassword(account.email)).agent
    minutes(16)
    expect((await slow.get('/sign-in/code')).headers['location']).toBe('/sign-in')
    expect(phone()).toMatch(/^\d{6}$/)
  })

  test('takes a session under a new id when the code is given', async () => {
    const account = await anAccount()
    const phone = await aPhoneOf(account.id)
    const { agent, answer } = await withPassword(account.email)
    const before = answer.headers['set-cookie']
    const done = await submit(agent, '/sign-in/code', { code: phone() })
    expect(done.headers['set-cookie']).toBeDefined()
    expect(done.headers['set-cookie']?.[0]?.split(';')[0]).not.toBe(before?.[0]?.split(';')[0])
  })
})

test('a candidate alone needs no code; who becomes staff meanwhile needs one from the next page on', async () => {
  const { account } = await aCandidate()
  const { agent, answer } = await withPassword(account?.email ?? '')
  expect(answer.headers['location']).toBe('/my')
  await agent.get('/my').expect(200)
  await db.accountRole.create({ data: { accountId: account?.id ?? '', role: 'supporter', grantedAt: new Date() } })
  expect((await agent.get('/my')).headers['location']).toBe('/sign-in?next=%2Fmy')
  expect((await agent.get('/sign-in/code')).headers['location']).toBe('/sign-in/set-up')
})

describe('setting up codes', () => {
  test('shows the secret as QR and in letters, wants a code of it, and gives ten recovery codes once', async () => {
    const account = await anAccount()
    const { agent } = await withPassword(account.email)
    const page = await agent.get('/sign-in/set-up').expect(200)
    expect(page.text).toMatch(/<svg class="pa-qr"[\s\S]*<path/)
    const secret = secretIn(page.text)
    const wrong = await submit(agent, '/sign-in/set-up', { code: '000000', sealed: hiddenIn(page.text, 'sealed') })
    expect(wrong.status).toBe(422)
    expect(secretIn(wrong.text)).toBe(secret)
    const done = await submit(agent, '/sign-in/set-up', { code: codeAt(secret, new Date()), sealed: hiddenIn(wrong.text, 'sealed') })
    expect(done.status).toBe(200)
    const codes = codesIn(done.text)
    expect(new Set(codes).size).toBe(10)
    const file = await submit(agent, '/account', { codes: hiddenIn(done.text, 'codes') }, '/account/recovery-codes/file')
    expect(file.headers['content-disposition']).toContain('attachment')
    for (const code of codes) expect(file.text).toContain(code)
    const kept =
      JSON.stringify(await db.recoveryCode.findMany()) + JSON.stringify((await db.secondFactor.findMany()).map(({ sealed }) => sealed))
    for (const code of [...codes, ...codes.map((code) => code.replaceAll('-', '')), secret]) expect(kept).not.toContain(code)
    expect((await letters({ accountId: account.id })).map(({ kind }) => kind)).toContain('accounts.codesSetUp')
    await agent.get('/staff').expect(200)
  })

  test('is refused to who knows only the password, once codes stand', async () => {
    const account = await anAccount()
    const offer = offerSecret(account.id)
    await aPhoneOf(account.id)
    const { agent } = await withPassword(account.email)
    const answer = await submit(agent, '/sign-in/code', { code: codeAt(offer.secret, new Date()), sealed: offer.sealed }, '/sign-in/set-up')
    expect(answer.headers['location']).toBe('/sign-in/code')
    const member = await findMember(account.id)
    if (!member) throw new Error('nobody')
    const typed = { sealed: offer.sealed, code: codeAt(offer.secret, new Date()), mayReplace: false }
    expect(await setUpCodes(member, attempt(account.id), typed)).toEqual({ ok: false, reason: 'alreadySetUp' })
  })

  test('takes no secret that was offered to somebody else, or over an hour ago', async () => {
    const [account, other] = [await anAccount(), await anAccount()]
    const member = await findMember(account.id)
    if (!member) throw new Error('nobody')
    const refusal = { ok: false, reason: 'staleOffer' }
    const set = ({ secret, sealed }: { secret: string; sealed: string }) =>
      setUpCodes(member, attempt(account.id), { sealed, code: codeAt(secret, new Date()), mayReplace: true })
    expect(await set(offerSecret(other.id))).toEqual(refusal)
    const mine = offerSecret(account.id)
    minutes(60)
    expect(await set(mine)).toEqual(refusal)
  })
})

describe('a code', () => {
  test('given twice at once passes once, and never again', async () => {
    const account = await anAccount()
    const phone = await aPhoneOf(account.id)
    const both = await Promise.all([1, 2, 3].map(() => giveCode(attempt(account.id), phone())))
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(both.filter((one) => !one.ok && one.reason === 'usedCode')).toHaveLength(2)
    const agents = await Promise.all([withPassword(account.email), withPassword(account.email)])
    minutes(1)
    const answers = await Promise.all(agents.map(({ agent }) => submit(agent, '/sign-in/code', { code: phone() })))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
  })

  test('is tried ten times from one place, after which even the right one waits; elsewhere and later it works', async () => {
    const account = await anAccount()
    const phone = await aPhoneOf(account.id)
    const { agent } = await withPassword(account.email)
    for (let i = 0; i < 10; i += 1) expect((await submit(agent, '/sign-in/code', { code: '000000' })).status).toBe(422)
    expect((await submit(agent, '/sign-in/code', { code: phone() })).status).toBe(429)
    expect(await giveCode(attempt(account.id, 'elsewhere'), phone())).toEqual({ ok: true })
  })

  test('cannot be made unused again, nor a recovery code: the database refuses', async () => {
    const account = await anAccount()
    const phone = await aPhoneOf(account.id)
    await giveCode(attempt(account.id), phone())
    await expect(db.secondFactor.update({ where: { accountId: account.id }, data: { lastStep: 1n } })).rejects.toThrow()
    const member = await findMember(account.id)
    if (!member) throw new Error('nobody')
    const [code = ''] = (await renewRecoveryCodes(member)) ?? []
    await giveCode(attempt(account.id), code)
    const { id } = await db.recoveryCode.findFirstOrThrow({ where: { accountId: account.id, usedAt: { not: null } } })
    await expect(db.recoveryCode.update({ where: { id }, data: { usedAt: null } })).rejects.toThrow()
    await expect(db.$executeRaw`UPDATE second_factors SET sealed = ''`).rejects.toThrow()
  })
})

describe('a recovery code', () => {
  test('works once, two at once too, is told by e-mail, and asks for new ones when few are left', async () => {
    const account = await anAccount()
    await aPhoneOf(account.id)
    const member = await findMember(account.id)
    if (!member) throw new Error('nobody')
    const codes = (await renewRecoveryCodes(member)) ?? []
    const { agent } = await withPassword(account.email)
    expect((await submit(agent, '/sign-in/recovery', { code: 'abcd-efgh-2345' })).status).toBe(422)
    const done = await submit(agent, '/sign-in/recovery', { code: codes[0]?.toUpperCase() ?? '' })
    expect(done.headers['location']).toBe('/staff')
    const again = (await withPassword(account.email)).agent
    expect((await submit(again, '/sign-in/recovery', { code: codes[0] ?? '' })).text).toContain('was used already')
    const both = await Promise.all([1, 2].map(() => giveCode(attempt(account.id), codes[1] ?? '')))
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect((await letters({ accountId: account.id })).filter(({ kind }) => kind === 'accounts.recoveryCodeUsed')).toHaveLength(2)
    for (const code of codes.slice(2, 7)) expect(await giveCode(attempt(account.id), code)).toMatchObject({ ok: true })
    const few = (await withPassword(account.email)).agent
    expect((await submit(few, '/sign-in/recovery', { code: codes[7] ?? '' })).headers['location']).toBe('/account/second-factor')
    expect((await few.get('/account/second-factor')).text).toContain('You have 2 recovery codes left')
  })

  test('of an older set works no more once new ones are made', async () => {
    const account = await anAccount()
    await aPhoneOf(account.id)
    const member = await findMember(account.id)
    if (!member) throw new Error('nobody')
    const [old = ''] = (await renewRecoveryCodes(member)) ?? []
    await renewRecoveryCodes(member)
    expect(await giveCode(attempt(account.id), old)).toEqual({ ok: false, reason: 'wrongCode' })
  })
})

describe('codes of somebody whose phone is lost', () => {
  test('are reset by a lead, who is asked who they are; the person is signed out, told, and sets up new ones', async () => {
    const priya = await anAccount({ roles: ['coordinator'], name: 'Priya' })
    await aPhoneOf(priya.id)
    const hers = await signedInAs(priya, app)
    await hers.get('/staff').expect(200)
    const lead = await anAccount({ roles: ['lead'] })
    const page = `/staff/accounts/${priya.id}/codes`
    const stale = await signedInAs(lead, app, 'lead', { provenAt: undefined })
    expect((await stale.get(page)).headers['location']).toBe(`/account/again?next=${encodeURIComponent(page)}`)
    const agent = await signedInAs(lead, app)
    expect((await submit(agent, page, {})).headers['location']).toBe(`${page}?done=yes`)
    expect((await agent.get(`${page}?done=yes`)).text).toContain('The codes of Priya are reset')
    expect((await hers.get('/staff')).status).toBe(303)
    expect((await letters({ accountId: priya.id })).map(({ kind }) => kind)).toContain('accounts.codesReset')
    const { agent: anew } = await withPassword(priya.email)
    expect((await anew.get('/sign-in/code')).headers['location']).toBe('/sign-in/set-up')
  })

  test('are no business of other roles, nor those of leads of a lead’s', async () => {
    const [lead, other] = [await anAccount({ roles: ['lead'] }), await anAccount({ roles: ['lead'] })]
    await aPhoneOf(other.id)
    const agent = await signedInAs(lead, app)
    await agent.get(`/staff/accounts/${other.id}/codes`).expect(404)
    await agent.get(`/staff/accounts/${lead.id}/codes`).expect(404)
    const { account: candidate } = await aCandidate()
    await agent.get(`/staff/accounts/${candidate?.id ?? ''}/codes`).expect(404)
    const actor = await findMember(lead.id)
    if (actor?.role !== 'lead') throw new Error('nobody')
    expect(await resetSecondFactor(actor, other.id)).toBe(false)
    for (const role of ['coordinator', 'supporter', 'recruiter'] as const) {
      await (await signedInAs(await anAccount({ roles: [role] }), app)).get(`/staff/accounts/${other.id}/codes`).expect(403)
    }
  })
})

test('a candidate may choose codes, is then asked for them, and may stop', async () => {
  const { account } = await aCandidate()
  const agent = await signedInAs({ id: account?.id ?? '' }, app)
  const offered = await agent.get('/account/second-factor/phone').expect(200)
  const typed = { code: codeAt(secretIn(offered.text), new Date()), sealed: hiddenIn(offered.text, 'sealed') }
  expect((await submit(agent, '/account/second-factor/phone', typed)).status).toBe(200)
  expect((await withPassword(account?.email ?? '')).answer.headers['location']).toBe('/sign-in/code')
  expect((await submit(agent, '/account/second-factor', {}, '/account/second-factor/off')).headers['location']).toBe(
    '/account?notice=codesOff',
  )
  expect((await withPassword(account?.email ?? '')).answer.headers['location']).toBe('/my')
  const staff = await anAccount()
  await aPhoneOf(staff.id)
  const stays = await signedInAs(staff, app)
  expect((await submit(stays, '/account/second-factor', {}, '/account/second-factor/off')).headers['location']).toBe(
    '/account/second-factor',
  )
  expect(await db.secondFactor.count({ where: { accountId: staff.id } })).toBe(1)
})
