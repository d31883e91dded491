import request from 'supertest'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { profileOf } from '../../src/forces/find.ts'
import { contactEmails } from '../../src/features/contact/emails.ts'
import { deleteOldMessagesJob } from '../../src/features/contact/jobs.ts'
import { countMessages } from '../../src/features/contact/queries/messages.ts'
import { aCandidate, anAccount, anApp, signedInAs, submit } from '../support/people.ts'

const written = { topic: 'support', name: 'Amara Okafor', email: 'amara@people.example', message: 'Is there parking?' }
const visitor = (app = anApp()) => request.agent(app)
const send = (values: Record<string, string | string[]>, app = anApp()) => submit(visitor(app), '/contact', values)

beforeEach(async () => {
  await db.rateLimit.deleteMany()
  await db.contactMessage.deleteMany()
})
afterEach(() => {
  vi.useRealTimers()
})

describe.each(['cheshire', 'hampshire'] as const)('writing to the team of %s', (id) => {
  const app = () => anApp({ FORCE: id })

  it('reaches the queue and says by when a person answers', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-12-21T10:00:00Z') })
    const page = await request(app()).get('/contact').expect(200)
    expect(page.text).toContain('30\u00a0December\u00a02026')
    const sent = await send(written, app())
    expect(sent.status).toBe(303)
    expect(sent.headers['location']).toBe('/contact/sent?by=2026-12-30')
    const done = await request(app()).get('/contact/sent?by=2026-12-30').expect(200)
    expect(done.text).toContain('30\u00a0December\u00a02026')
    expect(await db.contactMessage.findMany()).toMatchObject([{ ...written, state: 'open', ownerId: null, outcome: null }])
  })

  it('asks for an e-mail to the sender that says when, and repeats nothing typed', async () => {
    await send({ ...written, name: 'Buy <b>now</b>', message: 'http://spam.example' }, app())
    const message = await db.contactMessage.findFirstOrThrow()
    const [email] = await db.email.findMany({ where: { kind: 'contact.received', aboutId: message.id } })
    expect(email).toMatchObject({ address: written.email, state: 'queued' })
    const about = {
      emailId: email?.id ?? '',
      accountId: null,
      candidateId: null,
      aboutId: message.id,
      data: {},
      baseUrl: '',
      force: profileOf(id),
    }
    const content = await contactEmails['contact.received']?.(about)
    expect(content?.heading).toMatch(/^We will answer by \d/)
    expect(JSON.stringify(content)).not.toMatch(/spam|Buy/)
    await db.contactMessage.update({ where: { id: message.id }, data: { state: 'closed', closedAt: new Date(), outcome: 'answered' } })
    expect(await contactEmails['contact.received']?.(about)).toBeUndefined()
  })
})

