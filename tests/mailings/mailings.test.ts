import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { postOf, tasksOf } from '../../src/clockwork.ts'
import type { Team } from '../../src/core/access.ts'
import { db, pool } from '../../src/core/db.ts'
import { startJobs } from '../../src/core/jobs.ts'
import { createLog } from '../../src/core/log.ts'
import { sendBySmtp } from '../../src/core/mail.ts'
import { deliverEmail } from '../../src/features/messages/commands.ts'
import { sendBatch, sendNext } from '../../src/features/mailings/commands/mailings.ts'
import { savePreferences } from '../../src/features/mailings/commands/preferences.ts'
import { previewMailing } from '../../src/features/mailings/queries/preview.ts'
import { findMailing, listPeople } from '../../src/features/mailings/queries/mailings.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, anApp, asActor, signedInAs, submit } from '../support/people.ts'
import { aPostOffice, type PostOffice } from '../support/post.ts'

const force = profileOf('cheshire')
let app: ReturnType<typeof anApp>
let office: PostOffice
beforeAll(async () => {
  app = anApp()
  office = await aPostOffice()
})
afterAll(() => office.stop())
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-11T10:00:00Z') })
  await db.$executeRaw`SELECT graphile_worker.complete_jobs(array_agg(id)) FROM graphile_worker.jobs`
})
afterEach(() => {
  vi.useRealTimers()
})

const post = () =>
  postOf(
    { BASE_URL: new URL('https://portal.example'), FORCE: 'cheshire' },
    sendBySmtp(office.url, { from: 'Team <team@force.example>', host: 'portal.example' }),
  )

type Agent = Awaited<ReturnType<typeof signedInAs>>
const aTeam = async () => {
  const account = await anAccount({ name: 'Priya Nair' })
  const actor: Team = { role: 'coordinator', accountId: account.id, name: account.name, roles: ['coordinator'] }
  return { actor, agent: await signedInAs(account, app) }
}

type Someone = Awaited<ReturnType<typeof aCandidate>>
let number = 0
/** So many people of a route that only they are on, to be found by it. */
const people = async (count: number, route: string) => {
  const found: Someone[] = []
  for (let i = 0; i < count; i += 1) found.push(await aCandidate({ name: `Person ${String((number += 1))}`, routes: [route] }))
  return found as [Someone, Someone, Someone, Someone, Someone, Someone]
}

const wantsNews = (person: Parameters<typeof asActor>[0], news = true) =>
  savePreferences(asActor(person), { reminders: true, news, contactBy: 'email' }, force)

async function aTemplate(agent: Agent, purpose: string, body = 'Hello {firstName}, something is on.') {
  const name = `Letter ${String((number += 1))}`
  const saved = await submit(agent, '/staff/templates/new', { name, purpose, subject: 'Something is on', body })
  return /templates\/([0-9a-f-]{36})/.exec(saved.headers['location'] ?? '')?.[1] ?? ''
}

/** Drafts a letter to everybody of a route, and answers with its id. */
async function draft(agent: Agent, template: string, route: string) {
  const made = await submit(agent, `/staff/mailings/new?route=${route}`, { template, audience: `route=${route}` }, '/staff/mailings/new')
  expect(made.status).toBe(303)
  return /mailings\/([0-9a-f-]{36})/.exec(made.headers['location'] ?? '')?.[1] ?? ''
}
const confirm = (agent: Agent, id: string, seen: number) =>
  submit(agent, `/staff/mailings/${id}`, { seen: String(seen) }, `/staff/mailings/${id}/confirm`)
const countsOf = async (actor: Team, id: string) => (await findMailing(actor, id))?.counts
const emailsOf = (id: string) => db.email.findMany({ where: { aboutId: id }, orderBy: { createdAt: 'asc' } })
const jobsOf = (id: string) =>
  db.$queryRaw<{ run_at: Date }[]>`SELECT run_at FROM graphile_worker.jobs WHERE key = ${`mailings.send:${id}`}`

