import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { signLink } from '../../src/core/links.ts'
import { emailKinds } from '../../src/emails.ts'
import { sweepDuplicates } from '../../src/features/duplicates/commands/merge.ts'
import { findDuplicatesWaiting } from '../../src/features/duplicates/queries/pairs.ts'
import { consentsAfter, mergedValues, signInOf, type Side } from '../../src/features/duplicates/rules.ts'
import { profileOf } from '../../src/forces/find.ts'
import request from 'supertest'
import { aCandidate, anAccount, anApp, signedInAs, submit } from '../support/people.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
let app: ReturnType<typeof anApp>
let priya: Awaited<ReturnType<typeof anAccount>>
let agent: Awaited<ReturnType<typeof signedInAs>>

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  app = anApp()
  priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  agent = await signedInAs(priya, app)
})
afterAll(() => {
  vi.useRealTimers()
})

const pairOf = (one: string, other: string) =>
  db.duplicatePair.findFirst({
    where: {
      OR: [
        { firstId: one, secondId: other },
        { firstId: other, secondId: one },
      ],
    },
  })
const aPair = async (one: string, other: string) => {
  const [firstId = '', secondId = ''] = [one, other].sort()
  return db.duplicatePair.create({ data: { firstId, secondId, why: ['claimed'], foundAt: frozen } })
}

const enrolled = (data: object) =>
  db.candidate.create({
    data: {
      reference: `PA-${String(Math.random()).slice(2, 9)}`,
      name: String(Math.random()),
      registeredAt: frozen,
      activeAt: frozen,
      ...data,
    },
  })

describe('finding the same person twice', () => {
  it.each([
    [
      'a mailbox with dots, a plus and its other name',
      { email: 'amara.okafor@gmail.com' },
      { email: 'AmaraOkafor+pa@googlemail.com' },
      ['sameEmail'],
    ],
    ['wide letters', { email: 'kit@people.example' }, { email: 'ｋｉｔ@people.example' }, ['sameEmail']],
    [
      'a phone number in another shape',
      { name: 'Bea Quill', phone: '01632 960 333' },
      { name: 'Beatrice Quill', phone: '+44 (0)1632 960333' },
      ['samePhone'],
    ],
    [
      'a name in another order, near by',
      { name: 'Ngozi Adeyemi', areas: ['crewe'] },
      { name: 'Adeyemi, Ngozi', areas: ['crewe', 'chester'] },
      ['likeName'],
    ],
    ['a name without its accents', { name: 'Zoë Brontë', routes: ['pcso'] }, { name: 'Zoe Bronte', routes: ['pcso'] }, ['likeName']],
  ])('knows %s', async (_what, mine, theirs, why) => {
    const [one, two] = [await enrolled(mine), await enrolled(theirs)]
    await sweepDuplicates()
    expect((await pairOf(one.id, two.id))?.why).toEqual(expect.arrayContaining(why))
  })

  it.each([
    [
      'a family’s phone with quite another name',
      { name: 'Olu Balogun', phone: '01632 960 444' },
      { name: 'Priscilla Ward', phone: '01632 960 444' },
    ],
    [
      'the same name far away and on another route',
      { name: 'Sam Fairhurst', areas: ['crewe'], routes: ['pcso'] },
      { name: 'Sam Fairhurst', areas: ['chester'], routes: ['constable'] },
    ],
    ['dots where a provider tells them apart', { email: 'a.bc@people.example' }, { email: 'ab.c@people.example' }],
  ])('leaves %s alone', async (_what, mine, theirs) => {
    const [one, two] = [await enrolled(mine), await enrolled(theirs)]
    await sweepDuplicates()
    expect(await pairOf(one.id, two.id)).toBeNull()
  })

  it('looks again when somebody is known by something else, and lets go of what is no longer so', async () => {
    const [one, two] = [await aCandidate({ name: 'Ida Lumen', phone: '01632 960 555' }), await aCandidate({ name: 'Ida Lumens' })]
    await sweepDuplicates()
    expect(await pairOf(one.id, two.id)).toBeNull()
    await db.candidate.update({ where: { id: two.id }, data: { phone: '(01632) 960555' } })
    await sweepDuplicates()
    expect(await pairOf(one.id, two.id)).toMatchObject({ why: ['samePhone'] })
    await db.candidate.update({ where: { id: two.id }, data: { phone: '01632 960 556' } })
    await sweepDuplicates()
    expect(await pairOf(one.id, two.id)).toBeNull()
  })

  it('never asks again about two that somebody has said are two people', async () => {
    const [one, two] = [
      await aCandidate({ name: 'Una Vale', phone: '01632 960 666' }),
      await aCandidate({ name: 'Una Vale', phone: '01632 960 666' }),
    ]
    await sweepDuplicates()
    const pair = await pairOf(one.id, two.id)
    const address = `/staff/duplicates/${pair?.id ?? ''}`
    expect((await submit(agent, address, {}, `${address}/apart`)).status).toBe(303)
    await db.candidate.update({ where: { id: one.id }, data: { phone: '01632 960666' } })
    await sweepDuplicates()
    expect(await pairOf(one.id, two.id)).toMatchObject({ dismissedById: priya.id })
    await agent.get(address).expect(404)
  })

  it('counts for the day what the list holds', async () => {
    const actor = { role: 'coordinator', accountId: priya.id, name: 'Priya', roles: ['coordinator'] } as const
    const [mine, theirs] = [await enrolled({ ownerId: priya.id }), await enrolled({})]
    await aPair(mine.id, theirs.id)
    for (const whose of ['team', 'mine'] as const) {
      const [waiting] = await findDuplicatesWaiting(actor, whose)
      const { text } = await agent.get(waiting?.href ?? '').expect(200)
      expect(text.split('pa-matches__item').length - 1, whose).toBe(waiting?.count)
      if (whose === 'mine') expect(waiting?.count).toBe(1)
    }
  })
})

