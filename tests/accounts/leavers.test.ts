import { beforeEach, describe, expect, test, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { sendConfirmationNotices } from '../../src/features/accounts/commands/notices.ts'
import { staffEmails } from '../../src/features/accounts/emails/staff.ts'
import { findConfirmationsWaiting } from '../../src/features/accounts/queries/waiting.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, anApp, signedInAs, signInByForm, submit, tokenIn } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const later = (n: number) => new Date(frozen.getTime() + n * 86_400_000)
const CONFIRM = '/staff/accounts/confirm'
const quiet = { from: 21, until: 8 }
let app: ReturnType<typeof anApp>

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  app = anApp()
  await db.email.deleteMany()
  await db.account.deleteMany()
  await db.rateLimit.deleteMany()
})

const asked = async () =>
  (await db.email.findMany({ where: { kind: 'accounts.toConfirm' }, select: { accountId: true } })).map(({ accountId }) => accountId).sort()
const letterTo = (accountId: string) =>
  staffEmails['accounts.toConfirm']({
    ...{
      emailId: '',
      accountId,
      candidateId: null,
      aboutId: null,
      data: {},
      baseUrl: 'https://portal.example',
      force: profileOf('cheshire'),
    },
  })

describe('somebody whose access has lapsed', () => {
  test('signs in, is told plainly what to do, acts in no staff role, and works again from the moment they are confirmed', async () => {
    const lead = await anAccount({ roles: ['lead'] })
    const priya = await anAccount({ roles: ['coordinator'], confirmedAt: later(-89) })
    const agent = await signedInAs(priya, app)
    await agent.get('/staff').expect(200)
    vi.setSystemTime(later(1))
    const herself = await signInByForm(priya.email, app)
    for (const page of ['/staff', '/staff/candidates', '/staff/accounts']) {
      await herself.get(page).expect(303).expect('location', '/staff-access')
    }
    const told = await herself.get('/staff-access').expect(200)
    for (const words of ['Your staff access has lapsed', 'the head of your team', profileOf('cheshire').contacts.team.email]) {
      expect(told.text).toContain(words)
    }
    expect(told.text).not.toContain('Confirm my access')
    const posted = await herself
      .post(CONFIRM)
      .type('form')
      .send({ _csrf: tokenIn(told.text) })
    expect(posted.headers['location']).toBe('/staff-access')
    expect((await submit(herself, '/staff-access', {})).status).toBe(422)
    await herself.get('/role').expect(200)
    await herself.get('/support').expect(200)

    const asLead = await signedInAs(lead, app)
    expect((await submit(asLead, CONFIRM, { accounts: priya.id })).headers['location']).toBe(`${CONFIRM}?done=1`)
    await herself.get('/staff').expect(200)
  })

  test('goes on as a candidate', async () => {
    const both = await aCandidate()
    await db.accountRole.create({ data: { accountId: both.accountId ?? '', role: 'supporter', grantedAt: later(-91) } })
    await db.account.update({ where: { id: both.accountId ?? '' }, data: { confirmedAt: later(-91) } })
    const agent = await signedInAs(both, app)
    await agent.get('/my').expect(200)
    expect((await submit(agent, '/role', { role: 'supporter' })).status).toBe(303)
    await agent.get('/supporting').expect(303).expect('location', '/staff-access')
    expect((await agent.get('/staff-access')).text).toContain('Your own pages as a candidate work as ever')
    expect((await submit(agent, '/role', { role: 'candidate' })).status).toBe(303)
    await agent.get('/my').expect(200)
  })

  test('is confirmed by themselves where no other administrator could, and only there', async () => {
    const owen = await anAccount({ roles: ['administrator'], confirmedAt: later(-95) })
    const edith = await anAccount({ roles: ['administrator'] })
    const agent = await signedInAs(owen, app)
    expect((await submit(agent, '/staff-access', {})).status).toBe(422)
    await db.account.update({ where: { id: edith.id }, data: { confirmedAt: later(-91) } })
    expect((await agent.get('/staff-access')).text).toContain('so you confirm yourself')
    expect((await submit(agent, '/staff-access', {})).headers['location']).toBe('/staff-access?notice=confirmed')
    await agent.get('/staff/accounts').expect(200)
    const { text } = await agent.get(CONFIRM).expect(200)
    expect(text).toContain('1 colleague')
    expect(await db.event.count({ where: { name: 'account.confirmed', actorId: owen.id, subjectId: owen.id } })).toBe(1)
  })
})

test('whoever is given a first staff role is vouched for on that day', async () => {
  const amara = await aCandidate()
  await db.account.update({ where: { id: amara.accountId ?? '' }, data: { confirmedAt: null } })
  await db.accountRole.create({ data: { accountId: amara.accountId ?? '', role: 'supporter', grantedAt: later(-3) } })
  expect(await db.account.findUniqueOrThrow({ where: { id: amara.accountId ?? '' } })).toMatchObject({ confirmedAt: later(-3) })
})