describe('the dry run', () => {
  it('says who would get it and who would not, and why, count and list alike', async () => {
    const { actor, agent } = await aTeam()
    const [well, off, held, back, rung, gone] = await people(6, 'dry')
    const at = new Date()
    for (const each of [well, held, back, rung, gone]) await wantsNews(each)
    await db.contactHold.create({ data: { candidateId: held.id, reason: 'asked', byId: actor.accountId, beganAt: at } })
    await db.emailFailure.create({ data: { accountId: back.accountId, addressHash: 'b', code: '550', failedAt: at } })
    await db.messagePreference.update({ where: { candidateId: rung.id }, data: { contactBy: 'call' } })
    await db.candidate.update({ where: { id: gone.id }, data: { accountId: null } })
    const id = await draft(agent, await aTemplate(agent, 'news'), 'dry')
    const mailing = await findMailing(actor, id)
    if (!mailing) throw new Error('no mailing')
    const dry = await previewMailing(actor, mailing, { reason: 'send', page: 1 })
    expect([dry.found, dry.send, dry.excluded]).toEqual([
      6,
      1,
      { closed: 0, noAddress: 1, alreadySent: 0, onHold: 1, optedOut: 1, prefersCall: 1, bounced: 1 },
    ])
    for (const reason of ['noAddress', 'onHold', 'optedOut', 'prefersCall', 'bounced'] as const) {
      const { total, rows } = await previewMailing(actor, mailing, { reason, page: 1 })
      expect([total, rows.length]).toEqual([1, 1])
    }
    const page = await agent.get(`/staff/mailings/${id}?reason=optedOut`).expect(200)
    expect(page.text).toContain('1 person would get it')
    expect(page.text).toContain(off.name)
    expect(await db.mailingRecipient.count({ where: { mailingId: id } })).toBe(0)
    expect(await emailsOf(id)).toEqual([])
  })

  it('asks to look again where who gets it has changed meanwhile', async () => {
    const { agent } = await aTeam()
    await people(2, 'changing')
    const id = await draft(agent, await aTemplate(agent, 'service'), 'changing')
    await people(1, 'changing')
    const refused = await confirm(agent, id, 2)
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('Who gets it has changed since you looked')])
    expect(await emailsOf(id)).toEqual([])
    expect((await confirm(agent, id, 3)).status).toBe(303)
  })
})