const side = (given: Partial<Side>): Side => ({
  ...{ id: '1', name: 'A', phone: null, email: null, postalAddress: null, reachBy: null, adult: null },
  ...{ routes: [], areas: [], answered: [], account: null, consents: [] },
  ...given,
})

describe('what is kept', () => {
  it('is what was chosen, with gaps filled and every route and area of either', () => {
    const [mine, theirs] = [side({ phone: '1', routes: ['a'] }), side({ phone: '2', name: 'B', adult: true, routes: ['a', 'b'] })]
    expect(mergedValues(mine, theirs, { phone: 'theirs' })).toMatchObject({ name: 'A', phone: '2', adult: true, routes: ['a', 'b'] })
  })
  it('is the sign-in of a member of staff, or the only one, or the one that is chosen', () => {
    const [staff, person] = [
      { id: 's', roles: ['candidate', 'supporter'] },
      { id: 'p', roles: ['candidate'] },
    ]
    expect(signInOf(side({ account: staff }), side({ account: staff }))).toBe('bothStaff')
    expect(signInOf(side({ account: person }), side({ account: staff }))).toEqual({ asked: false, keep: 'theirs' })
    expect(signInOf(side({}), side({ account: person }))).toEqual({ asked: false, keep: 'theirs' })
    expect(signInOf(side({ account: person }), side({ account: person }))).toEqual({ asked: true, keep: 'mine' })
    expect(signInOf(side({}), side({}))).toEqual({ asked: false, keep: undefined })
  })
  it('is no yes that the other record refused, and none that only the other had', () => {
    const [yes, no] = [[{ purpose: 'news', withdrawnAt: null }], [{ purpose: 'news', withdrawnAt: frozen }]]
    expect(consentsAfter(side({ consents: yes }), side({}), ['news'])).toEqual({ stay: ['news'], end: [] })
    expect(consentsAfter(side({ consents: yes }), side({ consents: no }), ['news'])).toEqual({ stay: [], end: ['news'] })
    expect(consentsAfter(side({ consents: yes }), side({ answered: ['news'] }), ['news'])).toEqual({ stay: [], end: ['news'] })
    expect(consentsAfter(side({}), side({ consents: yes }), ['news'])).toEqual({ stay: [], end: ['news'] })
  })
})

async function readLetters(letters: { kind: string; aboutId: string | null }[], candidateId: string): Promise<void> {
  for (const { kind, aboutId } of letters) {
    const about = { emailId: '', accountId: null, candidateId, aboutId, data: {}, baseUrl: 'http://x', force: profileOf('cheshire') }
    const written = await emailKinds[kind]?.(about)
    expect(written?.subject).toMatch(/one|other address/)
    if (kind === 'duplicates.signInClosed') expect(JSON.stringify(written)).not.toMatch(/Amara|@people/)
  }
}

/** The part of an address that names the candidate to whom an answer leads. */
const ledTo = (answer: { headers: Record<string, string> }) => /candidates\/([\w-]+)\?/.exec(answer.headers['location'] ?? '')?.[1] ?? ''

