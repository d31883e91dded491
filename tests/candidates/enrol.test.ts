import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { workingDaysAfter } from '../../src/core/dates.ts'
import { profileOf } from '../../src/forces/find.ts'
import { findToTellWaiting } from '../../src/features/candidates/queries/waiting.ts'
import { askForPlace } from '../../src/features/programmes/commands/places.ts'
import { aCandidate, anAccount, asActor, aWorkshop, signedInAs, submit, tokenIn } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
const force = profileOf('cheshire')
let agent: Awaited<ReturnType<typeof signedInAs>>
let priya: Awaited<ReturnType<typeof anAccount>>
let number = 0

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  agent = await signedInAs(priya)
})
beforeEach(() => {
  vi.setSystemTime(frozen)
})
afterAll(() => {
  vi.useRealTimers()
})

const someone = () => {
  number += 1
  return {
    name: `Moira Kettlewell ${'abcdefghijklmnopqrstuvwxyz'.charAt(number).repeat(14)}`,
    cameBy: 'phone',
    phone: `01632 960 ${String(100 + number)}`,
    reachBy: 'call',
  }
}
const enrol = (values: Record<string, string | string[]>) => submit(agent, '/staff/candidates/new', values)
const idOf = (answer: { headers: Record<string, string> }) => /candidates\/([\w-]+)\?/.exec(answer.headers['location'] ?? '')?.[1] ?? ''

describe('registering somebody who rang', () => {
  it('keeps what they said, how they came and how to reach them, with no account and no e-mail', async () => {
    const given = someone()
    const emails = await db.email.count()
    const answer = await enrol({
      ...given,
      ...{ postalAddress: '1 High Street\nCrewe', routes: ['constable'], areas: ['crewe'], kinds: ['buddy', 'insight'] },
      ...{ adult: 'yes', access: 'Captions', agreed: ['shareHistory'] },
    })
    expect(answer.status).toBe(303)
    const found = await db.candidate.findUniqueOrThrow({
      where: { id: idOf(answer) },
      include: { consents: true, requests: { include: { changes: true } }, access: true },
    })
    expect(found).toMatchObject({
      ...{ name: given.name, accountId: null, email: null, cameBy: 'phone', reachBy: 'call', adult: true, ownerId: priya.id },
      ...{ postalAddress: '1 High Street\nCrewe', answered: ['routes', 'areas', 'support', 'adult', 'access', 'shareHistory'] },
      access: { text: 'Captions' },
    })
    const words = force.consents.find(({ purpose }) => purpose === 'shareHistory')
    expect(found.consents).toMatchObject([{ purpose: 'shareHistory', how: 'phone', wording: words?.text, version: words?.version }])
    expect(found.requests.map(({ kind, dueAt }) => [kind, dueAt])).toEqual(
      expect.arrayContaining([['buddy', workingDaysAfter(frozen, force.replyDays)]]),
    )
    expect(found.requests[0]?.changes).toMatchObject([{ toState: 'requested', byId: priya.id, byRole: 'coordinator' }])
    expect(await db.email.count()).toBe(emails)
  })

  it('agrees to nothing by itself: the page ticks nothing, and nothing ticked is no yes', async () => {
    const page = await agent.get('/staff/candidates/new').expect(200)
    expect(page.text).not.toMatch(/type="(checkbox|radio)"[^>]* checked/)
    for (const { purpose, text } of force.consents.filter((each) => each.askedAt === 'registration')) {
      expect(page.text, purpose).toContain(text.replaceAll('’', '’').slice(0, 60))
    }
    const id = idOf(await enrol(someone()))
    expect(await db.consent.count({ where: { candidateId: id } })).toBe(0)
  })

  it.each<[string, Record<string, string | string[]>, string]>([
    ['no name', { name: ' ' }, 'Enter their name'],
    ['no way to be reached', { reachBy: '' }, 'Choose how they would like to be reached'],
    ['a way that does not work', { reachBy: 'letter' }, 'They would like a letter, so enter an address'],
    ['an e-mail address that is none', { email: 'moira@' }, 'Enter an e-mail address like'],
    ['words about them without their yes', { about: 'Cares for her mother' }, 'only keep what they said of themselves with their yes'],
    ['a support that is not offered to candidates', { kinds: 'training' }, 'Choose from the list'],
    ['a purpose that nobody says aloud', { agreed: 'monitoring' }, 'Choose from the list'],
  ])('refuses %s in words, and keeps what was typed', async (_what, values, words) => {
    const before = await db.candidate.count()
    const answer = await enrol({ ...someone(), access: 'a quiet room', ...values })
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(words)])
    expect(answer.text).toContain('a quiet room')
    expect(await db.candidate.count()).toBe(before)
  })

  it('shows who may be the same person first, and saves on "save anyway"', async () => {
    const known = await aCandidate({ name: 'Siobhán O’Rourke', email: 's.orourke@gmail.com', phone: '+44 1632 960 777' })
    const given = { ...someone(), name: 'Siobhan ORourke', phone: '(01632) 960777', email: 'sorourke+pa@googlemail.com' }
    const first = await enrol(given)
    expect([first.status, first.text]).toEqual([422, expect.stringContaining('Do we know them already?')])
    for (const words of [known.reference, 'The same e-mail address', `/staff/candidates/${known.id}`, 'save anyway'])
      expect(first.text).toContain(words)
    const confirmed = /name="confirmed" value="([^"]+)"/.exec(first.text)?.[1] ?? ''
    const stale = await agent
      .post('/staff/candidates/new')
      .type('form')
      .send({ _csrf: tokenIn(first.text), ...given, confirmed: 'somebody-else' })
    expect(stale.status).toBe(422)
    const saved = await enrol({ ...given, confirmed })
    expect(saved.status).toBe(303)
    const pair = await db.duplicatePair.findFirstOrThrow({ where: { OR: [{ firstId: known.id }, { secondId: known.id }] } })
    expect([pair.firstId, pair.secondId]).toContain(idOf(saved))
    expect(pair.why).toContain('sameEmail')
  })

  it('puts right how they are reached; an account’s address stays its holder’s', async () => {
    const id = idOf(await enrol(someone()))
    const page = `/staff/candidates/${id}/reach`
    expect((await submit(agent, page, { reachBy: 'email', phone: '1' })).status).toBe(422)
    expect((await submit(agent, page, { reachBy: 'email', email: 'moira@people.example', phone: '' })).status).toBe(303)
    expect(await db.candidate.findUnique({ where: { id } })).toMatchObject({ email: 'moira@people.example', phone: null, reachBy: 'email' })
    const holder = await aCandidate()
    const sent = await submit(agent, `/staff/candidates/${holder.id}/reach`, { reachBy: 'email', email: 'other@people.example', phone: '' })
    expect(sent.status).toBe(303)
    expect(await db.candidate.findUnique({ where: { id: holder.id } })).toMatchObject({ email: null })
  })
})

