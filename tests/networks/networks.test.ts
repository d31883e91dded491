import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { signOutsideLink } from '../../src/core/links.ts'
import { closeAccount } from '../../src/features/privacy/commands.ts'
import { forgetLeft } from '../../src/features/networks/commands/membership.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, anApp, asActor, aWorkshop, PASSWORD, signedInAs, submit } from '../support/people.ts'
import { meanwhile } from '../support/waiting.ts'

const force = profileOf('cheshire')
const frozen = new Date('2027-03-01T10:00:00Z')
const DAY = 86_400_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
afterEach(() => {
  vi.useRealTimers()
})

const yes = { name: 'Amara', reach: 'amara@people.example', words: 'I am shy on the phone', agreed: 'yes' }
type Agent = Awaited<ReturnType<typeof signedInAs>>
const join = (agent: Agent, network = 'rainbow', given: object = yes, base = '/my/networks') =>
  submit(agent, base, given as Record<string, string>, `${base}/${network}/join`)

async function joined(network = 'rainbow') {
  const candidate = await aCandidate({ name: 'Amara Okafor' })
  const agent = await signedInAs(candidate)
  expect((await join(agent, network)).status).toBe(303)
  const membership = await db.networkMembership.findFirstOrThrow({ where: { candidateId: candidate.id } })
  return { candidate, agent, membership }
}
/** Presses a button of a page where the reader has others. */
const press = (agent: Agent, address: string, values: Record<string, string> = {}) =>
  submit(agent, address.startsWith('/supporting') ? '/supporting/networks' : '/my/networks', values, address)
const linkOf = async (aboutId: string) => {
  const { id } = await db.outsideLink.findFirstOrThrow({ where: { aboutId }, orderBy: { sentAt: 'desc' } })
  return `/networks/contact/${signOutsideLink(id)}`
}
const visitor = async () => (await import('supertest')).default(anApp())

describe('the directory', () => {
  it('tells everybody who is there, narrowed by what they are about, and what stays private', async () => {
    const agent = await visitor()
    const all = await agent.get('/networks').expect(200)
    for (const { name } of force.networks) expect(all.text).toContain(name)
    const narrowed = await agent.get('/networks?about=faith').expect(200)
    expect(narrowed.text).toContain('Many Faiths Forum')
    expect(narrowed.text).not.toContain('Second Half')
    const one = await agent.get('/networks/rainbow').expect(200)
    for (const words of ['Who may join', 'Nobody is asked which', 'Alex Farrow', 'Joining is private']) expect(one.text).toContain(words)
    await agent.get('/networks/nobodys').expect(404)
  })
})

