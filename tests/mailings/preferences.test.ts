import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { postOf } from '../../src/clockwork.ts'
import { db, inTransaction } from '../../src/core/db.ts'
import { readNewsLink, signLink, signNewsLink } from '../../src/core/links.ts'
import { sendBySmtp } from '../../src/core/mail.ts'
import { deliverEmail, queueEmail } from '../../src/features/messages/commands.ts'
import { savePreferences } from '../../src/features/mailings/commands/preferences.ts'
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

const wants = { reminders: true, news: true, contactBy: 'email' as const }
const someone = async (news = true) => {
  const candidate = await aCandidate({ phone: '01632 960 199' })
  await savePreferences(asActor(candidate), { ...wants, news }, force)
  const { id } = await db.messagePreference.findUniqueOrThrow({ where: { candidateId: candidate.id } })
  return { candidate, link: `/unsubscribe/${signNewsLink(id)}` }
}
const hasNews = async (candidateId: string) => (await db.consent.count({ where: { candidateId, purpose: 'news', withdrawnAt: null } })) > 0

describe('what we send you', () => {
  it('gives the consent to news in its own words, and takes it back', async () => {
    const candidate = await aCandidate({ phone: '01632 960 199' })
    const agent = await signedInAs(candidate, app)
    const page = '/my/messages/preferences'
    expect((await submit(agent, page, { reminders: 'no', news: 'yes', contactBy: 'call' })).status).toBe(303)
    expect(await db.consent.findFirstOrThrow({ where: { candidateId: candidate.id, purpose: 'news' } })).toMatchObject({
      ...{ wording: force.consents.find(({ purpose }) => purpose === 'news')?.text, how: 'messages', withdrawnAt: null },
    })
    expect(await db.messagePreference.findUniqueOrThrow({ where: { candidateId: candidate.id } })).toMatchObject({
      reminders: false,
      contactBy: 'call',
    })
    await submit(agent, page, { reminders: 'yes', news: 'no', contactBy: 'email' })
    expect(await hasNews(candidate.id)).toBe(false)
    expect((await agent.get('/my/privacy/news')).text).toContain('on the page about what we send')
  })

  it('offers no call where there is no number, and keeps what was chosen', async () => {
    const agent = await signedInAs(await aCandidate({ phone: null }), app)
    const refused = await submit(agent, '/my/messages/preferences', { reminders: 'no', news: 'no', contactBy: 'call' })
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('Give us a phone number under My details first')])
    expect(refused.text).toMatch(/name="contactBy"[^>]*value="call" checked/)
  })
})

