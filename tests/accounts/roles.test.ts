import request from 'supertest'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { signLink } from '../../src/core/links.ts'
import { inviteFirstAdministrator } from '../../src/features/accounts/commands/join.ts'
import { aCandidate, anAccount, aPhoneOf, anApp, PASSWORD, signedInAs, signInByForm, submit, tokenIn } from '../support/people.ts'

let app: ReturnType<typeof anApp>
const NEW_PASSWORD = 'lantern-mustard-glacier-8'
const BASE = 'https://support.example.org'

beforeAll(() => {
  app = anApp()
})
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-14T10:00:00Z') })
  await db.rateLimit.deleteMany()
})

const anInvitation = async (role: string, email = 'new@staff.example') => {
  const expiresAt = new Date(Date.now() + 86_400_000)
  const { id } = await db.link.create({ data: { purpose: 'invite', role, email, createdAt: new Date(), expiresAt } })
  return `/join/${signLink(id)}`
}

describe('somebody with several roles', () => {
  test('chooses one after signing in, acts in it alone, and can change it', async () => {
    const candidate = await aCandidate({ name: 'Helen' })
    await db.accountRole.create({ data: { accountId: candidate.accountId ?? '', role: 'administrator', grantedAt: new Date() } })
    const agent = await signInByForm(candidate.account?.email ?? '', app)
    const page = await agent.get('/role').expect(200)
    expect(page.text.match(/type="radio"/g)).toHaveLength(2)

    const chosen = await submit(agent, '/role', { role: 'administrator' })
    expect([chosen.status, chosen.headers['location']]).toEqual([303, '/staff/accounts'])
    await agent.get('/staff/accounts').expect(200)
    const before = chosen.headers['set-cookie']

    const changed = await submit(agent, '/role', { role: 'candidate', next: '/workshops' })
    expect(changed.headers['location']).toBe('/workshops')
    expect(changed.headers['set-cookie']).toBeDefined()
    expect(changed.headers['set-cookie']).not.toEqual(before)
    await agent.get('/staff/accounts').expect(403)
  })

  test('is asked which before going on to the page they wanted', async () => {
    const { id, email } = await anAccount({ roles: ['coordinator', 'administrator'] })
    const phone = await aPhoneOf(id)
    const agent = request.agent(app)
    const wanted = { next: '/staff/accounts?page=2' }
    expect((await submit(agent, '/sign-in', { email, password: PASSWORD, ...wanted })).headers['location']).toMatch(
      /^\/sign-in\/code\?next=/,
    )
    const answer = await submit(agent, '/sign-in/code', { code: phone(), ...wanted })
    expect(answer.headers['location']).toBe('/role?next=%2Fstaff%2Faccounts%3Fpage%3D2')
  })

  test('cannot take a role they do not hold', async () => {
    const agent = await signedInAs(await anAccount({ roles: ['coordinator', 'supporter'] }), app)
    for (const role of ['administrator', 'visitor', '', 'x'.repeat(999)]) expect((await submit(agent, '/role', { role })).status).toBe(422)
    expect((await submit(agent, '/role', { role: ['coordinator', 'supporter'] })).status).toBe(422)
    await agent.get('/staff/accounts').expect(403)
  })

  test('acts in another of their roles from the next page on when the chosen one is taken away', async () => {
    const account = await anAccount({ roles: ['coordinator', 'administrator'] })
    const agent = await signedInAs(account, app, 'administrator')
    await agent.get('/staff/accounts').expect(200)
    await db.accountRole.delete({ where: { accountId_role: { accountId: account.id, role: 'administrator' } } })
    await agent.get('/staff/accounts').expect(403)
  })
})

test('a member of staff becomes a candidate with the account they have, once', async () => {
  const account = await anAccount({ roles: ['supporter'], name: 'Tom' })
  const agent = await signedInAs(account, app)
  expect((await agent.get('/register').expect(200)).text).toContain('Become a candidate')
  const csrf = tokenIn((await agent.get('/register')).text)
  const answers = await Promise.all([1, 2].map(() => agent.post('/register/role').type('form').send({ _csrf: csrf })))
  expect(answers.map(({ headers }) => headers['location'])).toContain('/my/start')
  expect(Math.max(...answers.map(({ status }) => status))).toBeLessThan(500)
  expect(await db.candidate.count({ where: { accountId: account.id } })).toBe(1)
  expect(await db.accountRole.count({ where: { accountId: account.id } })).toBe(2)
})

test('somebody with one role has nothing to choose', async () => {
  const agent = await signedInAs(await anAccount({ roles: ['lead'] }), app)
  expect((await agent.get('/role').expect(200)).text).toContain('You act in one role')
  await agent.get('/sign-in').expect(303).expect('location', '/staff')
})

