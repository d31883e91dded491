import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import request from 'supertest'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { askForPlace } from '../../src/features/programmes/commands/places.ts'
import { answerConsent, closeAccount, forgetLastLetters } from '../../src/features/privacy/commands.ts'
import { profileOf } from '../../src/forces/find.ts'
import { databaseUrl } from '../support/database.ts'
import { aCandidate, anAccount, anApp, asActor, aWorkshop, PASSWORD, signedInAs, submit } from '../support/people.ts'

const force = profileOf('cheshire')
let owner: pg.Client

beforeAll(async () => {
  owner = new pg.Client({ connectionString: databaseUrl('superuser') })
  await owner.connect()
})
afterAll(() => owner.end())
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-11T10:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const close = async (candidate: Parameters<typeof asActor>[0], password = PASSWORD, app = anApp()) => {
  const agent = await signedInAs(candidate, app)
  return { agent, answer: await submit(agent, '/my/privacy/close', { password }) }
}

/** Every table and column of the whole database, jobs included, in which these words stand. */
async function placesHolding(...words: string[]): Promise<string[]> {
  const { rows: columns } = await owner.query<{ schema: string; name: string; column: string }>(
    `SELECT c.table_schema AS schema, c.table_name AS name, c.column_name AS column
      FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')
        AND c.data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'uuid')`,
  )
  expect(columns.length).toBeGreaterThan(80)
  const found: string[] = []
  for (const { schema, name, column } of columns) {
    const { rowCount } = await owner.query(
      `SELECT FROM "${schema}"."${name}" WHERE EXISTS (SELECT FROM unnest($1::text[]) w WHERE "${column}"::text ILIKE '%' || w || '%')`,
      [words],
    )
    if (rowCount) found.push(`${name}.${column}`)
  }
  return found
}

/** Somebody who has left a mark wherever a person can; each time with an address of their own. */
async function someoneBusy() {
  const email = `wilhelmina.quarrington-${randomUUID().slice(0, 8)}@people.example`
  const candidate = await aCandidate({
    name: 'Wilhelmina Quarrington',
    email,
    phone: '01632 960 177',
    routes: ['constable'],
    areas: ['crewe'],
    adult: true,
  })
  const actor = asActor(candidate)
  const { id: candidateId } = candidate
  const now = new Date()
  await db.tailoringFact.create({ data: { candidateId, text: 'Quarrington says something of herself', updatedAt: now } })
  await db.accessNeed.create({ data: { candidateId, text: 'Quarrington needs captions', updatedAt: now } })
  await answerConsent(actor, 'shareHistory', force, true)
  await db.stageRecord.create({
    data: { candidateId, route: 'constable', stage: 'interest', state: 'passed', happenedOn: now, source: 'candidate', recordedAt: now },
  })
  const viewer = await anAccount()
  await db.look.create({
    data: { candidateId, viewerId: viewer.id, viewerRole: 'lead', page: 'details', purpose: 'Quarrington rang', at: now },
  })
  await db.supportRequest.create({
    data: {
      ...{ candidateId, kind: 'buddy', state: 'notOffered', reason: 'Quarrington moved', requestedAt: now, dueAt: now, changedAt: now },
      changes: { create: { toState: 'notOffered', reason: 'Quarrington moved', byRole: 'coordinator', at: now } },
    },
  })
  await db.supportRequest.create({ data: { candidateId, kind: 'insight', requestedAt: now, dueAt: now, changedAt: now } })
  return candidate
}