describe('the list of those to be confirmed', () => {
  test('holds those whom one may confirm, the most pressing first; several are confirmed at once, each counted as Today counts', async () => {
    const lead = await anAccount({ roles: ['lead'], name: 'Sian', confirmedAt: later(-80) })
    const lapsed = await anAccount({ roles: ['coordinator'], name: 'Lapsed', confirmedAt: later(-100) })
    const soon = await anAccount({ roles: ['supporter', 'coordinator'], name: 'Soon', confirmedAt: later(-76) })
    await anAccount({ roles: ['supporter'], name: 'Fresh', confirmedAt: later(-60) })
    await anAccount({ roles: ['supporter'], name: 'Gone', confirmedAt: later(-100), deactivatedAt: later(-1) })
    const other = await anAccount({ roles: ['lead'], name: 'Ruth', confirmedAt: later(-100) })
    const agent = await signedInAs(lead, app)
    const names = async (page = CONFIRM) =>
      [...(await agent.get(page).expect(200)).text.matchAll(/<bdi>(\w+)<\/bdi>/g)].map(([, name]) => name)
    expect(await names()).toEqual(['Lapsed', 'Soon'])
    const actor = { role: 'lead', accountId: lead.id, name: 'Sian', roles: ['lead'] } as const
    const waiting = await findConfirmationsWaiting(actor, 'team')
    for (const { href, count } of waiting) expect(await names(href)).toHaveLength(count)
    expect(waiting.map(({ when, count }) => [when, count])).toEqual([
      ['overdue', 1],
      ['week', 1],
    ])
    expect(await findConfirmationsWaiting({ ...actor, role: 'coordinator', roles: ['coordinator'] }, 'team')).toEqual([])
    const nothing = await submit(agent, CONFIRM, {})
    expect([nothing.status, nothing.text.includes('Choose at least one person')]).toEqual([422, true])
    const done = await submit(agent, CONFIRM, { accounts: [lapsed.id, soon.id, other.id] })
    expect(done.headers['location']).toBe(`${CONFIRM}?done=2`)
    expect((await agent.get(`${CONFIRM}?done=2`)).text).toContain('2 colleagues are confirmed')
    expect(await names()).toEqual([])
    expect(await db.account.findUniqueOrThrow({ where: { id: other.id } })).toMatchObject({ confirmedAt: later(-100) })
    const administrator = await signedInAs(await anAccount({ roles: ['administrator'] }), app)
    const theirs = (await administrator.get(CONFIRM).expect(200)).text
    expect([theirs.includes('<bdi>Ruth</bdi>'), theirs.includes('<bdi>Sian</bdi>')]).toEqual([true, true])
  })
})

describe('those who may confirm', () => {
  test('are written to 14 and 3 days before, in one letter each, never twice, however often and late the job runs', async () => {
    const lead = await anAccount({ roles: ['lead'] })
    const owen = await anAccount({ roles: ['administrator'] })
    await anAccount({ roles: ['coordinator'], name: 'Priya Nair', confirmedAt: later(-76) })
    await anAccount({ roles: ['supporter'], name: 'Tom Ellery', confirmedAt: later(-80) })
    await anAccount({ roles: ['lead'], name: 'Ruth Adeyemi', confirmedAt: later(-76) })
    vi.setSystemTime(new Date('2027-01-14T07:59:00Z'))
    await sendConfirmationNotices(quiet)
    expect(await asked()).toEqual([])
    vi.setSystemTime(frozen)
    await Promise.all([sendConfirmationNotices(quiet), sendConfirmationNotices(quiet)])
    const ruth = await db.account.findFirstOrThrow({ where: { name: 'Ruth Adeyemi' } })
    expect(await asked()).toEqual([lead.id, owen.id, ruth.id].sort())
    vi.setSystemTime(later(7))
    await sendConfirmationNotices(quiet)
    expect(await asked(), 'Tom’s second, to both leads').toHaveLength(5)
    vi.setSystemTime(later(11))
    await sendConfirmationNotices(quiet)
    await sendConfirmationNotices(quiet)
    expect(await asked(), 'the second for Priya and Ruth').toHaveLength(8)
    vi.setSystemTime(later(30))
    await sendConfirmationNotices(quiet)
    expect(await asked()).toHaveLength(8)
  })

  test('read who it is about as it is when it is sent, and nothing where somebody was quicker', async () => {
    const lead = await anAccount({ roles: ['lead'], name: 'Sian' })
    const priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair', confirmedAt: later(-80) })
    const letter = await letterTo(lead.id)
    expect(letter).toMatchObject({ heading: 'One colleague needs your confirmation', button: { href: `https://portal.example${CONFIRM}` } })
    expect(letter?.subject).not.toContain('Priya')
    expect(letter?.facts?.map(({ label }) => label)).toEqual(['Priya Nair'])
    await db.account.update({ where: { id: priya.id }, data: { confirmedAt: frozen } })
    expect(await letterTo(lead.id)).toBeUndefined()
  })
})
