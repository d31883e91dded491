import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Team } from '../../src/core/access.ts'
import { db } from '../../src/core/db.ts'
import { allow } from '../../src/core/rate-limit.ts'
import { conversationEmails } from '../../src/features/conversations/emails.ts'
import { deleteOldThreads, tellTeam } from '../../src/features/conversations/commands/threads.ts'
import { countThreads, listThreads } from '../../src/features/conversations/queries/threads.ts'
import { findMessagesWaiting } from '../../src/features/conversations/queries/waiting.ts'
import { threadShows, writeLimit } from '../../src/features/conversations/rules/threads.ts'
import { closeAccount } from '../../src/features/privacy/commands.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, anApp, asActor, PASSWORD, signedInAs, submit } from '../support/people.ts'

const force = profileOf('cheshire')
let app: ReturnType<typeof anApp>

beforeAll(() => {
  app = anApp()
})

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-11T10:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const aTeam = async () => {
  const account = await anAccount({ name: 'Priya Nair' })
  const actor: Team = { role: 'coordinator', accountId: account.id, name: account.name, roles: ['coordinator'] }
  return { account, actor, agent: await signedInAs(account, app) }
}
const someone = async (name = 'Nadia Bashir', ownerId: string | null = null) => {
  const candidate = await aCandidate({ name, ownerId })
  return { candidate, agent: await signedInAs(candidate, app) }
}
const write = async (agent: Awaited<ReturnType<typeof signedInAs>>, subject = 'Trains', body = 'Is there a train?') => {
  const sent = await submit(agent, '/my/messages/new', { subject, body })
  expect(sent.status).toBe(303)
  return /messages\/([0-9a-f-]{36})/.exec(sent.headers['location'] ?? '')?.[1] ?? ''
}
const noticesFor = (candidateId: string) => db.email.count({ where: { candidateId, kind: 'conversation.unread' } })

describe('writing to the team', () => {
  it('reaches them, is answered, and is read, each side seeing what is theirs', async () => {
    const { account, agent: priya } = await aTeam()
    const { candidate, agent: nadia } = await someone('Nadia Bashir', account.id)
    const id = await write(nadia, 'Trains', 'Is there a <b>train</b> to Crewe?')
    const inbox = await priya.get('/staff/messages?whose=mine').expect(200)
    expect(inbox.text).toContain('Trains')
    expect(inbox.text).toContain('1 new')
    const opened = await priya.get(`/staff/messages/${id}`).expect(200)
    expect(opened.text).toContain('Is there a &lt;b&gt;train&lt;/b&gt; to Crewe?')
    expect((await submit(priya, `/staff/messages/${id}`, { body: 'Yes, every hour.' })).status).toBe(303)
    expect((await priya.get(`/staff/messages/${id}`)).text).toContain('Not read yet')
    expect((await nadia.get('/my')).text).toContain('The team has written to you')
    const own = await nadia.get(`/my/messages/${id}`).expect(200)
    expect(own.text).toContain('Yes, every hour.')
    expect(own.text).not.toContain('Priya')
    expect(own.text).not.toContain('Not read yet')
    expect((await priya.get(`/staff/messages/${id}`)).text).toMatch(/Read 11.January.2027/)
    expect(await db.look.count({ where: { candidateId: candidate.id, viewerId: account.id, page: 'messages with the team' } })).toBe(1)
  })

  it('gives it to whoever looks after the person, due in five working days', async () => {
    const { account } = await aTeam()
    const { agent } = await someone('Nadia Bashir', account.id)
    const thread = await db.thread.findUniqueOrThrow({ where: { id: await write(agent) } })
    expect(thread).toMatchObject({ ownerId: account.id, state: 'waitingTeam', dueAt: new Date('2027-01-18T10:00:00Z') })
  })

  it('keeps what was typed when something is missing, too long, or sent too often', async () => {
    const { candidate, agent } = await someone()
    const without = await submit(agent, '/my/messages/new', { subject: '', body: 'Words I would miss' })
    expect([without.status, without.text]).toEqual([422, expect.stringContaining('Words I would miss')])
    expect((await submit(agent, '/my/messages/new', { subject: 'A', body: 'x'.repeat(5001) })).status).toBe(422)
    const id = await write(agent)
    for (let i = 0; i < 29; i += 1) await allow('message-write', candidate.accountId ?? '', writeLimit)
    const late = await submit(agent, `/my/messages/${id}`, { body: 'One too many' })
    expect([late.status, late.text]).toEqual([429, expect.stringContaining('One too many')])
  })

  it('shows nobody the conversation of somebody else', async () => {
    const { agent } = await someone()
    const id = await write(agent)
    const { agent: other } = await someone('Somebody Else')
    expect((await other.get(`/my/messages/${id}`)).status).toBe(404)
    expect((await submit(other, '/my/messages/new', { body: 'mine now' }, `/my/messages/${id}`)).status).toBe(404)
    expect(await db.threadMessage.count({ where: { threadId: id } })).toBe(1)
  })

  it('opens a closed conversation again', async () => {
    const { agent: priya } = await aTeam()
    const { agent } = await someone()
    const id = await write(agent)
    await submit(priya, `/staff/messages/${id}`, { event: 'close' }, `/staff/messages/${id}/move`)
    expect(await db.thread.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'closed', dueAt: null })
    const again = await submit(priya, `/staff/messages/${id}`, { event: 'close' }, `/staff/messages/${id}/move`)
    expect([again.status, again.text]).toEqual([422, expect.stringContaining('Somebody has closed this conversation')])
    await submit(agent, `/my/messages/${id}`, { body: 'One more thing' })
    expect(await db.thread.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'waitingTeam', closedAt: null })
  })
})

