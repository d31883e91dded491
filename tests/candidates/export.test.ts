import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { db, pool } from '../../src/core/db.ts'
import { aCandidate, anAccount, signedInAs, submit } from '../support/people.ts'
import { aRequest } from '../support/requests.ts'

const frozen = new Date('2027-01-14T10:00:00Z')
let priya: Awaited<ReturnType<typeof anAccount>>
let agent: Awaited<ReturnType<typeof signedInAs>>
let amara: Awaited<ReturnType<typeof aCandidate>>

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
  priya = await anAccount({ roles: ['coordinator'], name: 'Priya Nair' })
  amara = await aCandidate({
    name: 'Amara Ọkáfọ',
    email: 'amara@people.example',
    routes: ['constable'],
    phone: '+44 7700 900123',
    adult: true,
  })
  await aRequest(amara.id, { kind: 'buddy' })
  await db.tailoringFact.create({ data: { candidateId: amara.id, text: 'a fact of mine', updatedAt: frozen } })
  await db.accessNeed.create({ data: { candidateId: amara.id, text: 'step-free please', updatedAt: frozen } })
  for (const name of ['=1+1', '+A', '-A', '@A', '\tA', '\rA', 'Comma, "quote"\nnext'])
    await aCandidate({ name, routes: ['pcso'], registeredAt: new Date(frozen.getTime() - 1000) })
  agent = await signedInAs(priya)
})
afterAll(() => {
  vi.useRealTimers()
})

const make = (filter: string, values: Record<string, string> = {}) =>
  submit(agent, `/staff/export${filter}`, { filter, purpose: 'workshop', ...values }, '/staff/export')

it('makes a file that a spreadsheet reads, named after the day alone', async () => {
  const file = await make('?route=constable')
  expect(file.status).toBe(200)
  expect(file.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(file.headers['content-disposition']).toBe('attachment; filename=candidates-2027-01-14.csv')
  const [head, line, end] = file.text.split('\r\n')
  expect(head).toBe('\uFEFFReference,Name,Routes,Areas,18 or over,Open requests,Recruitment stage,Looked after by,Registered,Last active')
  expect(line).toMatch(/^PA-\w+,Amara Ọkáfọ,[^,]+,,Yes,[^,]+\(requested\),,,2027-01-14,2027-01-14$/)
  expect(end).toBe('')
})

it('holds how to reach people only where that was asked for, and never what they told us about themselves', async () => {
  const without = await make('?route=constable')
  expect(without.text).not.toMatch(/amara@people|7700/)
  const withContact = await make('?route=constable', { contact: 'yes' })
  expect(withContact.text).toContain(`amara@people.example,'+44 7700 900123`)
  for (const { text } of [without, withContact]) expect(text).not.toMatch(/a fact of mine|step-free/)
})

it('marks whatever a spreadsheet would take for a formula', async () => {
  const { text } = await make('?route=pcso')
  for (const name of [`'=1+1`, `'+A`, `'-A`, `'@A`, `'\tA`]) expect(text).toContain(`,${name},`)
  expect(text).toMatch(/,"?'\rA"?,/)
  expect(text).toContain('"Comma, ""quote""\nnext"')
  expect(text).not.toMatch(/(^|,)"?[=+@\t-]/m)
})

it('is written down once for the audit, and for each person on it, before it is read', async () => {
  const before = await db.look.count()
  const events = await db.event.count({ where: { name: 'candidates.exported' } })
  await make('?route=pcso', { purpose: 'check' })
  expect(await db.look.count()).toBe(before + 7)
  expect(await db.event.count({ where: { name: 'candidates.exported' } })).toBe(events + 1)
  const event = await db.event.findFirst({ where: { name: 'candidates.exported' }, orderBy: { id: 'desc' } })
  expect(event).toMatchObject({
    actorId: priya.id,
    candidateId: null,
    data: { count: 7, purpose: 'check', contact: false, filter: { route: 'pcso' }, searched: false },
  })
  const hers = await signedInAs({ accountId: amara.accountId })
  await make('?q=amara', { purpose: 'share' })
  const page = await hers.get('/my/privacy/looks').expect(200)
  expect(page.text).toContain('line in a list that was made into a file')
  expect(page.text).toContain('To share out the work in the team')
  expect(
    JSON.stringify(await db.event.findFirst({ where: { name: 'candidates.exported' }, orderBy: { id: 'desc' } }), (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  ).not.toContain('amara')
})

it('asks why, says how many, and makes nothing for nobody', async () => {
  const page = await agent.get('/staff/export?route=pcso').expect(200)
  expect(page.text).toContain('7 people: Route: ')
  const looks = await db.look.count()
  const unsaid = await make('?route=pcso', { purpose: '' })
  expect([unsaid.status, unsaid.text]).toEqual([422, expect.stringContaining('Choose why you make this file')])
  const nobody = await make('?route=mounted')
  expect([nobody.status, nobody.text]).toEqual([422, expect.stringContaining('nothing to put in a file')])
  expect(await db.look.count()).toBe(looks)
})

it('asks for a fresh proof of who it is, for the page and for the file', async () => {
  const stale = await signedInAs(priya, undefined, undefined, { provenAt: frozen.getTime() - 3_600_000 })
  const page = await stale.get('/staff/export?route=pcso').expect(303)
  expect(page.headers['location']).toMatch(/^\/account\/again/)
  const sent = await submit(stale, '/staff/candidates?all=yes', { filter: '?route=pcso', purpose: 'check' }, '/staff/export')
  expect(sent.headers['content-type']).not.toMatch(/csv/)
})

it('holds every row of a long list, in portions', async () => {
  await pool.query(`INSERT INTO candidates (id, reference, name, routes, registered_at, active_at)
    SELECT gen_random_uuid(), 'PA-L' || n, 'Long ' || n, '{staff}', now(), now() FROM generate_series(1, 1203) n`)
  const { text } = await make('?route=staff')
  expect(new Set(text.split('\r\n').slice(1, -1)).size).toBe(1203)
})
