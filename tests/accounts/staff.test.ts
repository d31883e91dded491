import request from 'supertest'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { aCandidate, anAccount, anApp, PASSWORD, signedInAs, submit, tokenIn } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const days = (n: number) => new Date(frozen.getTime() + n * 86_400_000)
let app: ReturnType<typeof anApp>
let lead: Awaited<ReturnType<typeof anAccount>>
let owen: Awaited<ReturnType<typeof anAccount>>
let asLead: Awaited<ReturnType<typeof signedInAs>>
let asOwen: Awaited<ReturnType<typeof signedInAs>>

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  app = anApp()
  lead = await anAccount({ roles: ['lead'], name: 'Sian Prosser' })
  owen = await anAccount({ roles: ['administrator'], name: 'Owen Farrell' })
  await anAccount({ roles: ['administrator'], name: 'Edith Vane' })
})
beforeEach(async () => {
  vi.setSystemTime(frozen)
  asLead = await signedInAs(lead, app)
  asOwen = await signedInAs(owen, app)
})

const pageOf = ({ id }: { id: string }) => `/staff/accounts/${id}`
const change = (agent: typeof asLead, account: { id: string }, what: string, values: Record<string, string> = {}) =>
  submit(agent, pageOf(account), values, `${pageOf(account)}/${what}`)
const rolesOf = async ({ id }: { id: string }) =>
  (await db.accountRole.findMany({ where: { accountId: id } })).map(({ role }) => role).sort()
const sessionsOf = async ({ id }: { id: string }) =>
  (await db.$queryRaw<object[]>`SELECT sid FROM sessions WHERE sess #>> '{passport,user}' = ${id}`).length
const told = async (accountId: string) =>
  (await db.email.findMany({ where: { accountId, kind: 'accounts.accessChanged' } }))
    .map(({ data }) => (data as { what: string }).what)
    .sort()

describe('a role', () => {
  test('is added and taken away by the lead: told, written down, and the sessions end at once', async () => {
    const priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
    const herself = await signedInAs(priya, app)
    await herself.get('/staff').expect(200)
    const added = await change(asLead, priya, 'roles', { role: 'supporter' })
    expect(added.headers['location']).toBe(`${pageOf(priya)}?notice=roleAdded`)
    await herself
      .get('/staff')
      .expect(303)
      .expect('location', /^\/sign-in/)
    expect(await rolesOf(priya)).toEqual(['coordinator', 'supporter'])
    await signedInAs(priya, app)
    expect((await change(asLead, priya, 'roles/remove', { role: 'coordinator' })).status).toBe(303)
    expect([await rolesOf(priya), await sessionsOf(priya)]).toEqual([['supporter'], 0])
    expect(await told(priya.id)).toEqual(['roleAdded', 'roleRemoved'])
    const { text } = await asLead.get(pageOf(priya)).expect(200)
    for (const words of ['Role coordinator taken away', 'Given the role supporter', 'Sian Prosser']) expect(text).toContain(words)
  })

  test('is refused in words: no recruiter beside support, not the only one, not one’s own, not another’s to give', async () => {
    const tom = await anAccount({ roles: ['recruiter'] })
    const clash = await change(asLead, tom, 'roles', { role: 'coordinator' })
    expect([clash.status, clash.text.includes('A recruiter cannot also be coordinator')]).toEqual([422, true])
    expect((await change(asLead, tom, 'roles/remove', { role: 'recruiter' })).text).toContain('only role')
    expect((await change(asLead, tom, 'roles', { role: 'administrator' })).text).toContain('An administrator looks after this')
    expect((await change(asLead, tom, 'roles', { role: 'candidate' })).text).toContain('Choose the role to add')
    expect((await change(asOwen, owen, 'roles', { role: 'lead' })).text).toContain('Nobody changes their own access')
    expect((await change(asLead, owen, 'deactivate')).text).toContain('An administrator looks after this')
    expect([await rolesOf(tom), await rolesOf(owen)]).toEqual([['recruiter'], ['administrator']])
  })
})