describe('telling people', () => {
  it('sends one notice until it is read, and no word of what was written', async () => {
    const { agent: priya } = await aTeam()
    const { candidate, agent: nadia } = await someone()
    const begun = await submit(priya, `/staff/candidates/${candidate.id}/messages/new`, {
      subject: 'Your vetting form',
      body: 'Secret words',
    })
    const id = /messages\/([0-9a-f-]{36})/.exec(begun.headers['location'] ?? '')?.[1] ?? ''
    for (const body of ['Second', 'Third']) await submit(priya, `/staff/messages/${id}`, { body })
    expect(await noticesFor(candidate.id)).toBe(1)
    const about = {
      emailId: '',
      accountId: candidate.accountId,
      candidateId: candidate.id,
      aboutId: id,
      data: {},
      baseUrl: 'https://p.example',
      force,
    }
    const letter = await conversationEmails['conversation.unread']?.(about)
    expect(letter?.subject).toBe('A message is waiting for you')
    expect(JSON.stringify(letter)).not.toMatch(/Secret|vetting|Second/)
    await nadia.get(`/my/messages/${id}`)
    expect(await conversationEmails['conversation.unread']?.(about)).toBeUndefined()
    await submit(priya, `/staff/messages/${id}`, { body: 'Fourth' })
    expect(await noticesFor(candidate.id)).toBe(2)
  })

  it('tells whoever owns it at most once an hour, by one job however many write', async () => {
    const { account } = await aTeam()
    for (const name of ['One', 'Two', 'Three']) await write((await someone(name, account.id)).agent)
    const jobs = () =>
      db.$queryRaw<{ run_at: Date }[]>`SELECT run_at FROM graphile_worker.jobs WHERE key = ${`conversations.tellTeam:${account.id}`}`
    expect(await jobs()).toMatchObject([{ run_at: new Date() }])
    await tellTeam(account.id)
    await write((await someone('Four', account.id)).agent)
    expect(await jobs()).toMatchObject([{ run_at: new Date('2027-01-11T11:00:00Z') }])
    expect(await db.email.count({ where: { accountId: account.id, kind: 'conversation.team' } })).toBe(1)
    const about = { emailId: '', accountId: account.id, candidateId: null, aboutId: null, data: {}, baseUrl: 'https://p.example', force }
    expect(await conversationEmails['conversation.team']?.(about)).toMatchObject({ subject: '4 messages wait for you' })
    await db.thread.updateMany({ where: { ownerId: account.id }, data: { state: 'waitingCandidate', dueAt: null } })
    await tellTeam(account.id)
    expect(await db.email.count({ where: { accountId: account.id, kind: 'conversation.team' } })).toBe(1)
  })

  it('says to ring somebody who has no account, and begins nothing', async () => {
    const { agent: priya } = await aTeam()
    const phoned = await db.candidate.create({
      data: { reference: 'PA-PHONED1', name: 'Rung Up', phone: '01632 960 555', registeredAt: new Date(), activeAt: new Date() },
    })
    const page = await priya.get(`/staff/candidates/${phoned.id}/messages/new`).expect(200)
    expect(page.text).toContain('A message here cannot reach this person')
    expect(page.text).toContain('Ring 01632 960 555')
    expect(page.text).not.toContain('<textarea')
    const candidatePage = await priya.get(`/staff/candidates/${phoned.id}`)
    expect(candidatePage.text).toContain('A message here cannot reach this person')
    const forced = await submit(priya, '/staff/templates/new', { subject: 'a', body: 'b' }, `/staff/candidates/${phoned.id}/messages/new`)
    expect(forced.status).toBe(422)
    expect(await db.thread.count({ where: { candidateId: phoned.id } })).toBe(0)
  })
})