describe('the whole way', () => {
  it('goes from a call to a link, to one record, and back to two', async () => {
    const amara = await aCandidate({ name: 'Amara Example', phone: '01632 960 777', areas: ['crewe'] })
    const form = {
      name: 'Amara Exampel',
      cameBy: 'phone',
      phone: '01632 960777',
      email: 'second@people.example',
      reachBy: 'call',
      kinds: 'buddy',
      access: 'Captions',
    }
    const first = await submit(agent, '/staff/candidates/new', form)
    const confirmed = /name="confirmed" value="([^"]+)"/.exec(first.text)?.[1] ?? ''
    const saved = await submit(agent, '/staff/candidates/new', { ...form, confirmed })
    const id = ledTo(saved)
    await submit(agent, `/staff/candidates/${id}`, { way: 'email' }, `/staff/candidates/${id}/claim-link`)
    const link = await db.link.findFirstOrThrow({ where: { candidateId: id } })
    const person = request.agent(app)
    const claimed = await submit(person, `/claim/${signLink(link.id)}`, { name: 'Amara Exampel', password: 'copper-lantern-meadow-41' })
    expect(claimed.headers['location']).toBe('/my/start')

    const pair = await pairOf(amara.id, id)
    const address = `/staff/duplicates/${pair?.id ?? ''}`
    expect((await agent.get(`/staff/candidates/${amara.id}`).expect(200)).text).toContain(address)
    const compared = await agent.get(`${address}?keep=${amara.id}`).expect(200)
    for (const words of ['Amara Example', 'Amara Exampel', 'second@people.example', '1 support request'])
      expect(compared.text).toContain(words)
    expect((await submit(agent, address, { keep: amara.id })).text).toContain('Confirm that you have made sure')
    const joined = await submit(agent, address, { keep: amara.id, name: 'theirs', signIn: 'mine', sure: 'yes' })
    expect(joined.headers['location']).toBe(`/staff/candidates/${amara.id}?notice=joined`)

    const page = await agent.get(`/staff/candidates/${amara.id}`).expect(200)
    for (const words of ['Amara Exampel', 'Captions', 'Undo: they are two people']) expect(page.text).toContain(words)
    expect((await agent.get(`/staff/candidates/${id}`)).headers['location']).toContain(amara.id)
    expect((await person.get('/my')).status).toBe(303)
    const letters = await db.email.findMany({ where: { kind: { startsWith: 'duplicates.' } }, orderBy: { kind: 'asc' } })
    expect(letters.map(({ kind, address: to }) => [kind, to])).toEqual([
      ['duplicates.joined', null],
      ['duplicates.signInClosed', 'second@people.example'],
    ])
    await readLetters(letters, amara.id)

    const merge = await db.merge.findFirstOrThrow({ where: { survivorId: amara.id } })
    const undone = await submit(agent, `/staff/candidates/${amara.id}`, {}, `/staff/merges/${merge.id}/undo`)
    expect(undone.headers['location']).toBe(`/staff/candidates/${amara.id}?notice=parted`)
    expect(await db.candidate.findUnique({ where: { id: amara.id } })).toMatchObject({ name: 'Amara Example' })
    expect(await db.candidate.findUnique({ where: { id }, include: { requests: true } })).toMatchObject({
      closedAt: null,
      requests: [{ kind: 'buddy' }],
    })
    await agent.get(`/staff/candidates/${id}`).expect(200)
    const again = await submit(agent, `/staff/candidates/${amara.id}`, {}, `/staff/merges/${merge.id}/undo`)
    expect([again.status, again.text]).toEqual([422, expect.stringContaining('undone already')])
  })

  it('is walked once by two coordinators at the same moment', async () => {
    const [one, two] = [await aCandidate(), await aCandidate()]
    const address = `/staff/duplicates/${(await aPair(one.id, two.id)).id}`
    const other = await signedInAs(await anAccount({ roles: ['lead'] }), app)
    const answers = await Promise.all([
      submit(agent, address, { keep: one.id, sure: 'yes' }),
      submit(other, address, { keep: two.id, sure: 'yes' }),
    ])
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(await db.candidate.count({ where: { id: { in: [one.id, two.id] }, closedAt: null } })).toBe(1)
  })

  it('is for nobody to walk with a record of their own', async () => {
    const [own, two] = [await aCandidate(), await aCandidate()]
    await db.accountRole.create({ data: { accountId: own.accountId ?? '', role: 'coordinator', grantedAt: frozen } })
    const self = await signedInAs(own, app, 'coordinator')
    const address = `/staff/duplicates/${(await aPair(own.id, two.id)).id}`
    const answer = await submit(self, address, { keep: own.id, sure: 'yes' })
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('your own')])
  })

  it('asks for the password, and code, of whoever gave them long ago, before records are shown side by side or joined', async () => {
    const [one, two] = [await aCandidate(), await aCandidate()]
    const address = `/staff/duplicates/${(await aPair(one.id, two.id)).id}`
    const stale = await signedInAs(priya, app, undefined, { provenAt: undefined })
    expect((await stale.get(address)).headers['location']).toMatch(/^\/account\/again/)
    const late = await submit(stale, '/staff/candidates/new', { keep: one.id, sure: 'yes' }, address)
    expect([late.status, late.text]).toEqual([403, expect.stringContaining('Show that it is you')])
    expect(await db.candidate.count({ where: { id: { in: [one.id, two.id] }, closedAt: null } })).toBe(2)
  })

  it('shows both people that they were compared', async () => {
    const [one, two] = [await aCandidate(), await aCandidate()]
    await agent.get(`/staff/duplicates/${(await aPair(one.id, two.id)).id}`).expect(200)
    expect(await db.look.count({ where: { candidateId: { in: [one.id, two.id] }, page: 'comparison of two records' } })).toBe(2)
  })
})