describe('what no e-mail can tell', () => {
  const toTell = async () => (await agent.get('/staff/to-tell').expect(200)).text

  it('waits for the team to tell it by phone or letter, in the words of the e-mail, and is told once', async () => {
    const given = someone()
    const id = idOf(await enrol({ ...given, kinds: ['buddy'], postalAddress: '1 High Street' }))
    const request = await db.supportRequest.findFirstOrThrow({ where: { candidateId: id } })
    const yes = await submit(agent, `/staff/requests/${request.id}`, { ownerId: priya.id }, `/staff/requests/${request.id}/accept`)
    expect(yes.headers['location']).toContain('notice=')
    const telling = await db.telling.findFirstOrThrow({ where: { candidateId: id } })
    expect(telling).toMatchObject({ kind: 'request.accepted', aboutId: request.id, toldAt: null })
    expect(await db.email.count({ where: { candidateId: id } })).toBe(0)
    const list = await toTell()
    for (const words of [given.name, given.phone, 'We have answered what you asked for']) expect(list).toContain(words)
    const letter = await agent.get(`/staff/to-tell/${telling.id}`).expect(200)
    expect(letter.text).toContain('We said yes')
    expect(letter.text).toContain(force.contacts.team.phone)
    expect(letter.text).not.toMatch(/href="http|\/my\/support/)
    expect(await db.look.count({ where: { candidateId: id } })).toBeGreaterThan(0)
    const [one, two] = await Promise.all([
      submit(agent, '/staff/to-tell', { how: 'call' }, `/staff/to-tell/${telling.id}`),
      submit(agent, '/staff/to-tell', { how: 'letter' }, `/staff/to-tell/${telling.id}`),
    ])
    expect([one.headers['location'], two.headers['location']].sort()).toEqual([
      '/staff/to-tell?notice=already',
      '/staff/to-tell?notice=told',
    ])
    expect(await toTell()).not.toContain(given.name)
    expect(await db.event.count({ where: { candidateId: id, name: 'candidate.told' } })).toBe(1)
  })

  it('is no letter any more where it has changed since', async () => {
    const id = idOf(await enrol(someone()))
    const workshop = await aWorkshop()
    const holder = await aCandidate()
    await askForPlace(asActor(holder), workshop.id)
    await askForPlace({ ...asActor(holder), candidateId: id }, workshop.id)
    const telling = await db.telling.findFirstOrThrow({ where: { candidateId: id, kind: 'place.waiting' } })
    expect((await agent.get(`/staff/to-tell/${telling.id}`).expect(200)).text).toContain('on the waiting list')
    const place = await db.place.findFirstOrThrow({ where: { candidateId: id } })
    await db.$executeRaw`SELECT change_place(${place.id}::uuid, 'leave', NULL, NULL, 'candidate', ${frozen})`
    expect((await agent.get(`/staff/to-tell/${telling.id}`).expect(200)).text).toContain('This has changed since')
    expect((await submit(agent, '/staff/to-tell', { how: 'notNeeded' }, `/staff/to-tell/${telling.id}`)).status).toBe(303)
  })

  it('counts for the day what its lists hold, the team’s and one’s own', async () => {
    const actor = { role: 'coordinator', accountId: priya.id, name: 'Priya', roles: ['coordinator'] } as const
    const mine = idOf(await enrol(someone()))
    const theirs = await db.candidate.create({ data: { reference: 'PA-TELL01', name: 'Kit', registeredAt: frozen, activeAt: frozen } })
    for (const [candidateId, days] of [
      [mine, 0],
      [mine, 3],
      [theirs.id, 3],
    ] as const)
      await db.telling.create({
        data: { candidateId, kind: 'request.accepted', createdAt: new Date(frozen.getTime() - days * 86_400_000) },
      })
    for (const whose of ['team', 'mine'] as const) {
      for (const { count, href } of await findToTellWaiting(actor, whose)) {
        const { text } = await agent.get(href).expect(200)
        expect(text.split('id="told-').length - 1, href).toBe(count)
      }
    }
    expect((await findToTellWaiting(actor, 'mine')).map(({ count }) => count)).toEqual([1, 1])
  })
})
