import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Team } from '../../src/core/access.ts'
import { db, pool } from '../../src/core/db.ts'
import { sendBySmtp } from '../../src/core/mail.ts'
import { emailKinds } from '../../src/emails.ts'
import { deleteOldMessages } from '../../src/features/contact/commands.ts'
import { listMessages } from '../../src/features/contact/queries/messages.ts'
import { findContactWaiting } from '../../src/features/contact/queries/waiting.ts'
import { dueTimes } from '../../src/features/contact/rules.ts'
import { deliverEmail } from '../../src/features/messages/commands.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, signedInAs, submit } from '../support/people.ts'
import { aPostOffice, type PostOffice } from '../support/post.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const force = profileOf('cheshire')
let office: PostOffice
let priya: Awaited<ReturnType<typeof anAccount>>
let marcus: Awaited<ReturnType<typeof anAccount>>
let agent: Awaited<ReturnType<typeof signedInAs>>
let actor: Team

beforeAll(async () => {
  office = await aPostOffice()
  priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  marcus = await anAccount({ roles: ['lead'], name: 'Marcus Bell' })
  actor = { role: 'coordinator', accountId: priya.id, name: priya.name, roles: ['coordinator'] }
})
afterAll(() => office.stop())
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  agent = await signedInAs(priya)
  await db.contactMessage.deleteMany()
})
afterEach(() => {
  vi.useRealTimers()
})

const aMessage = (overrides = {}) =>
  db.contactMessage.create({
    data: {
      ...{ topic: 'access', name: 'Kofi <b>Mensah</b>', email: 'kofi@people.example', message: 'Is there a lift?\n\nI come by bus.' },
      ...{ receivedAt: new Date('2027-01-12T09:00:00Z'), dueAt: new Date('2027-01-19T09:00:00Z') },
      ...overrides,
    },
  })
const act = (id: string, what: string, values: Record<string, string>) =>
  submit(agent, `/staff/contact/${id}`, values, `/staff/contact/${id}/${what}`)
const lastLetter = () => {
  const letter = office.letters.at(-1)
  if (!letter) throw new Error('no letter came')
  return letter
}
const kept = (id: string) => db.contactMessage.findUniqueOrThrow({ where: { id }, include: { replies: true } })