describe('somebody who leaves', () => {
  test('is signed out on the next request, cannot sign in, and leaves their work to be given on', async () => {
    const marcus = await anAccount({ roles: ['coordinator'], name: 'Marcus Bell' })
    const amara = await aCandidate({ name: 'Amara Okafor' })
    await aRequest(amara.id, { state: 'underway', ownerId: marcus.id })
    await aRequest(amara.id, { kind: 'skills', state: 'withdrawn', reason: 'other', ownerId: marcus.id })
    const himself = await signedInAs(marcus, app)
    await himself.get('/staff').expect(200)
    expect((await asLead.get(`${pageOf(marcus)}/deactivate`).expect(200)).text).toContain('The 1 open request they own stays theirs')
    expect((await submit(asLead, `${pageOf(marcus)}/deactivate`, {})).headers['location']).toContain('deactivated')
    await himself
      .get('/staff')
      .expect(303)
      .expect('location', /^\/sign-in/)
    const again = await submit(request.agent(app), '/sign-in', { email: marcus.email, password: PASSWORD })
    expect([again.status, again.text.includes('do not go together')]).toEqual([422, true])
    const seen = await asLead.get(pageOf(marcus))
    expect(seen.text).toMatch(/1 open request<\/strong>[^]*href="\/staff\/requests\?owner=/)
    const { text } = await asLead.get(`/staff/requests?owner=${marcus.id}`).expect(200)
    expect(text).toContain('Amara Okafor')
    expect((await change(asLead, marcus, 'reactivate')).status).toBe(303)
    await (await signedInAs(marcus, app)).get('/staff').expect(200)
    expect(await told(marcus.id)).toEqual(['deactivated', 'reactivated'])
  })

  test('keeps their own pages as a candidate', async () => {
    const both = await aCandidate({ name: 'Niamh' })
    await db.accountRole.create({ data: { accountId: both.accountId ?? '', role: 'supporter', grantedAt: frozen } })
    await db.account.update({ where: { id: both.accountId ?? '' }, data: { deactivatedAt: frozen } })
    const agent = await signedInAs(both, app, 'supporter')
    await agent.get('/my').expect(200)
    await agent.get('/supporting').expect(403)
  })

  test('takes the invitations along that nobody has answered', async () => {
    const ruth = await anAccount({ roles: ['lead'] })
    await submit(await signedInAs(ruth, app), '/staff/accounts/invite', { email: 'friend@force.example', role: 'recruiter' })
    await submit(asOwen, `${pageOf(ruth)}/deactivate`, {})
    expect(await db.invitation.findFirst({ where: { emailKey: 'friend@force.example' } })).toMatchObject({ revokedAt: frozen })
  })
})

describe('the list', () => {
  test('finds by name, e-mail, role and state, and counts what it shows', async () => {
    await anAccount({ roles: ['supporter'], name: 'Zelda Quill', email: 'zelie_q@force.example', confirmedAt: days(-91) })
    await anAccount({ roles: ['supporter', 'coordinator'], name: 'Zoltan Quill', confirmedAt: days(-80) })
    const named = async (query: string) => {
      const { text } = await asLead.get(`/staff/accounts?${query}`).expect(200)
      return {
        names: [...text.matchAll(/<bdi>(\S+) Quill<\/bdi>/g)].map(([, name]) => name),
        count: /(\d+) accounts? found/.exec(text)?.[1],
      }
    }
    expect(await named('q=quill')).toEqual({ names: ['Zelda', 'Zoltan'], count: '2' })
    expect(await named('q=zelie_q%40')).toEqual({ names: ['Zelda'], count: '1' })
    expect(await named('q=%25')).toEqual({ names: [], count: '0' })
    expect(await named('q=quill&role=coordinator')).toEqual({ names: ['Zoltan'], count: '1' })
    expect(await named('q=quill&state=lapsed')).toEqual({ names: ['Zelda'], count: '1' })
    expect(await named('q=quill&state=ending')).toEqual({ names: ['Zoltan'], count: '1' })
    expect((await asLead.get('/staff/accounts?q=nobodyatall')).text).toContain('Nobody fits this search')
  })
})

describe('an administrator', () => {
  test('learns nothing of candidates anywhere, not even that a colleague is one', async () => {
    const both = await aCandidate({ name: 'Helen Marsh', reference: 'PA-SECRET1' })
    const helen = { id: both.accountId ?? '' }
    await db.accountRole.create({ data: { accountId: helen.id, role: 'supporter', grantedAt: frozen } })
    const quiet = await aCandidate({ name: 'Quite Private', email: 'quite.private@people.example', reference: 'PA-SECRET2' })
    await aRequest(quiet.id, { state: 'underway', ownerId: helen.id })
    const pages = [
      '/staff/accounts',
      '/staff/accounts?q=Quite',
      '/staff/accounts/confirm',
      '/staff/accounts/invitations',
      '/staff/settings',
    ]
    for (const page of [...pages, '/staff/settings/versions', pageOf(helen), `${pageOf(helen)}/deactivate`]) {
      const { text } = await asOwen.get(page).expect(200)
      expect(text, page).not.toMatch(/PA-SECRET|Quite Private|quite\.private|>Candidate<|as a candidate/)
      expect(text, page).not.toContain('/staff/requests')
    }
    expect((await asOwen.get(pageOf(helen))).text).toContain('1 open request')
    await asOwen.get(pageOf({ id: quiet.accountId ?? '' })).expect(404)
    await asOwen.get(`/staff/requests?owner=${helen.id}`).expect(403)
    // An address is invited alike, whoever may have it.
    for (const email of ['quite.private@people.example', 'nobody.at.all@people.example']) {
      const { status, headers } = await submit(asOwen, '/staff/accounts/invite', { email, role: 'lead' })
      expect([status, headers['location']]).toEqual([303, '/staff/accounts/invitations?notice=invited'])
    }
  })
})

test('every kind of staff page serves either force', async () => {
  const hampshire = await signedInAs(owen, anApp({ FORCE: 'hampshire' }))
  for (const page of ['/staff/accounts', '/staff/accounts/invite', pageOf(lead), '/staff-access']) {
    expect((await hampshire.get(page).expect(200)).text).toContain('Hampshire')
  }
})

test('the last administrator stays, also where two take the role from each other at once', async () => {
  const [one, two] = [
    await anAccount({ roles: ['administrator', 'coordinator'] }),
    await anAccount({ roles: ['administrator', 'coordinator'] }),
  ]
  const others = { roles: { some: { role: 'administrator' } }, id: { notIn: [one.id, two.id] } }
  await db.account.updateMany({ where: others, data: { deactivatedAt: frozen } })
  const remove = async (by: typeof one, of: typeof one) => {
    const agent = await signedInAs(by, app, 'administrator')
    const _csrf = tokenIn((await agent.get(pageOf(of)).expect(200)).text)
    return () =>
      agent
        .post(`${pageOf(of)}/roles/remove`)
        .type('form')
        .send({ _csrf, role: 'administrator' })
  }
  const both = [await remove(one, two), await remove(two, one)]
  await Promise.all(both.map((send) => send()))
  const left = await db.accountRole.findMany({ where: { role: 'administrator', account: { deactivatedAt: null } } })
  expect(left).toHaveLength(1)
  const last = left[0]?.accountId ?? ''
  await expect(db.accountRole.delete({ where: { accountId_role: { accountId: last, role: 'administrator' } } })).rejects.toThrow()
  await expect(db.account.update({ where: { id: last }, data: { deactivatedAt: frozen } })).rejects.toThrow()
})