describe('a recruiter', () => {
  test.each(['coordinator', 'lead', 'supporter'] as const)('is never also %s: the database refuses both orders', async (role) => {
    const grant = (accountId: string, added: string) => db.accountRole.create({ data: { accountId, role: added, grantedAt: new Date() } })
    await expect(grant((await anAccount({ roles: ['recruiter'] })).id, role)).rejects.toThrow()
    await expect(grant((await anAccount({ roles: [role] })).id, 'recruiter')).rejects.toThrow()
    const both = (await anAccount({ roles: ['candidate'] })).id
    const granted = await Promise.allSettled([grant(both, role), grant(both, 'recruiter')])
    expect(granted.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('is told so when an invitation would make them both', async () => {
    const { email } = await anAccount({ roles: ['recruiter'] })
    const link = await anInvitation('lead', email)
    const answer = await submit(request.agent(app), link, { password: PASSWORD })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('A recruiter cannot also be')
    await request(app).get(link).expect(200)
  })
})

describe('an invitation', () => {
  test('makes an account with its role, once', async () => {
    const link = await anInvitation('coordinator')
    const agent = request.agent(app)
    const weak = await submit(agent, link, { name: 'Dev Patel', password: 'short' })
    expect(weak.status).toBe(422)
    expect(weak.text).toContain('value="Dev Patel"')
    const empty = await submit(agent, link, { name: ['a', 'b'], password: '' })
    expect(empty.text.match(/govuk-error-message/g)).toHaveLength(2)
    const done = await submit(agent, link, { name: 'Dev Patel', password: NEW_PASSWORD })
    expect([done.status, done.headers['location']]).toEqual([303, '/sign-in?notice=joined'])
    await agent.get(link).expect(410)
    const again = await signInByForm('new@staff.example', app, NEW_PASSWORD)
    await again.get('/role').expect(200)
  })

  test('adds its role to an account that exists, for whoever knows its password', async () => {
    const account = await anAccount({ roles: ['coordinator'] })
    const link = await anInvitation('administrator', account.email)
    expect((await submit(request.agent(app), link, { name: 'Somebody', password: NEW_PASSWORD })).status).toBe(422)
    expect((await submit(request.agent(app), link, { password: PASSWORD })).headers['location']).toBe('/sign-in?notice=roleAdded')
    expect(await db.accountRole.count({ where: { accountId: account.id } })).toBe(2)
  })
})

describe('the first administrator', () => {
  beforeEach(async () => {
    await db.account.deleteMany({ where: { roles: { some: { role: 'administrator' } } } })
    await db.link.deleteMany()
  })

  test('comes in over a link that a command prints, after which the command refuses', async () => {
    const invited = await inviteFirstAdministrator('it@force.example', BASE)
    expect(invited).toMatchObject({ ok: true, expiresAt: new Date('2027-01-15T10:00:00Z') })
    const link = invited.ok ? invited.address.replace(BASE, '') : ''
    expect(await db.email.count({ where: { address: 'it@force.example' } })).toBe(0)
    expect((await submit(request.agent(app), link, { name: 'Ines', password: NEW_PASSWORD })).status).toBe(303)
    const agent = await signInByForm('it@force.example', app, NEW_PASSWORD)
    await agent.get('/staff/accounts').expect(200)
    expect(await inviteFirstAdministrator('other@force.example', BASE)).toEqual({ ok: false, reason: 'administratorExists' })
  })

  test('is one person: of two invitations, even at once, only the newer works', async () => {
    const both = await Promise.all(['a@force.example', 'b@force.example'].map((email) => inviteFirstAdministrator(email, BASE)))
    const links = both.map((one) => (one.ok ? one.address.replace(BASE, '') : ''))
    const statuses = await Promise.all(links.map(async (link) => (await request(app).get(link)).status))
    expect(statuses.sort()).toEqual([200, 410])
  })
})

describe('the list of staff accounts', () => {
  test('shows staff page by page, counts them, and says nothing of candidates', async () => {
    await db.account.deleteMany()
    for (let i = 0; i < 26; i += 1) await anAccount({ roles: ['supporter'], name: `Supporter ${String(i).padStart(2, '0')}` })
    const both = await aCandidate({ name: 'Amara Okafor' })
    await db.accountRole.create({ data: { accountId: both.accountId ?? '', role: 'supporter', grantedAt: new Date() } })
    await aCandidate({ name: 'Quite Private' })
    const agent = await signedInAs(await anAccount({ roles: ['administrator'], name: 'Ines' }), app)
    const first = await agent.get('/staff/accounts').expect(200)
    expect(first.text).toContain('28 accounts')
    expect(first.text.match(/Supporter \d\d/g)).toHaveLength(23)
    const second = await agent.get('/staff/accounts?page=2').expect(200)
    expect(second.text.match(/Supporter \d\d/g)).toHaveLength(3)
    for (const { text } of [first, second]) expect(text).not.toMatch(/Quite Private|PA-|>Candidate</)
    await agent.get('/staff/accounts?page=-1').expect(200)
    await agent.get('/staff/accounts?page=999').expect(200)
  })

  test('is for leads and administrators alone', async () => {
    for (const role of ['coordinator', 'recruiter', 'supporter'] as const) {
      await (await signedInAs(await anAccount({ roles: [role] }), app)).get('/staff/accounts').expect(403)
    }
    expect((await request(app).get('/staff/accounts')).headers['location']).toBe('/sign-in?next=%2Fstaff%2Faccounts')
  })
})

test('a supporter finds an honest page: nothing to do yet', async () => {
  const agent = await signedInAs(await anAccount({ roles: ['supporter'], name: 'Tom' }), app)
  expect((await agent.get('/supporting').expect(200)).text).toContain('Hello Tom')
})