describe('joining', () => {
  it('is told to the contact alone, behind a door, with the words that were agreed to; nothing of it reaches the team', async () => {
    const { candidate, agent, membership } = await joined()
    expect(membership).toMatchObject({ network: 'rainbow', state: 'joined', contact: 'rainbow@cheshire.example', teamKnows: false })
    expect(membership.wording).toContain('never anybody who recruits')
    const emails = await db.email.findMany({ where: { kind: { startsWith: 'network.' } } })
    expect(emails.map(({ kind, address, candidateId, accountId }) => ({ kind, address, candidateId, accountId }))).toContainEqual({
      ...{ kind: 'network.contactTold', address: 'rainbow@cheshire.example', candidateId: null, accountId: null },
    })
    expect(await db.event.count({ where: { candidateId: candidate.id } })).toBe(0)
    const outside = await visitor()
    const link = await linkOf(membership.id)
    const door = await outside.get(link).expect(200)
    expect(door.text).not.toMatch(/Amara|Rainbow/)
    expect(door.headers['x-robots-tag']).toBe('noindex')
    const opened = await outside.post(link).expect(200)
    for (const words of ['Amara', 'amara@people.example', 'I am shy on the phone', 'Rainbow Cheshire']) expect(opened.text).toContain(words)
    expect(opened.headers['cache-control']).toBe('no-store')
    await outside.post(`${link}/in-touch`).expect(200)
    const own = await agent.get('/my/networks/rainbow').expect(200)
    expect(own.text).toMatch(/Noted on 1.March.2027/)
    const staff = await signedInAs(await anAccount())
    const page = await staff.get(`/staff/candidates/${candidate.id}`).expect(200)
    expect(page.text).not.toContain('Rainbow')
    const networks = await staff.get('/staff/networks').expect(200)
    expect(networks.text).toContain('Fewer than 10')
    expect(networks.text).not.toContain('Amara')
  })

  it('refuses without a yes, with what was typed kept, and twice only shows what is there', async () => {
    const candidate = await aCandidate()
    const agent = await signedInAs(candidate)
    const answer = await join(agent, 'carers', { ...yes, agreed: undefined })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Tick that you agree')
    expect(answer.text).toContain('I am shy on the phone')
    await join(agent, 'carers')
    expect((await join(agent, 'carers')).status).toBe(303)
    expect(await db.networkMembership.count({ where: { candidateId: candidate.id } })).toBe(1)
  })

  it('lets the team know only of what somebody ticked, and no longer once it is taken back; a request for networks begins with it', async () => {
    const candidate = await aCandidate()
    await db.supportRequest.create({
      data: { candidateId: candidate.id, kind: 'networks', requestedAt: frozen, dueAt: frozen, changedAt: frozen },
    })
    const coordinator = await anAccount()
    const [agent, staff] = [await signedInAs(candidate), await signedInAs(coordinator)]
    const request = () => db.supportRequest.findFirstOrThrow({ where: { candidateId: candidate.id } })
    const page = async () => (await staff.get(`/staff/candidates/${candidate.id}`).expect(200)).text
    await join(agent)
    expect((await request()).state).toBe('requested')
    expect(await page()).not.toContain('Rainbow Cheshire')
    await press(agent, '/my/networks/rainbow/team', { teamKnows: 'yes' })
    expect((await request()).state).toBe('underway')
    expect(await page()).toContain('Rainbow Cheshire')
    await press(agent, '/my/networks/rainbow/team', { teamKnows: 'no' })
    expect(await page()).not.toContain('Rainbow Cheshire')
  })

  it('is for later where a network is for those who work here, and open from the first day', async () => {
    const app = anApp({ FORCE: 'hampshire' })
    const candidate = await aCandidate()
    const agent = await signedInAs(candidate, app)
    const answer = await join(agent, 'minds')
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('open to you from your first day')
    await db.stageRecord.create({
      data: {
        ...{ candidateId: candidate.id, route: 'constable', stage: 'start', state: 'inProgress', source: 'coordinator' },
        ...{ happenedOn: frozen, recordedAt: frozen },
      },
    })
    expect((await join(agent, 'minds')).status).toBe(303)
  })
})

describe('leaving', () => {
  it('ends the contact’s way in at once, tells them that one person left, gives places back and is forgotten after a month', async () => {
    const { candidate, agent, membership } = await joined()
    const event = await aWorkshop({
      network: 'rainbow',
      restricted: true,
      title: 'Rainbow supper',
      safeLabel: 'Preparation meeting',
      capacity: 3,
    })
    await press(agent, `/workshops/${event.id}/ask`)
    expect(await db.place.count({ where: { workshopId: event.id, state: 'booked' } })).toBe(1)
    const link = await linkOf(membership.id)
    await agent.get('/my/networks/rainbow/leave').expect(200)
    expect((await press(agent, '/my/networks/rainbow/leave', {})).status).toBe(303)
    const outside = await visitor()
    await outside.get(link).expect(404)
    await outside.post(link).expect(404)
    await outside.post(`${link}/in-touch`).expect(404)
    const told = await db.email.findFirstOrThrow({ where: { kind: 'network.contactLeft', createdAt: frozen }, orderBy: { id: 'desc' } })
    expect(told).toMatchObject({ address: 'rainbow@cheshire.example', aboutId: null, data: { network: 'rainbow' } })
    expect(await db.place.count({ where: { workshopId: event.id, state: 'booked' } })).toBe(0)
    await agent.get(`/workshops/${event.id}`).expect(404)
    expect((await db.networkMembershipChange.findMany({ where: { membershipId: membership.id } })).map(({ toState }) => toState)).toEqual([
      'joined',
      'left',
    ])
    vi.setSystemTime(frozen.getTime() + 31 * DAY)
    await forgetLeft()
    expect(await db.networkMembership.count({ where: { candidateId: candidate.id } })).toBe(0)
  })

  it.each(['', '/in-touch'])('shows the contact nothing who asks at that moment (%s)', async (below) => {
    const { membership } = await joined()
    const link = await linkOf(membership.id)
    const outside = await visitor()
    const leave = `UPDATE network_memberships SET state = 'left', left_at = $2, changed_at = $2 WHERE id = $1`
    const { status } = await meanwhile(
      (by) => by.query(leave, [membership.id, frozen]),
      () => outside.post(`${link}${below}`),
    )
    expect(status).toBe(404)
    expect(await db.networkMembership.findUniqueOrThrow({ where: { id: membership.id } })).toMatchObject({ inTouchAt: null })
  })

  it('happens with the account: nothing stays, and the contact hears only that one person left', async () => {
    const { candidate, membership } = await joined('enable')
    const link = await linkOf(membership.id)
    const before = await db.email.count({ where: { kind: 'network.contactLeft' } })
    await closeAccount(asActor(candidate), PASSWORD)
    expect(await db.networkMembership.count({ where: { id: membership.id } })).toBe(0)
    expect(await db.outsideLink.count({ where: { aboutId: membership.id } })).toBe(0)
    expect(await db.email.count({ where: { kind: 'network.contactLeft' } })).toBe(before + 1)
    await (await visitor()).post(link).expect(404)
  })
})