describe('what was typed', () => {
  it.each([
    ['nothing', {}, ['Choose what your message is about', 'Enter your name', 'Enter your e-mail address', 'Write your message']],
    ['an unknown topic', { ...written, topic: 'root' }, ['Choose what your message is about']],
    ['blanks', { ...written, name: '   ', message: '\n \t' }, ['Enter your name', 'Write your message']],
    ['null bytes alone', { ...written, name: '\0\0' }, ['Enter your name']],
    ['half an address', { ...written, email: 'amara@' }, ['Enter an e-mail address like']],
    ['two addresses', { ...written, email: 'a@people.example\nb@people.example' }, ['Enter an e-mail address like']],
    ['too long a name', { ...written, name: 'x'.repeat(101) }, ['Your name must be 100 characters or fewer']],
    ['too long a message', { ...written, message: 'x'.repeat(4001) }, ['Your message must be 4000 characters or fewer']],
    ['a repeated field', { ...written, name: ['Amara', 'Bethan'] }, ['Enter your name']],
  ])('is refused beside the field where it is %s', async (_what, values: Record<string, string | string[]>, messages) => {
    const page = await send(values)
    expect(page.status).toBe(422)
    for (const words of messages) expect(page.text.split(words).length - 1).toBe(2)
    expect(page.text).toContain('<title>Error: ')
    if ('topic' in values && values['topic'] === 'support') expect(page.text).toContain('value="support" checked')
    expect(await db.contactMessage.count()).toBe(0)
  })

  it.each([
    ['HTML', '<script>alert(1)</script> & "quotes"'],
    ['emoji', 'Can I come? 🚓👩🏽‍🦽'],
    ['right-to-left text', 'مرحبا، هل هناك مواقف للسيارات؟'],
    ['lone surrogates', 'half \ud83d of a sign'],
    ['SQL', "'); DROP TABLE contact_messages; --"],
  ])('is kept and shown as it is where it is %s', async (_what, message) => {
    expect((await send({ ...written, message })).status).toBe(303)
    const kept = await db.contactMessage.findFirstOrThrow()
    expect(kept.message).toBe(message.toWellFormed())
    const lead = await signedInAs(await anAccount({ roles: ['lead'] }))
    const page = await lead.get(`/staff/contact/${kept.id}`).expect(200)
    expect(page.text).not.toContain('<script>alert')
    expect(page.text).toContain(
      message
        .toWellFormed()
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&#34;')
        .replaceAll("'", '&#39;'),
    )
  })

  it('loses its null bytes and keeps the rest', async () => {
    await send({ ...written, message: 'a\0b' })
    expect((await db.contactMessage.findFirstOrThrow()).message).toBe('ab')
  })

  it('is too much at 2 MB, and the page says so', async () => {
    const page = await send({ ...written, message: 'x'.repeat(2_000_000) })
    expect(page.status).toBe(413)
    expect(page.text).toContain('<h1')
    expect(await db.contactMessage.count()).toBe(0)
  })
})

describe('what no person sends', () => {
  it('is dropped without a word when it fills the hidden field', async () => {
    const sent = await send({ ...written, website: 'https://spam.example' })
    expect(sent.status).toBe(303)
    expect(sent.headers['location']).toMatch(/^\/contact\/sent/)
    expect(await db.contactMessage.count()).toBe(0)
    expect(await db.email.count({ where: { address: 'spam@people.example' } })).toBe(0)
  })

  it('is refused without the token of the page', async () => {
    await request(anApp()).post('/contact').type('form').send(written).expect(403)
    expect(await db.contactMessage.count()).toBe(0)
  })

  it('stops after five from one address in an hour, with what was typed kept and no address stored', async () => {
    const app = anApp()
    for (let n = 0; n < 5; n++) expect((await send(written, app)).status).toBe(303)
    const page = await send({ ...written, message: 'a sixth one' }, app)
    expect(page.status).toBe(429)
    expect(page.text).toContain('a sixth one')
    expect(page.text).toContain('Wait an hour')
    expect(await db.contactMessage.count()).toBe(5)
    const keys = (await db.rateLimit.findMany()).map(({ key }) => key)
    expect(keys.join()).not.toMatch(/amara|127\.0/)
    expect((await send({ ...written, email: 'other@people.example' }, app)).status).toBe(303)
  })
})