describe('the inbox', () => {
  it('counts what it lists, for every part of it and for the team and oneself', async () => {
    const { account, actor } = await aTeam()
    for (const [i, state] of ['waitingTeam', 'waitingCandidate', 'closed', 'waitingTeam', 'waitingTeam', 'waitingTeam'].entries()) {
      const candidate = await aCandidate()
      const [begunAt, dueAt] = [new Date(), new Date(Date.now() + (i - 3) * 9 * 3_600_000)]
      await db.thread.create({
        data: {
          ...{ candidateId: candidate.id, subject: 's', state, begunBy: 'candidate', begunAt, lastAt: begunAt },
          ...{
            ownerId: i % 2 ? account.id : null,
            dueAt: state === 'waitingTeam' ? dueAt : null,
            closedAt: state === 'closed' ? begunAt : null,
          },
        },
      })
    }
    for (const show of threadShows)
      for (const whose of ['team', 'mine'] as const) {
        const { rows, total } = await listThreads(actor, { show, whose, page: 1 })
        expect([total, (await countThreads(actor, { show, whose })).count]).toEqual([rows.length, rows.length])
      }
    for (const whose of ['team', 'mine'] as const) {
      const waiting = await findMessagesWaiting(actor, whose)
      const { total } = await listThreads(actor, { show: 'waiting', whose, page: 1 })
      expect(waiting.slice(0, 3).reduce((sum, { count }) => sum + count, 0)).toBe(total)
      for (const { href } of waiting) expect(href.includes('whose=mine')).toBe(whose === 'mine')
    }
  })

  it('lets one of the team take a conversation on, or give it only to one of the team', async () => {
    const { agent: priya, account } = await aTeam()
    const { candidate, agent } = await someone()
    const id = await write(agent)
    await submit(priya, `/staff/messages/${id}`, { event: 'take' }, `/staff/messages/${id}/move`)
    expect((await db.thread.findUniqueOrThrow({ where: { id } })).ownerId).toBe(account.id)
    const wrong = await submit(priya, `/staff/messages/${id}`, { ownerId: candidate.accountId ?? '' }, `/staff/messages/${id}/owner`)
    expect(wrong.status).toBe(404)
    const marcus = await anAccount({ name: 'Marcus' })
    await submit(priya, `/staff/messages/${id}`, { ownerId: marcus.id }, `/staff/messages/${id}/owner`)
    expect((await db.thread.findUniqueOrThrow({ where: { id } })).ownerId).toBe(marcus.id)
  })

  it('begins an answer with a template, the person’s name in it', async () => {
    const { agent: priya } = await aTeam()
    const { agent } = await someone('Zoë Quill')
    const id = await write(agent)
    await submit(priya, '/staff/templates/new', {
      name: 'Thanks',
      purpose: 'service',
      subject: 'Thank you',
      body: 'Hello {firstName}, thank you.',
    })
    const template = await db.messageTemplate.findFirstOrThrow({ where: { name: 'Thanks' } })
    expect((await priya.get(`/staff/messages/${id}?template=${template.id}`)).text).toContain('Hello Zoë, thank you.')
  })
})

describe('what is kept', () => {
  it('goes with the person, all of it', async () => {
    const { candidate, agent } = await someone('Goes Away')
    const id = await write(agent, 'Private', 'Very private')
    await db.messagePreference.create({ data: { candidateId: candidate.id, updatedAt: new Date() } })
    await db.contactHold.create({ data: { candidateId: candidate.id, reason: 'asked', byId: (await anAccount()).id, beganAt: new Date() } })
    await db.emailFailure.create({ data: { accountId: candidate.accountId, addressHash: 'x', code: '550', failedAt: new Date() } })
    expect(await closeAccount(asActor(candidate), PASSWORD)).toEqual({ ok: true })
    const { id: candidateId } = candidate
    expect(await db.thread.count({ where: { id } })).toBe(0)
    expect(await db.threadMessage.count({ where: { threadId: id } })).toBe(0)
    expect(await db.messagePreference.count({ where: { candidateId } })).toBe(0)
    expect(await db.contactHold.count({ where: { candidateId } })).toBe(0)
    expect(await db.emailFailure.count({ where: { addressHash: 'x' } })).toBe(0)
  })

  it('goes a while after it was closed, and never while somebody waits', async () => {
    const { agent: priya } = await aTeam()
    const [closed, open] = [await write((await someone()).agent), await write((await someone()).agent)]
    await submit(priya, `/staff/messages/${closed}`, { event: 'close' }, `/staff/messages/${closed}/move`)
    vi.setSystemTime(new Date('2028-01-12T10:00:00Z'))
    await deleteOldThreads(new Date('2027-01-12T10:00:00Z'))
    expect(await db.thread.findMany({ where: { id: { in: [closed, open] } }, select: { id: true } })).toEqual([{ id: open }])
  })

  it.each([
    ['the words of a message', `UPDATE thread_messages SET body = 'x'`],
    ['a message', 'DELETE FROM thread_messages'],
    ['whose a conversation is', `UPDATE threads SET subject = 'x'`],
    ['a version of a template', `UPDATE message_template_versions SET body = 'x'`],
    ['why somebody was held back', `UPDATE contact_holds SET reason = 'asked'`],
    ['whose preferences they are', `UPDATE message_preferences SET candidate_id = gen_random_uuid()`],
    ['who was written to', 'DELETE FROM mailing_recipients'],
  ])('is never edited: %s', async (_what, statement) => {
    await expect(db.$executeRawUnsafe(statement)).rejects.toThrow(/permission denied/)
  })
})