describe('going on', () => {
  it('sends the contact a new way in, and the old one ends; after three months it opens nothing', async () => {
    const { agent, membership } = await joined()
    const first = await linkOf(membership.id)
    vi.setSystemTime(frozen.getTime() + 10 * DAY)
    const fresh = await signedInAs({
      accountId: (await db.candidate.findUniqueOrThrow({ where: { id: membership.candidateId ?? '' } })).accountId,
    })
    expect(agent).toBeDefined()
    await press(fresh, '/my/networks/rainbow/send-again', {})
    const second = await linkOf(membership.id)
    const outside = await visitor()
    await outside.post(first).expect(404)
    await outside.post(second).expect(200)
    vi.setSystemTime(frozen.getTime() + 101 * DAY)
    await outside.get(second).expect(404)
  })

  it('stays the same when somebody is appointed, in the first year, confirmed and a buddy, in both roles', async () => {
    const { candidate, agent, membership } = await joined()
    const stage = { candidateId: candidate.id, route: 'constable', source: 'coordinator', happenedOn: frozen, recordedAt: frozen }
    for (const name of ['finalOffer', 'start', 'firstYear', 'confirmed'])
      await db.stageRecord.create({ data: { ...stage, stage: name, state: 'passed' } })
    await db.accountRole.create({ data: { accountId: candidate.accountId ?? '', role: 'supporter', grantedAt: frozen } })
    await agent.get('/my/networks/rainbow').expect(200)
    const supporting = await signedInAs(candidate, anApp(), 'supporter')
    const page = await supporting.get('/supporting/networks').expect(200)
    expect(page.text).toContain('Rainbow Cheshire')
    const again = await join(supporting, 'rainbow', yes, '/supporting/networks')
    expect(again.status).toBe(303)
    expect(
      await db.networkMembership.count({
        where: { network: 'rainbow', OR: [{ candidateId: candidate.id }, { accountId: candidate.accountId }] },
      }),
    ).toBe(1)
    await press(supporting, '/supporting/networks/rainbow/pause', {})
    expect((await db.networkMembership.findUniqueOrThrow({ where: { id: membership.id } })).state).toBe('paused')
    await press(supporting, '/supporting/networks/rainbow/leave', {})
    expect((await agent.get('/my/networks').expect(200)).text).toContain('You belong to none yet')
  })

  it('ends for a supporter whose account is closed to signing in', async () => {
    const account = await anAccount({ roles: ['supporter'] })
    const agent = await signedInAs(account)
    expect((await join(agent, 'carers', yes, '/supporting/networks')).status).toBe(303)
    await db.account.update({ where: { id: account.id }, data: { deactivatedAt: frozen } })
    const membership = await db.networkMembership.findFirstOrThrow({ where: { accountId: account.id } })
    expect(membership.state).toBe('left')
    await (await visitor()).post(await linkOf(membership.id)).expect(404)
  })
})
