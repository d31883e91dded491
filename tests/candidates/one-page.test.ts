import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, signedInAs } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const DAY = 86_400_000
const force = profileOf('cheshire')
let agent: Awaited<ReturnType<typeof signedInAs>>
let amara: Awaited<ReturnType<typeof aCandidate>>

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  agent = await signedInAs(await anAccount({ roles: ['coordinator'], name: 'Priya Nair' }))
  amara = await aCandidate({ name: 'Amara Okafor' })
})
afterAll(() => {
  vi.useRealTimers()
})

const page = async (query = '') => (await agent.get(`/staff/candidates/${amara.id}${query}`).expect(200)).text
const lines = (text: string) => [...text.matchAll(/<span class="pa-line__what"><bdi>([^<]+)</g)].map(([, words]) => words)

describe('the page with everything about a candidate', () => {
  it('has a place for each thing that its own navigation names', async () => {
    const text = await page()
    const bar = /<nav class="pa-jumpbar".*?<\/nav>/s.exec(text)?.[0] ?? ''
    const targets = [...bar.matchAll(/href="#([a-z]+)"/g)].map(([, id]) => id ?? '')
    expect(targets.length).toBeGreaterThan(8)
    for (const id of targets) expect(text.split(`id="${id}"`).length, id).toBe(2)
  })

  it('tells events and e-mails in one line of time, page by page, narrowed by kind', async () => {
    for (let n = 0; n < 18; n += 1)
      await db.event.create({
        data: {
          at: new Date(frozen.getTime() - n * DAY),
          actorRole: 'candidate',
          name: n % 2 ? 'place.asked' : 'details.changed',
          candidateId: amara.id,
        },
      })
    await db.email.create({
      data: {
        candidateId: amara.id,
        kind: 'place.booked',
        state: 'sent',
        subject: 'Your place',
        createdAt: frozen,
        sentAt: new Date(frozen.getTime() + 1),
      },
    })
    await db.email.create({ data: { candidateId: amara.id, kind: 'place.booked', state: 'skipped', createdAt: frozen } })
    const [first, second] = [lines(await page()), lines(await page('?page=2'))]
    expect(first).toHaveLength(15)
    expect(first[0]).toBe('An e-mail was sent: Your place')
    expect(first.length + second.length).toBe(19)
    expect(lines(await page('?kind=places'))).toEqual(Array.from({ length: 9 }, () => 'Asked for a place'))
    expect(lines(await page('?kind=stages'))).toEqual([])
  })

  it('shows what they agreed to as it stands, with when and how, and no way to change it', async () => {
    const consent = { candidateId: amara.id, wording: 'w', version: '1', how: 'registration', givenAt: new Date('2027-01-02T10:00:00Z') }
    await db.consent.create({ data: { ...consent, purpose: 'news' } })
    await db.consent.create({ data: { ...consent, purpose: 'research', withdrawnAt: new Date('2027-01-05T10:00:00Z') } })
    const text = await page()
    const box = /id="consents".*?<\/section>/s.exec(text)?.[0] ?? ''
    expect(box.match(/pa-yn--yes/g)).toHaveLength(1)
    expect(box.match(/pa-yn--no/g)).toHaveLength(force.consents.length - 1)
    expect(box).toContain('2\u00a0January\u00a02027, when they registered')
    expect(box).toContain('Taken back 5\u00a0January\u00a02027')
    expect(box).not.toMatch(/<form|<button/)
  })

  it('says who looked, the team by name and a recruiter by role', async () => {
    const recruiter = await anAccount({ roles: ['recruiter'], name: 'Tom Ellery' })
    await db.look.create({
      data: {
        candidateId: amara.id,
        viewerId: recruiter.id,
        viewerRole: 'recruiter',
        page: 'support history',
        purpose: 'To confirm support',
        at: frozen,
      },
    })
    const text = await page()
    expect(text).toContain('A recruiter</span> saw the support history')
    expect(text).toContain('Priya Nair</span> saw the page with the team')
    expect(text).not.toContain('Tom Ellery')
  })
})

describe('the page as they see it', () => {
  it('is their own first page, where nothing can be pressed, and is recorded as a look', async () => {
    const { text } = await agent.get(`/staff/candidates/${amara.id}/as-they-see`).expect(200)
    expect(text).toContain('Hello <bdi>Amara Okafor</bdi>')
    const seen = /<div class="pa-seen">.*<\/div>/s.exec(text)?.[0].split('</main>')[0] ?? ''
    expect(seen).not.toMatch(/<form|href="\/my|_csrf/)
    const looks = await db.look.findMany({ where: { candidateId: amara.id, page: 'first page, as you see it' } })
    expect(looks).toHaveLength(1)
    await agent.get(`/staff/candidates/${randomUUID()}/as-they-see`).expect(404)
  })

  it('is the same page that they see themselves, but for what they keep for themselves', async () => {
    const kept = { candidateId: amara.id, words: 'Ask my sister to time me', dueOn: new Date(frozen), madeAt: frozen }
    await db.planStep.create({ data: kept })
    const whole = (await (await signedInAs(amara)).get('/my').expect(200)).text
    const sectionOf = (heading: string) => new RegExp(`<section[^>]*aria-labelledby="${heading}">.*?</section>`, 's').exec(whole)?.[0] ?? ''
    const alone = ['ready-h', 'belong-h'].map(sectionOf)
    for (const said of ['Ask my sister to time me', 'adjustment passport']) expect(alone[0]).toContain(said)
    expect(alone[1]).toContain('Networks')
    const own = alone.reduce((page, section) => page.replace(section, ''), whole)
    const theirs = (await agent.get(`/staff/candidates/${amara.id}/as-they-see`)).text
    const words = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
    const body = words(/<main id="main-content">(.*?)<\/main>/s.exec(own)?.[1] ?? '').trim()
    expect(body.length).toBeGreaterThan(200)
    expect(words(theirs)).toContain(body)
    expect(theirs).not.toMatch(/Ask my sister|Joining is private|adjustment passport/)
  })
})