describe('a one-click link', () => {
  it('does nothing when it is only opened, by however many programs', async () => {
    const { candidate, link } = await someone()
    for (let i = 0; i < 3; i += 1) await request(app).get(link).expect(200)
    await request(app).head(link)
    expect(await hasNews(candidate.id)).toBe(true)
  })

  it('ends news when a mail program posts to it, without session, token, cookie or redirect, as often as it likes', async () => {
    const { candidate, link } = await someone()
    for (let i = 0; i < 2; i += 1) {
      const answer = await request(app).post(link).type('form').send('List-Unsubscribe=One-Click')
      expect([answer.status, answer.headers['set-cookie']]).toEqual([200, undefined])
    }
    expect(await hasNews(candidate.id)).toBe(false)
    expect(
      await db.event.count({ where: { candidateId: candidate.id, name: 'consent.withdrawn', actorRole: 'visitor', actorId: null } }),
    ).toBe(1)
  })

  it('takes the other form that RFC 8058 allows, and comes from another site too', async () => {
    const { candidate, link } = await someone()
    const answer = await request(app)
      .post(link)
      .set('Origin', 'https://mail.example')
      .set('Sec-Fetch-Site', 'cross-site')
      .field('List-Unsubscribe', 'One-Click')
    expect(answer.status).toBe(200)
    expect(await hasNews(candidate.id)).toBe(false)
  })

  it('gives no hint: a wrong link is answered like a right one, and does nothing', async () => {
    const { candidate, link } = await someone()
    const { id } = await db.messagePreference.findUniqueOrThrow({ where: { candidateId: candidate.id } })
    const right = await request(app).post((await someone()).link)
    for (const wrong of [
      link.slice(0, -3),
      `/unsubscribe/${id}`,
      `/unsubscribe/${id}.x`,
      `/unsubscribe/${signLink(id)}`,
      '/unsubscribe/x',
    ]) {
      const answer = await request(app).post(wrong)
      expect([answer.status, answer.text]).toEqual([right.status, right.text])
      expect((await request(app).get(wrong)).status).toBe(200)
    }
    expect(await hasNews(candidate.id)).toBe(true)
  })

  it('holds nothing of the person, and opens nothing else', async () => {
    const { candidate, link } = await someone()
    expect(link).not.toContain(candidate.id)
    expect(link).not.toContain(candidate.reference)
    expect(readNewsLink(signLink(candidate.id))).toBeUndefined()
    expect((await request(app).get(`/verify/${link.split('/')[2] ?? ''}`)).status).not.toBe(500)
  })

  it('ends news also for the record that is left when two of one person became one', async () => {
    const [old, left] = [await someone(), await someone()]
    await db.candidate.update({ where: { id: old.candidate.id }, data: { mergedIntoId: left.candidate.id, closedAt: new Date() } })
    await request(app).post(old.link).expect(200)
    expect(await hasNews(left.candidate.id)).toBe(false)
  })

  it('offers the way back, behind signing in', async () => {
    const { candidate, link } = await someone()
    expect((await request(app).post(link)).text).toContain('href="/my/messages/preferences"')
    expect((await request(app).get('/my/messages/preferences')).headers['location']).toContain('/sign-in')
    await submit(await signedInAs(candidate, app), '/my/messages/preferences', { reminders: 'yes', news: 'yes', contactBy: 'email' })
    expect(await hasNews(candidate.id)).toBe(true)
  })

  it('exempts nothing else from the refusal of forged writes', async () => {
    const agent = await signedInAs((await someone()).candidate, app)
    expect((await agent.post('/my/messages/new').type('form').send({ subject: 'a', body: 'b' })).status).toBe(403)
    expect((await agent.post('/my/messages/preferences').set('Sec-Fetch-Site', 'cross-site')).status).toBe(403)
  })
})

it('puts the two headers on news, and only on news, as a real mail server reads them', async () => {
  const { candidate } = await someone()
  const byId = (await anAccount()).id
  const template = await db.messageTemplate.create({ data: { name: 'Headers', createdAt: new Date() } })
  const send = sendBySmtp(office.url, { from: 'Team <team@force.example>', host: 'portal.example' })
  const kinds = ['service', 'reminder', 'news'] as const
  for (const [i, purpose] of kinds.entries()) {
    const version = await db.messageTemplateVersion.create({
      data: { templateId: template.id, number: i + 1, purpose, subject: `About ${purpose}`, body: 'Hello {firstName}', at: new Date() },
    })
    const { id } = await db.mailing.create({
      data: { versionId: version.id, byId, state: 'sending', createdAt: new Date(), confirmedAt: new Date() },
    })
    const about = { kind: `mailing.${purpose}`, accountId: candidate.accountId ?? '', candidateId: candidate.id, about: id }
    const emailId = await inTransaction((tx) => queueEmail(tx, about))
    await db.email.update({ where: { id: emailId }, data: { createdAt: new Date() } })
    await deliverByDay(emailId, send)
  }
  const headers: unknown = Object.fromEntries(
    office.letters.map((letter) => [
      letter.subject,
      Object.fromEntries(letter.headers.filter(({ key }) => key.startsWith('list-')).map(({ key, value }) => [key, value])),
    ]),
  )
  const { id } = await db.messagePreference.findUniqueOrThrow({ where: { candidateId: candidate.id } })
  const href = `https://portal.example/unsubscribe/${signNewsLink(id)}`
  expect(headers).toEqual({
    'About service': {},
    'About reminder': {},
    'About news': { 'list-unsubscribe': `<${href}>`, 'list-unsubscribe-post': 'List-Unsubscribe=One-Click' },
  })
  expect(office.letters.at(-1)?.text).toContain(href)
  expect(office.letters.at(-1)?.html).toContain(href)
})

/** As at noon, whenever the test runs. */
async function deliverByDay(emailId: string, send: ReturnType<typeof sendBySmtp>): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-11T12:00:00Z') })
  await deliverEmail(emailId, postOf({ BASE_URL: new URL('https://portal.example'), FORCE: 'cheshire' }, send))
  vi.useRealTimers()
}