describe('closing an account', () => {
  it('says what goes before anything goes', async () => {
    const candidate = await someoneBusy()
    await askForPlace(asActor(candidate), (await aWorkshop()).id)
    const page = await (await signedInAs(candidate)).get('/my/privacy/close').expect(200)
    expect(page.text).toContain('1 place or waiting-list position')
    expect(page.text).toContain('1 open support request')
    expect(page.text).toContain('1 record of what you agreed to')
    await close(candidate)
  })

  it('asks for the password, and does nothing for a wrong one', async () => {
    const candidate = await aCandidate()
    const { answer } = await close(candidate, 'not-my-password-at-all')
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('That is not your password')
    expect(answer.text).not.toContain('not-my-password-at-all')
    expect(await db.candidate.findUnique({ where: { id: candidate.id } })).toMatchObject({ closedAt: null })
  })

  it.each([
    ['nothing', {}],
    ['far too much', { password: 'x'.repeat(20_000) }],
    ['a field sent twice', { password: ['one', 'two'] }],
  ])('turns %s away', async (_what, values) => {
    const answer = await submit(await signedInAs(await aCandidate()), '/my/privacy/close', values)
    expect(answer.status).toBe(422)
  })

  it('moves up the next in line, and tells them', async () => {
    const workshop = await aWorkshop({ capacity: 1 })
    const [leaver, next] = [await aCandidate(), await aCandidate()]
    await askForPlace(asActor(leaver), workshop.id)
    await askForPlace(asActor(next), workshop.id)
    await close(leaver)
    const places = await db.place.findMany({ where: { workshopId: workshop.id }, orderBy: { arrival: 'asc' } })
    expect(places.map(({ state }) => state)).toEqual(['withdrawn', 'offered'])
    expect(await db.email.count({ where: { candidateId: next.id, kind: 'place.offered' } })).toBe(1)
  })

  it('ends every session at once, and no password opens anything any more', async () => {
    const candidate = await aCandidate()
    const app = anApp()
    const elsewhere = await signedInAs(candidate, app)
    const { agent, answer } = await close(candidate, PASSWORD, app)
    expect([answer.status, answer.headers['location']]).toEqual([303, '/goodbye'])
    await agent.get('/goodbye').expect(200)
    expect((await agent.get('/my/privacy')).status).toBe(303)
    expect((await elsewhere.get('/my/privacy')).status).toBe(303)
    expect(await db.session.count({ where: { sess: { path: ['passport', 'user'], equals: candidate.accountId ?? '' } } })).toBe(0)
  })

  it('leaves no trace of who they were in any table, but one last letter until it is sent', async () => {
    const candidate = await someoneBusy()
    await askForPlace(asActor(candidate), (await aWorkshop()).id)
    expect((await placesHolding('Quarrington')).length).toBeGreaterThan(6)
    await close(candidate)
    expect(await placesHolding('Quarrington', '960 177', candidate.reference)).toEqual(['emails.address'])
    expect(await db.email.findMany({ where: { address: candidate.account?.email ?? '' } })).toMatchObject([
      { kind: 'privacy.closed', accountId: null, candidateId: null, state: 'queued' },
    ])
    await db.email.updateMany({ where: { kind: 'privacy.closed' }, data: { state: 'sent' } })
    await forgetLastLetters()
    expect(await placesHolding('Quarrington')).toEqual([])
    expect(await placesHolding(candidate.accountId ?? randomUUID())).toEqual([])
  })

  it('keeps counts true: the nameless rows of requests and places stay', async () => {
    const candidate = await someoneBusy()
    await askForPlace(asActor(candidate), (await aWorkshop()).id)
    await close(candidate)
    const states = await db.supportRequest.findMany({ where: { candidateId: candidate.id }, orderBy: { kind: 'asc' } })
    expect(states.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['buddy notOffered', 'insight withdrawn'])
    expect(await db.place.findMany({ where: { candidateId: candidate.id } })).toMatchObject([{ state: 'withdrawn' }])
    expect(await db.candidate.findUnique({ where: { id: candidate.id } })).toMatchObject({ name: '', phone: null, accountId: null })
  })

  it('leaves the account to somebody who has another role', async () => {
    const candidate = await aCandidate()
    const accountId = candidate.accountId ?? ''
    await db.accountRole.create({ data: { accountId, role: 'coordinator', grantedAt: new Date() } })
    const agent = await signedInAs(candidate, anApp(), 'candidate')
    const page = await agent.get('/my/privacy/close').expect(200)
    expect(page.text).toContain('You also have another role here')
    await submit(agent, '/my/privacy/close', { password: PASSWORD })
    expect(await db.accountRole.findMany({ where: { accountId }, select: { role: true } })).toEqual([{ role: 'coordinator' }])
    expect(await db.account.count({ where: { id: accountId } })).toBe(1)
  })

  it('closes once when asked in two windows', async () => {
    const candidate = await aCandidate()
    const app = anApp()
    const [one, two] = [await signedInAs(candidate, app), await signedInAs(candidate, app)]
    const answers = await Promise.all([one, two].map((agent) => submit(agent, '/my/privacy/close', { password: PASSWORD })))
    for (const { status } of answers) expect([303, 422]).toContain(status)
    expect(await db.email.count({ where: { kind: 'privacy.closed', address: candidate.account?.email ?? '' } })).toBe(1)
  })

  it('holds no place for somebody who asked for one while closing', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [candidate, workshop] = [await aCandidate(), await aWorkshop()]
      await Promise.allSettled([
        closeAccount(asActor(candidate), PASSWORD),
        pause(round * 12).then(() => askForPlace(asActor(candidate), workshop.id)),
      ])
      expect(await db.place.count({ where: { candidateId: candidate.id, state: { in: ['waiting', 'offered', 'booked'] } } })).toBe(0)
    }
  })

  it('lets nothing begin for somebody who has gone', async () => {
    const candidate = await aCandidate()
    await closeAccount(asActor(candidate), PASSWORD)
    const { id: candidateId } = candidate
    const now = new Date()
    const request = { candidateId, kind: 'insight', requestedAt: now, dueAt: now, changedAt: now }
    await expect(db.supportRequest.create({ data: request })).rejects.toThrow()
    await expect(db.accessNeed.create({ data: { candidateId, text: 'late', updatedAt: now } })).rejects.toThrow()
    await expect(answerConsent(asActor(candidate), 'news', force, true)).rejects.toThrow()
  })

  it('welcomes nobody to the page of another', async () => {
    const visitor = await request(anApp()).get('/my/privacy/close')
    expect([visitor.status, visitor.headers['location']]).toEqual([303, '/sign-in?next=%2Fmy%2Fprivacy%2Fclose'])
  })
})