describe('the queue', () => {
  const aMessage = (n: number, overrides = {}) =>
    db.contactMessage.create({
      data: {
        ...written,
        name: `Sender ${String(n)}`,
        receivedAt: new Date(Date.UTC(2026, 0, 1, 0, n)),
        dueAt: new Date(Date.UTC(2026, 0, 8)),
        ...overrides,
      },
    })

  it('shows who has waited longest first, page by page, and counts what it lists', async () => {
    for (let n = 1; n <= 28; n++) await aMessage(n)
    const account = await anAccount({ roles: ['coordinator'] })
    const coordinator = await signedInAs(account)
    const first = await coordinator.get('/staff/contact').expect(200)
    expect(first.text).toContain('28 messages')
    expect(first.text.match(/Sender \d+/g)).toEqual(Array.from({ length: 25 }, (_, i) => `Sender ${String(i + 1)}`))
    const second = await coordinator.get('/staff/contact?page=2').expect(200)
    expect(second.text.match(/Sender \d+/g)).toEqual(['Sender 26', 'Sender 27', 'Sender 28'])
    const actor = { role: 'coordinator' as const, accountId: account.id, name: account.name, roles: ['coordinator' as const] }
    expect(await countMessages(actor, { desk: 'people', state: 'open', whose: 'team' })).toEqual({
      count: 28,
      oldest: new Date(Date.UTC(2026, 0, 8)),
    })
  })

  it('takes nonsense in its address for the first page', async () => {
    const lead = await signedInAs(await anAccount({ roles: ['lead'] }))
    for (const query of ['page=0', 'page=-1', 'page=1e9', 'page=x', 'state=all', 'page=1&page=2'])
      await lead.get(`/staff/contact?${query}`).expect(200)
  })

  it('is answered: taken, closed with how it ended, opened again, each on record', async () => {
    const { id } = await aMessage(1)
    const account = await anAccount({ roles: ['lead'], name: 'Priya Nair' })
    const lead = await signedInAs(account)
    const at = `/staff/contact/${id}`
    expect((await submit(lead, at, {}, `${at}/take`)).headers['location']).toBe(`${at}?notice=taken`)
    expect((await lead.get('/staff/contact')).text).toContain('Priya Nair')
    const unsaid = await submit(lead, at, {}, `${at}/close`)
    expect(unsaid.status).toBe(422)
    expect(unsaid.text).toContain('Choose how this ended')
    expect((await submit(lead, at, { outcome: 'phoned' }, `${at}/close`)).status).toBe(303)
    expect(await db.contactMessage.findUniqueOrThrow({ where: { id } })).toMatchObject({
      state: 'closed',
      outcome: 'phoned',
      ownerId: account.id,
    })
    expect((await lead.get('/staff/contact?state=closed')).text).toContain('Answered by phone')
    expect((await submit(lead, at, {}, `${at}/reopen`)).status).toBe(303)
    expect(await db.contactMessage.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'open', outcome: null, closedAt: null })
    const events = await db.event.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } })
    expect(events.map(({ name }) => name)).toEqual(['contact.taken', 'contact.closed', 'contact.reopened'])
  })

  it('is closed by one person, when two try', async () => {
    const { id } = await aMessage(1)
    const lead = await signedInAs(await anAccount({ roles: ['lead'] }))
    const at = `/staff/contact/${id}`
    const answers = await Promise.all(['answered', 'phoned'].map((outcome) => submit(lead, at, { outcome }, `${at}/close`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    expect(answers.find(({ status }) => status === 422)?.text).toContain('Someone has closed this message')
  })

  it('forgets a message a year after it was closed, and never one that still waits', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-03-01T12:00:00Z') })
    const closed = { state: 'closed', outcome: 'answered' }
    await aMessage(1, { ...closed, closedAt: new Date('2026-03-01T12:00:00Z') })
    await aMessage(2, { ...closed, closedAt: new Date('2026-03-01T12:00:01Z') })
    await aMessage(3)
    const job = deleteOldMessagesJob(() => Promise.resolve(profileOf('cheshire')))
    await job.perform({})
    expect((await db.contactMessage.findMany({ orderBy: { name: 'asc' } })).map(({ name }) => name)).toEqual(['Sender 2', 'Sender 3'])
  })

  it('answers 404 for a message that is not there', async () => {
    const lead = await signedInAs(await anAccount({ roles: ['lead'] }))
    for (const id of ['nonsense', '0190a5d0-0000-7000-8000-000000000000', '%00', '1%27']) await lead.get(`/staff/contact/${id}`).expect(404)
  })

  it('is closed to everyone outside the team', async () => {
    const { id } = await aMessage(1)
    const app = anApp()
    const others = await Promise.all([
      signedInAs((await aCandidate()).account ?? { id: '' }, app),
      signedInAs(await anAccount({ roles: ['recruiter'] }), app),
      signedInAs(await anAccount({ roles: ['supporter'] }), app),
      signedInAs(await anAccount({ roles: ['administrator'] }), app),
    ])
    for (const other of others) for (const address of ['/staff/contact', `/staff/contact/${id}`]) await other.get(address).expect(403)
    const page = await request(app).get('/staff/contact').expect(303)
    expect(page.headers['location']).toBe('/sign-in?next=%2Fstaff%2Fcontact')
  })
})