describe('sending', () => {
  it('writes each person a letter of their own, once, and tells what became of it', async () => {
    const { actor, agent } = await aTeam()
    const found = await people(3, 'own')
    const id = await draft(agent, await aTemplate(agent, 'service'), 'own')
    await confirm(agent, id, 3)
    await sendBatch(id)
    await sendBatch(id)
    const emails = await emailsOf(id)
    expect(emails).toHaveLength(3)
    office.letters.length = 0
    for (const email of emails) await deliverEmail(email.id, post())
    expect(office.letters.map(({ to, cc, bcc }) => [to?.length, cc, bcc])).toEqual(emails.map(() => [1, undefined, undefined]))
    const addresses = found.map(({ account }) => account?.email ?? '')
    for (const letter of office.letters) {
      const others = addresses.filter((address) => address !== letter.to?.[0]?.address)
      expect(others).toHaveLength(2)
      for (const other of others) expect(JSON.stringify(letter)).not.toContain(other)
      expect(letter.headers.some(({ key }) => key.startsWith('list-'))).toBe(false)
    }
    expect(await countsOf(actor, id)).toEqual({ sent: 3 })
    expect((await db.mailing.findUniqueOrThrow({ where: { id } })).state).toBe('sent')
    expect((await agent.get(`/staff/mailings/${id}`)).text).toContain('Everybody (3)')
  })

  it('counts what it lists, for every outcome', async () => {
    const { actor, agent } = await aTeam()
    await people(6, 'outcomes')
    const id = await draft(agent, await aTemplate(agent, 'service'), 'outcomes')
    await confirm(agent, id, 6)
    for (let i = 0; i < 5; i += 1) await sendNext(id)
    const emails = await emailsOf(id)
    for (const [i, state] of ['sent', 'failed', 'bounced', 'held'].entries())
      await db.email.update({ where: { id: emails[i]?.id ?? '' }, data: { state } })
    const counts = (await countsOf(actor, id)) ?? {}
    expect(counts).toEqual({ sent: 1, failed: 1, bounced: 1, held: 1, waiting: 2 })
    for (const [outcome, count] of Object.entries(counts))
      expect((await listPeople(actor, id, { outcome: outcome as keyof typeof counts, page: 1 })).rows).toHaveLength(count)
  })

  it('goes on where a killed worker stopped: nothing twice, nothing missed', async () => {
    vi.useRealTimers()
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-11T10:00:00Z'), shouldAdvanceTime: true })
    const { agent } = await aTeam()
    await people(12, 'killed')
    const id = await draft(agent, await aTemplate(agent, 'service'), 'killed')
    await confirm(agent, id, 12)
    for (let i = 0; i < 5; i += 1) await sendNext(id)
    // The worker dies inside the sixth: its transaction is gone with it, and its job stays locked by somebody who is dead.
    const dying = await pool.connect()
    await dying.query('BEGIN')
    await dying.query(
      `UPDATE mailing_recipients SET outcome = 'queued', email_id = gen_random_uuid() WHERE mailing_id = $1 AND outcome = 'waiting'`,
      [id],
    )
    await dying.query('ROLLBACK')
    dying.release()
    await pool.query(
      `UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '5 minutes', locked_by = 'dead', attempts = 1 WHERE key = $1`,
      [`mailings.send:${id}`],
    )
    const jobs = await startJobs({ pool, log: createLog('silent'), tasks: tasksOf(post()) })
    await vi.waitFor(
      async () => {
        expect(await db.email.count({ where: { aboutId: id, state: 'sent' } })).toBe(12)
      },
      { timeout: 15_000 },
    )
    await jobs.stop()
    const emails = await emailsOf(id)
    expect(emails).toHaveLength(12)
    expect(new Set(emails.map(({ candidateId }) => candidateId)).size).toBe(12)
  })

  it('doubles nothing when two workers send at once', async () => {
    const { agent } = await aTeam()
    await people(10, 'both')
    const id = await draft(agent, await aTemplate(agent, 'service'), 'both')
    await confirm(agent, id, 10)
    await Promise.all([sendBatch(id), sendBatch(id), sendBatch(id)])
    await sendBatch(id)
    expect(new Set((await emailsOf(id)).map(({ candidateId }) => candidateId)).size).toBe(10)
    expect(await emailsOf(id)).toHaveLength(10)
    expect((await db.mailing.findUniqueOrThrow({ where: { id } })).state).toBe('sent')
  })

  it('waits by night, and goes in small portions by day', async () => {
    vi.setSystemTime(new Date('2027-01-11T22:00:00Z'))
    const { agent } = await aTeam()
    await people(31, 'portions')
    const id = await draft(agent, await aTemplate(agent, 'service'), 'portions')
    await confirm(agent, id, 31)
    await sendBatch(id)
    expect(await emailsOf(id)).toEqual([])
    expect(await jobsOf(id)).toEqual([{ run_at: new Date('2027-01-12T08:00:00Z') }])
    vi.setSystemTime(new Date('2027-01-12T08:00:00Z'))
    await sendBatch(id)
    expect(await emailsOf(id)).toHaveLength(30)
    expect(await jobsOf(id)).toEqual([{ run_at: new Date('2027-01-12T08:00:30Z') }])
  })

  it('asks once more at the moment of sending', async () => {
    const { actor, agent } = await aTeam()
    const [one, two] = await people(2, 'minds')
    for (const each of [one, two]) await wantsNews(each)
    const id = await draft(agent, await aTemplate(agent, 'news'), 'minds')
    await confirm(agent, id, 2)
    await wantsNews(one, false)
    await sendBatch(id)
    expect(await countsOf(actor, id)).toEqual({ waiting: 1, excluded: 1 })
    // and after that, between writing and handing over
    await wantsNews(two, false)
    for (const email of await emailsOf(id)) await deliverEmail(email.id, post())
    expect(await countsOf(actor, id)).toEqual({ skipped: 1, excluded: 1 })
  })

  it('stops when it is cancelled: what is written but not gone does not go', async () => {
    const { actor, agent } = await aTeam()
    await people(3, 'stop')
    const id = await draft(agent, await aTemplate(agent, 'service'), 'stop')
    await confirm(agent, id, 3)
    for (let i = 0; i < 2; i += 1) await sendNext(id)
    const [first, second] = await emailsOf(id)
    await deliverEmail(first?.id ?? '', post())
    const cancelled = await submit(agent, `/staff/mailings/${id}`, { event: 'cancel' }, `/staff/mailings/${id}/end`)
    expect(cancelled.status).toBe(303)
    await deliverEmail(second?.id ?? '', post())
    await sendBatch(id)
    expect(await countsOf(actor, id)).toEqual({ sent: 1, cancelled: 2 })
    expect((await confirm(agent, id, 2)).status).toBe(422)
  })

  it('reaches who fits since, and nobody twice', async () => {
    const { actor, agent } = await aTeam()
    await people(2, 'since')
    const template = await aTemplate(agent, 'service')
    const id = await draft(agent, template, 'since')
    await confirm(agent, id, 2)
    await sendBatch(id)
    await people(1, 'since')
    const again = await agent.get(`/staff/mailings/${id}?again=yes`).expect(200)
    expect(again.text).toContain('1 person would get it')
    await submit(agent, `/staff/mailings/${id}?again=yes`, { seen: '1' }, `/staff/mailings/${id}/confirm`)
    await sendBatch(id)
    expect(await emailsOf(id)).toHaveLength(3)
    expect(await countsOf(actor, id)).toEqual({ waiting: 3 })
    const twin = await draft(agent, template, 'since')
    expect((await agent.get(`/staff/mailings/${twin}`)).text).toContain('Has this letter already (3)')
  })

  it('keeps the words it was confirmed with when the template changes', async () => {
    const { agent } = await aTeam()
    await people(1, 'words')
    const template = await aTemplate(agent, 'service', 'The first words, {firstName}.')
    const id = await draft(agent, template, 'words')
    await submit(agent, `/staff/templates/${template}`, {
      name: 'Changed',
      purpose: 'service',
      subject: 'Changed',
      body: 'Other words.',
      seen: '1',
    })
    await confirm(agent, id, 1)
    await sendBatch(id)
    office.letters.length = 0
    for (const email of await emailsOf(id)) await deliverEmail(email.id, post())
    expect(office.letters[0]?.text).toContain('The first words, Person.')
  })
})