describe('an answer from the portal', () => {
  it('goes by e-mail with the words of both, to be answered to the team, and is kept with the message', async () => {
    const { id } = await aMessage()
    expect((await act(id, 'reply', { reply: 'There is.\n\nIt is by the north door.', then: 'close', seen: '0' })).status).toBe(303)
    const message = await kept(id)
    expect(message).toMatchObject({ state: 'closed', outcome: 'answered', ownerId: priya.id, answeredAt: frozen })
    const email = await db.email.findFirstOrThrow({ where: { kind: 'contact.reply', aboutId: message.replies[0]?.id ?? '' } })
    const send = sendBySmtp(office.url, { from: 'Team <portal@force.example>', host: 'portal.example' })
    await deliverEmail(email.id, { kinds: emailKinds, send, baseUrl: 'https://portal.example', force })
    const letter = lastLetter()
    expect(letter).toMatchObject({
      ...{ to: [{ address: 'kofi@people.example' }], replyTo: [{ address: force.contacts.team.email }] },
      subject: 'Our answer to your message',
    })
    expect(letter.text).toContain('There is.\n\nIt is by the north door.\n\nPriya,')
    expect(letter.text).toContain('You wrote on 12 January 2027:\n> Is there a lift?\n> I come by bus.')
    expect(letter.html).toContain('Hello Kofi &lt;b&gt;Mensah&lt;/b&gt;,')
    expect(letter.headers.some(({ key }) => key === 'auto-submitted')).toBe(false)
    const { text } = await agent.get(`/staff/contact/${id}`).expect(200)
    expect(text).toContain('It is by the north door.')
    expect(text).toMatch(/Sent\s*<\/strong>/)
  })

  it('may leave the message open, to be looked at again in as many working days', async () => {
    const { id } = await aMessage()
    await act(id, 'reply', { reply: 'I will ask.', then: 'keep', seen: '0' })
    expect(await kept(id)).toMatchObject({ state: 'open', answeredAt: frozen, dueAt: new Date('2027-01-21T10:00:00Z') })
    expect((await agent.get('/staff/contact')).text).toContain('kept open')
  })

  it('is sent by one of two who answer at once; the other is told, and loses no word', async () => {
    const { id } = await aMessage()
    const answers = await Promise.all(
      ['Yes, there is.', 'No, there is none.'].map((reply) => act(id, 'reply', { reply, then: 'keep', seen: '0' })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    const told = answers.find(({ status }) => status === 422)?.text ?? ''
    expect(told).toContain('Somebody else has answered since you opened this page')
    expect(told).toContain('Yes, there is.')
    expect(told).toContain('No, there is none.')
    expect(told).toContain('name="seen" value="1"')
    expect(
      await db.email.count({ where: { kind: 'contact.reply', aboutId: { in: (await kept(id)).replies.map((each) => each.id) } } }),
    ).toBe(1)
  })

  it('that comes after somebody closed the message is shown again, to be copied', async () => {
    const { id } = await aMessage()
    await act(id, 'close', { outcome: 'phoned' })
    const late = await act(id, 'reply', { reply: 'All that I typed', then: 'close', seen: '0' })
    expect(late.status).toBe(422)
    expect(late.text).toContain('Someone has closed this message')
    expect(late.text).toContain('All that I typed')
  })

  it.each([
    ['nothing', { reply: '  ', then: 'close', seen: '0' }, 'Write your answer'],
    ['far too much', { reply: 'x'.repeat(8001), then: 'close', seen: '0' }, 'must be 8000 characters or fewer'],
    ['no choice of what then', { reply: 'Yes', seen: '0' }, 'Choose whether the message is closed'],
    ['a page that knows no number', { reply: 'Yes', then: 'close', seen: 'x' }, 'Open this message again'],
  ])('is not sent for %s', async (_what, values: Record<string, string>, words) => {
    const { id } = await aMessage()
    const page = await act(id, 'reply', values)
    expect(page.status).toBe(422)
    expect(page.text).toContain(words)
    expect((await kept(id)).replies).toEqual([])
  })

  it('is kept against the portal itself, and goes with the message', async () => {
    const { id } = await aMessage()
    await act(id, 'reply', { reply: 'Yes', then: 'close', seen: '0' })
    await expect(pool.query('UPDATE contact_replies SET text = $1', ['no'])).rejects.toThrow(/permission denied/)
    await expect(pool.query('DELETE FROM contact_replies')).rejects.toThrow(/permission denied/)
    vi.setSystemTime(new Date('2028-03-01T10:00:00Z'))
    await deleteOldMessages(12)
    expect(await db.contactReply.count()).toBe(0)
  })
})

describe('the work on a message', () => {
  it('is taken, given on, filed, noted and closed, each on record with who did it', async () => {
    const { id } = await aMessage()
    const { status } = await act(id, 'take', {})
    expect(status).toBe(303)
    expect((await act(id, 'give', { ownerId: marcus.id, seen: priya.id })).status).toBe(303)
    expect((await act(id, 'give', { ownerId: priya.id, seen: 'nobody' })).status).toBe(422)
    expect((await act(id, 'file', { topic: 'press' })).status).toBe(303)
    expect((await act(id, 'file', { topic: 'press' })).status).toBe(422)
    expect((await act(id, 'note', { note: 'Rang, nobody there.' })).status).toBe(303)
    expect((await act(id, 'close', { outcome: 'becameCandidate' })).status).toBe(303)
    const { text } = await agent.get(`/staff/contact/${id}`).expect(200)
    for (const words of [
      'Given</span> to Marcus Bell',
      'Put under another topic</span>: A media or community request',
      'Became a candidate',
    ])
      expect(text).toContain(words)
    expect(text).toContain('Rang, nobody there.')
    expect(await db.email.count({ where: { kind: 'contact.reply', address: 'kofi@people.example', createdAt: { gt: frozen } } })).toBe(0)
    expect(await kept(id)).toMatchObject({ ownerId: marcus.id, topic: 'press', outcome: 'becameCandidate' })
  })

  it('goes to nobody outside the team', async () => {
    const { id } = await aMessage()
    const supporter = await anAccount({ roles: ['supporter'] })
    expect((await act(id, 'give', { ownerId: supporter.id, seen: 'nobody' })).status).toBe(422)
    expect((await kept(id)).ownerId).toBeNull()
  })

  it('names the candidate who has the address, however it was typed', async () => {
    const amara = await aCandidate({ email: 'amara.o@people.example', name: 'Amara Okafor' })
    const { id } = await aMessage({ email: 'Amara.O@People.example' })
    const { text } = await agent.get(`/staff/contact/${id}`).expect(200)
    expect(text).toContain(`href="/staff/candidates/${amara.id}"`)
    expect((await agent.get(`/staff/contact/${(await aMessage()).id}`)).text).toContain('Nobody is registered with this address')
  })

  it('goes with the account of its sender once it is closed, and waits for its answer before', async () => {
    const amara = await aCandidate({ email: 'leaver@people.example' })
    const closed = { state: 'closed', outcome: 'answered', closedAt: frozen }
    await aMessage({ email: 'Leaver@people.example', ...closed })
    const open = await aMessage({ email: 'leaver@people.example' })
    const other = await aMessage(closed)
    await pool.query('SELECT erase_candidate($1, $2)', [amara.id, frozen])
    expect((await db.contactMessage.findMany({ select: { id: true } })).map(({ id }) => id).sort()).toEqual([open.id, other.id].sort())
  })
})

describe('the queue', () => {
  it('finds by words, topic and whose it is, with the press apart', async () => {
    await aMessage({ name: 'Ask 100%', ownerId: priya.id })
    await aMessage({ name: 'Late One', dueAt: new Date('2027-01-13T09:00:00Z') })
    await aMessage({ name: 'Reporter', topic: 'press' })
    const names = async (query: string) =>
      [...(await agent.get(`/staff/contact?${query}`).expect(200)).text.matchAll(/<bdi>([^<]+)<\/bdi><\/a><\/th>/g)].map(([, name]) => name)
    expect(await names('')).toEqual(['Late One', 'Ask 100%'])
    expect(await names('q=100%25')).toEqual(['Ask 100%'])
    expect(await names('q=%25%25')).toEqual([])
    expect(await names('q=LIFT&topic=access')).toEqual(['Late One', 'Ask 100%'])
    expect(await names('topic=data')).toEqual([])
    expect(await names('whose=mine')).toEqual(['Ask 100%'])
    expect(await names('owner=nobody')).toEqual(['Late One'])
    expect(await names('due=overdue')).toEqual(['Late One'])
    expect(await names('desk=media')).toEqual(['Reporter'])
  })

  it('counts what waits as its lists do, for the team and for one, whatever falls due when', async () => {
    const hours = [-30, -1, 0, 1, 13, 14, 24, 100, 181, 182, 206, 400]
    for (const [at, hour] of hours.entries())
      await aMessage({
        ...{ dueAt: new Date(frozen.getTime() + hour * 3_600_000), topic: at % 3 === 0 ? 'press' : 'support' },
        ...(at % 2 === 0 && { ownerId: priya.id }),
      })
    for (const whose of ['team', 'mine'] as const) {
      const waiting = await findContactWaiting(actor, whose)
      expect(waiting.map(({ when }) => when)).toEqual([...dueTimes, ...dueTimes])
      for (const { count, href } of waiting) {
        const { text } = await agent.get(href).expect(200)
        expect(text).toContain(count === 1 ? '1 message found' : `${String(count)} messages found`)
      }
      expect(waiting.reduce((sum, { count }) => sum + count, 0)).toBe(whose === 'team' ? 9 : 5)
    }
    expect((await listMessages(actor, { desk: 'people', state: 'open', whose: 'team', page: 1 })).total).toBe(8)
  })
})
