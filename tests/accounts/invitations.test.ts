import request from 'supertest'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { signLink } from '../../src/core/links.ts'
import { staffEmails } from '../../src/features/accounts/emails/staff.ts'
import { tidyInvitations } from '../../src/features/accounts/commands/invitations.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, anApp, PASSWORD, signedInAs, submit } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const later = (n: number) => new Date(frozen.getTime() + n * 86_400_000)
const NEW_PASSWORD = 'lantern-mustard-glacier-8'
const LIST = '/staff/accounts/invitations'
let app: ReturnType<typeof anApp>
let lead: Awaited<ReturnType<typeof anAccount>>
let asLead: Awaited<ReturnType<typeof signedInAs>>
let number = 0

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  app = anApp()
  lead = await anAccount({ roles: ['lead'], name: 'Sian Prosser' })
})
beforeEach(async () => {
  vi.setSystemTime(frozen)
  await db.rateLimit.deleteMany()
  asLead = await signedInAs(lead, app)
})

async function invited(role = 'coordinator', email = `new-${String((number += 1))}@staff.example`) {
  const answer = await submit(asLead, '/staff/accounts/invite', { email, role })
  expect(answer.headers['location']).toBe(`${LIST}?notice=invited`)
  return db.invitation.findFirstOrThrow({ where: { email }, orderBy: { id: 'desc' } })
}
const addressOf = ({ linkId }: { linkId: string | null }) => `/join/${signLink(linkId ?? '')}`
const fresh = ({ id }: { id: string }) => db.invitation.findUniqueOrThrow({ where: { id } })
const emailAbout = (linkId: string | null) => db.email.findFirstOrThrow({ where: { kind: 'accounts.invite', aboutId: linkId } })
const write = (aboutId: string | null, id: 'cheshire' | 'hampshire' = 'cheshire') =>
  staffEmails['accounts.invite']({
    ...{ emailId: '', accountId: null, candidateId: null, aboutId, data: {}, baseUrl: 'https://portal.example', force: profileOf(id) },
  })
const stateIn = async (email: string) => {
  const { text } = await asLead.get(LIST).expect(200)
  return new RegExp(`${email}</th>[^]*?govuk-tag--\\w+">\\s*(\\w+)`).exec(text)?.[1]
}

/** A clock that is a millisecond on at each glance, as a busy machine's is now and then. */
function tick(): void {
  let at = frozen.getTime()
  vi.stubGlobal(
    'Date',
    class extends Date {
      constructor(...given: [] | [number]) {
        super(given.length === 0 ? (at += 1) : given[0])
      }
    },
  )
}

describe('an invitation', () => {
  test('is sent at the moment at which it was made, however long the making takes', async () => {
    tick()
    try {
      const { invitedAt, sentAt } = await invited()
      expect(sentAt).toEqual(invitedAt)
    } finally {
      vi.unstubAllGlobals()
    }
  })

  test('is written when it is sent, names who asks, and works for seven days, once', async () => {
    const one = await invited()
    expect(one.expiresAt).toEqual(later(7))
    const email = await emailAbout(one.linkId)
    expect([email.address, email.accountId]).toEqual([one.email, null])
    for (const force of ['cheshire', 'hampshire'] as const) {
      const letter = await write(one.linkId, force)
      expect(letter?.paragraphs[0]).toBe(`Sian Prosser invites you to the portal of ${profileOf(force).name} as a coordinator.`)
      expect(letter?.button?.href).toBe(`https://portal.example${addressOf(one)}`)
      expect(letter?.facts?.at(-1)?.value.replaceAll('\u00a0', ' ')).toBe('21 January 2027, 10am, UK time')
    }
    expect((await request(app).get(addressOf(one)).expect(200)).text).toContain('21\u00a0January\u00a02027, 10am')
    expect(await stateIn(one.email)).toBe('Open')
    vi.setSystemTime(new Date(later(7).getTime() - 1))
    const done = await submit(request.agent(app), addressOf(one), { name: 'Dev Patel', password: NEW_PASSWORD })
    expect(done.headers['location']).toBe('/sign-in?notice=joined')
    const account = await db.account.findUniqueOrThrow({ where: { emailKey: one.email }, include: { roles: true } })
    expect(account.roles).toMatchObject([{ role: 'coordinator', grantedBy: lead.id }])
    expect(account.confirmedAt).toEqual(new Date())
    await request(app).get(addressOf(one)).expect(410)
    asLead = await signedInAs(lead, app)
    expect(await stateIn(one.email)).toBe('Used')
  })

  test('runs out at the instant, and is sent again: the earlier link is void, and so is its e-mail', async () => {
    const one = await invited()
    vi.setSystemTime(later(7))
    asLead = await signedInAs(lead, app)
    expect(await stateIn(one.email)).toBe('Expired')
    expect(await write(one.linkId)).toBeUndefined()
    await request(app).get(addressOf(one)).expect(410)
    expect((await submit(asLead, LIST, {}, `${LIST}/${one.id}/resend`)).headers['location']).toBe(`${LIST}?notice=resent`)
    const again = await fresh(one)
    expect(again).toMatchObject({ expiresAt: later(14), sentAt: later(7), invitedAt: frozen })
    await request(app).get(addressOf(one)).expect(410)
    expect(await write(one.linkId)).toBeUndefined()
    await submit(asLead, LIST, {}, `${LIST}/${one.id}/resend`)
    await request(app).get(addressOf(again)).expect(410)
    await request(app)
      .get(addressOf(await fresh(one)))
      .expect(200)
  })

  test('is revoked, and then neither accepted nor sent again', async () => {
    const one = await invited()
    expect((await submit(asLead, LIST, {}, `${LIST}/${one.id}/revoke`)).headers['location']).toBe(`${LIST}?notice=revoked`)
    await request(app).get(addressOf(one)).expect(410)
    expect(await write(one.linkId)).toBeUndefined()
    expect(await stateIn(one.email)).toBe('Revoked')
    const again = await submit(asLead, LIST, {}, `${LIST}/${one.id}/resend`)
    expect([again.status, again.text.includes('was revoked')]).toEqual([422, true])
    await invited('coordinator', one.email)
  })

  test('is sent once to an address and role; to another role it may be sent too', async () => {
    const one = await invited('supporter')
    const twice = await submit(asLead, '/staff/accounts/invite', { email: one.email.toUpperCase(), role: 'supporter' })
    expect([twice.status, twice.text.includes('has an invitation to that role already')]).toEqual([422, true])
    await invited('coordinator', one.email)
  })

  test('goes from a lead to the team and from an administrator to leads and administrators, and to nobody else', async () => {
    const asOwen = await signedInAs(await anAccount({ roles: ['administrator'] }), app)
    const answers = async (agent: typeof asLead) => {
      const statuses: [string, number][] = []
      for (const role of ['coordinator', 'supporter', 'recruiter', 'lead', 'administrator', 'candidate']) {
        statuses.push([
          role,
          (await submit(agent, '/staff/accounts/invite', { email: `any-${String((number += 1))}@staff.example`, role })).status,
        ])
      }
      return statuses.filter(([, status]) => status === 303).map(([role]) => role)
    }
    expect(await answers(asLead)).toEqual(['coordinator', 'supporter', 'recruiter'])
    expect(await answers(asOwen)).toEqual(['lead', 'administrator'])
    const mine = await invited()
    expect((await submit(asOwen, LIST, {}, `${LIST}/${mine.id}/revoke`)).status).toBe(422)
    const empty = await submit(asLead, '/staff/accounts/invite', { email: ' ', role: '' })
    expect(empty.text.match(/govuk-error-message/g)).toHaveLength(2)
  })

  test('tells of colleagues what the list shows, and of candidates nothing', async () => {
    const priya = await anAccount({ roles: ['coordinator'] })
    const refuse = async (role: string) => (await submit(asLead, '/staff/accounts/invite', { email: priya.email, role })).text
    expect(await refuse('coordinator')).toContain('has that role already')
    expect(await refuse('recruiter')).toContain('does not go with this one')
    const amara = await aCandidate()
    await invited('supporter', amara.account?.email)
  })
})

describe('accepting', () => {
  test('of two invitations at once keeps recruiters apart: one of them wins', async () => {
    const amara = await aCandidate()
    const email = amara.account?.email ?? ''
    const both = [await invited('coordinator', email), await invited('recruiter', email)]
    const answers = await Promise.all(both.map((one) => submit(request.agent(app), addressOf(one), { password: PASSWORD })))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    expect(answers.find(({ status }) => status === 422)?.text).toContain('A recruiter cannot also be')
    expect(await db.accountRole.count({ where: { accountId: amara.accountId ?? '' } })).toBe(2)
    expect(await db.invitation.count({ where: { email, acceptedAt: { not: null } } })).toBe(1)
  })

  test('of one invitation in two windows at once makes one account', async () => {
    const one = await invited()
    const open = () => submit(request.agent(app), addressOf(one), { name: 'Dev Patel', password: NEW_PASSWORD })
    const answers = await Promise.all([open(), open()])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410])
  })

  test('adds roles to the account one has, ends its sessions, and keeps the confirmation it had', async () => {
    const priya = await anAccount({ roles: ['coordinator'], confirmedAt: later(-50) })
    const herself = await signedInAs(priya, app)
    const one = await invited('supporter', priya.email)
    expect((await submit(request.agent(app), addressOf(one), { password: 'not hers at all' })).status).toBe(422)
    expect((await submit(request.agent(app), addressOf(one), { password: PASSWORD })).headers['location']).toBe('/sign-in?notice=roleAdded')
    await herself.get('/staff').expect(303)
    expect(await db.account.findUniqueOrThrow({ where: { id: priya.id } })).toMatchObject({ confirmedAt: later(-50) })
  })

  test('opens nothing to a deactivated account', async () => {
    const priya = await anAccount({ roles: ['coordinator'] })
    const one = await invited('supporter', priya.email)
    await db.account.update({ where: { id: priya.id }, data: { deactivatedAt: frozen } })
    const answer = await submit(request.agent(app), addressOf(one), { password: PASSWORD })
    expect([answer.status, answer.text.includes('is deactivated')]).toEqual([422, true])
  })
})

test('what came to nothing is forgotten after 90 days, and what was accepted is kept', async () => {
  const one = await invited()
  vi.setSystemTime(later(7 + 90))
  await tidyInvitations()
  expect(await db.invitation.count({ where: { id: one.id } })).toBe(1)
  vi.setSystemTime(new Date(later(7 + 90).getTime() + 1))
  await tidyInvitations()
  expect(await db.invitation.count({ where: { id: one.id } })).toBe(0)
  expect(await db.invitation.count()).toBeGreaterThan(0)
})

test('a candidate who goes takes along what they were invited to', async () => {
  const amara = await aCandidate()
  await invited('supporter', amara.account?.email)
  await db.$executeRaw`SELECT erase_candidate(${amara.id}::uuid, ${frozen}::timestamptz)`
  expect(await db.invitation.count({ where: { email: amara.account?.email ?? '' } })).toBe(0)
})
