import fc from 'fast-check'
import type TestAgent from 'supertest/lib/agent.js'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../src/core/db.ts'
import { forgetFiles, saveNextLines } from '../../src/features/stages/commands/clockwork.ts'
import { confirmImport, mapImport, startImport } from '../../src/features/stages/commands/imports.ts'
import { voidStage } from '../../src/features/stages/commands/records.ts'
import { readTable } from '../../src/features/stages/forms/file.ts'
import { runImportJob } from '../../src/features/stages/jobs.ts'
import type { Mapping } from '../../src/features/stages/rules/mapping.ts'
import { profileOf } from '../../src/forces/find.ts'
import { aCandidate, anAccount, anApp, asActor, PASSWORD, signedInAs, submit, tokenIn } from '../support/people.ts'
import { closeAccount } from '../../src/features/privacy/commands.ts'

const force = profileOf('cheshire')
const frozen = new Date('2027-01-14T10:00:00Z')
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: frozen })
})
afterEach(() => {
  vi.useRealTimers()
})

let app: ReturnType<typeof anApp>
beforeAll(() => {
  app = anApp()
})
const team = async (role: 'coordinator' | 'lead' = 'coordinator') => {
  const account = await anAccount({ roles: [role] })
  return { agent: await signedInAs(account, app), actor: { role, accountId: account.id, name: account.name, roles: [role] } as const }
}

async function upload(agent: TestAgent, text: string | Buffer, mappingId = '') {
  const page = await agent.get('/staff/imports/new').expect(200)
  return agent
    .post('/staff/imports/new')
    .field('_csrf', tokenIn(page.text))
    .field('mappingId', mappingId)
    .attach('file', Buffer.from(text), 'results.csv')
}

const columns = {
  ...{ 'column-reference': 'Ref', 'column-email': 'Mail', 'column-route': '', 'column-stage': 'Status', 'column-state': '' },
  ...{ 'column-date': 'Day', 'column-until': 'Until', route: 'constable', dates: 'dmy' },
}
const HEAD = 'Ref;Mail;Status;Day;Until'
const idIn = (location: string | undefined) => /imports\/([0-9a-f-]{36})/.exec(location ?? '')?.[1] ?? ''
const recordsOf = (candidateId: string) =>
  db.stageRecord.findMany({ where: { candidateId }, orderBy: [{ happenedOn: 'asc' }, { state: 'asc' }] })

it('imports a file with errors: told by line, mended, confirmed, and run again without doubling', async () => {
  const { agent } = await team()
  const amara = await aCandidate({ name: 'Amara Osei', email: 'amara.osei@people.example' })
  const bethan = await aCandidate({ recruitmentReference: 'CH-2' })
  const lines = [
    HEAD,
    'ch-1;AMARA.OSEI@people.example;Sift - Pass;10/1/2027;',
    'CH-2;;"Sift\n- Fail";31/2/2027;',
    'CH-2;;Put off;11/1/2027;1/3/2027',
    'CH-9;=who@people.example;Sift - Pass;10/1/2027;',
  ]
  const first = await upload(agent, lines.join('\r\n'))
  const id = idIn(first.headers['location'])
  expect(first.headers['location']).toBe(`/staff/imports/${id}/columns`)
  expect((await submit(agent, `/staff/imports/${id}/columns`, columns)).headers['location']).toBe(`/staff/imports/${id}/meanings`)

  const half = await submit(agent, `/staff/imports/${id}/meanings`, { 'result-0': 'sift passed', name: 'Weekly' })
  expect([half.status, half.text]).toEqual([422, expect.stringContaining('Choose what “Put off” means')])
  const meanings = { 'result-0': 'sift passed', 'result-1': 'sift notPassed', 'result-2': 'sift deferred', name: 'Weekly' }
  expect((await submit(agent, `/staff/imports/${id}/meanings`, meanings)).headers['location']).toContain('notice=mapped')

  const preview = await agent.get(`/staff/imports/${id}`).expect(200)
  expect(preview.text).toContain('Line 3')
  expect(preview.text).toMatch(/<strong>Day<\/strong>: “31\/2\/2027” is no date/)
  expect((await agent.get(`/staff/imports/${id}?show=unmatched`)).text).toContain('Line 6')
  expect(await db.stageRecord.count({ where: { source: 'import' } })).toBe(0)

  const refused = await submit(agent, `/staff/imports/${id}`, {}, `/staff/imports/${id}/confirm`)
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('Mend the file')])
  const file = await agent.get(`/staff/imports/${id}/left-out.csv`).expect(200)
  expect(file.headers['content-type']).toContain('text/csv')
  expect(file.text).toContain(`CH-9,'=who@people.example`)
  expect(file.text).toContain('3,,,is no date that this mapping reads,Day,31/2/2027')

  const { id: mappingId } = await db.stageImportMapping.findUniqueOrThrow({ where: { nameKey: 'weekly' } })
  const mended = lines.map((line) => line.replace('31/2/2027', '12/1/2027')).join('\n')
  const second = await upload(agent, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(mended)]), mappingId)
  const next = idIn(second.headers['location'])
  expect(second.headers['location']).toBe(`/staff/imports/${next}?notice=mapped`)
  expect((await submit(agent, `/staff/imports/${next}`, {}, `/staff/imports/${next}/confirm`)).status).toBe(303)
  expect((await agent.get(`/staff/imports/${next}`)).text).toContain('0 of 3 results done')
  await runImportJob.perform({ importId: next })
  expect((await agent.get(`/staff/imports/${next}`)).text).toContain('3 results saved')

  expect(await recordsOf(amara.id)).toMatchObject([
    { stage: 'sift', state: 'passed', source: 'import', happenedOn: new Date('2027-01-10') },
  ])
  expect((await recordsOf(bethan.id)).map(({ state }) => state)).toEqual(['deferred', 'notPassed'])
  expect((await db.candidate.findUniqueOrThrow({ where: { id: amara.id } })).recruitmentReference).toBe('CH-1')
  expect(await db.email.count({ where: { candidateId: { in: [amara.id, bethan.id] } } })).toBe(0)

  const third = idIn((await upload(agent, mended, mappingId)).headers['location'])
  const nothing = await submit(agent, `/staff/imports/${third}`, {}, `/staff/imports/${third}/confirm`)
  expect([nothing.status, nothing.text]).toEqual([422, expect.stringContaining('nothing in this file to save')])
  expect((await db.stageImport.findUniqueOrThrow({ where: { id: third } })).counts).toMatchObject({ new: 0, there: 3, unmatched: 1 })
  expect((await agent.get('/staff/imports?state=open')).text).toContain('2 files')
})

describe('a file', () => {
  it.each<[string, string | Buffer, string]>([
    ['nothing', '', 'Choose a file, or paste its lines'],
    ['a workbook', Buffer.from('PK\u0003\u0004sheet'), 'Save the sheet as CSV first'],
    ['no columns', 'Ref\n1\n', 'this has one column'],
    ['headings alone', `${HEAD}\n`, 'no lines below them'],
    ['far too much', Buffer.alloc(5 * 1024 * 1024 + 1, 'a'), 'smaller than 5 MB'],
  ])('of %s is refused in words, and nothing of it is kept', async (_what, content, words) => {
    const { agent } = await team()
    const before = await db.stageImport.count()
    const answer = await upload(agent, content)
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(words)])
    expect(await db.stageImport.count()).toBe(before)
  })

  it('is read by nobody but the team, and by nobody without the token', async () => {
    const candidate = await signedInAs(await aCandidate(), app)
    const send = (agent: TestAgent) =>
      agent
        .post('/staff/imports/new')
        .field('mappingId', '')
        .attach('file', Buffer.from(`${HEAD}\na;b;c;d;e`), 'x.csv')
    expect((await send(candidate)).status).toBe(403)
    expect((await send((await team()).agent)).status).toBe(403)
  })

  it('that is pasted is read too; thrown away it is gone', async () => {
    const { agent } = await team('lead')
    const answer = await submit(agent, '/staff/imports/new', { pasted: `Ref\tStatus\tDay\nCH-3\tSift\t10/1/2027`, mappingId: '' })
    const id = idIn(answer.headers['location'])
    await submit(agent, `/staff/imports/${id}/columns`, {}, `/staff/imports/${id}/abandon`)
    expect(await db.stageImport.findUnique({ where: { id } })).toMatchObject({
      state: 'abandoned',
      content: null,
      fileName: null,
      separator: '\t',
    })
  })
})

const mapping: Mapping = {
  columns: { reference: 'Ref', email: 'Mail', stage: 'Status', date: 'Day', until: 'Until' },
  route: 'constable',
  dates: 'dmy',
  meanings: {
    ...{ route: [], stage: [], state: [] },
    result: [
      ['pass', 'sift passed'],
      ['fail', 'sift notPassed'],
      ['off', 'sift deferred'],
      ['offer', 'finalOffer passed'],
    ],
  },
}

type Actor = Awaited<ReturnType<typeof team>>['actor']
async function ready(actor: Actor, lines: string[]): Promise<string> {
  const text = [HEAD, ...lines].join('\n')
  const read = readTable(text, ';')
  if (!read.ok) throw new Error(read.reason)
  const importId = await startImport(actor, { name: undefined, text, encoding: 'UTF-8', separator: ';', lines: lines.length })
  await mapImport(actor, importId, { mapping, name: undefined, mappingId: undefined, table: read.table, force })
  return importId
}
async function imported(actor: Actor, lines: string[]): Promise<string> {
  const importId = await ready(actor, lines)
  await confirmImport(actor, importId, true)
  await runImportJob.perform({ importId })
  return importId
}

describe('what is imported', () => {
  it('once or twice, whole or broken off anywhere, in any overlap, is there once', async () => {
    const { actor } = await team()
    const people = await Promise.all([1, 2, 3].map((n) => aCandidate({ recruitmentReference: `RUN-${String(n)}` })))
    const ids = people.map(({ id }) => id)
    const line = fc.tuple(
      fc.constantFrom('RUN-1', 'RUN-2', 'RUN-3'),
      fc.constantFrom('pass', 'fail', 'off', 'offer'),
      fc.integer({ min: 1, max: 3 }),
    )
    let round = 0
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 12 }), fc.nat(4), fc.nat(12), async (rows, steps, from) => {
        round += 1 // months of its own, as history is never deleted
        const day = (n: number) => `${String(n)}/${String((round % 12) + 1)}/${String(2010 + Math.floor(round / 12))}`
        const lines = rows.map(([ref, result, n]) => `${ref};;${result};${day(n)};${result === 'off' ? '1/3/2027' : ''}`)
        const distinct = new Set(lines).size
        const before = await db.stageRecord.count({ where: { candidateId: { in: ids } } })
        const importId = await ready(actor, lines)
        await confirmImport(actor, importId, true)
        for (let i = 0; i < steps; i++) await saveNextLines(importId, 2) // and then the process is killed
        await runImportJob.perform({ importId })
        await runImportJob.perform({ importId })
        await imported(actor, lines.slice(from % lines.length))
        await imported(actor, [...lines].reverse())
        expect(await db.stageRecord.count({ where: { candidateId: { in: ids } } })).toBe(before + distinct)
        expect((await db.stageImport.findUniqueOrThrow({ where: { id: importId } })).savedRows).toBe(distinct)
      }),
      { numRuns: process.env['FULL'] === '1' ? 60 : 6 },
    )
  })

  it('stays off where it was taken off by hand, and comes back by no import', async () => {
    const { actor } = await team()
    const chidi = await aCandidate({ recruitmentReference: 'OFF-1' })
    const lines = ['OFF-1;;pass;10/1/2027;']
    await imported(actor, lines)
    const [record] = await recordsOf(chidi.id)
    expect(await voidStage(actor, chidi.id, record?.id ?? '', 'wrongPerson')).toEqual({ ok: true })
    await imported(actor, lines)
    expect(await recordsOf(chidi.id)).toMatchObject([{ voidedAt: frozen, voidedReason: 'wrongPerson', voidedByRole: 'coordinator' }])
  })

  it('of somebody who closes their account while it waits is nowhere', async () => {
    const { actor } = await team()
    const dana = await aCandidate({ recruitmentReference: 'GONE-1', email: 'dana.gone@people.example' })
    const esi = await aCandidate({ recruitmentReference: 'STAY-1' })
    const waiting = await ready(actor, ['GONE-1;dana.gone@people.example;pass;10/1/2027;'])
    const running = await ready(actor, [
      'GONE-1;;pass;10/1/2027;',
      'STAY-1;;pass;10/1/2027;',
      'X-1;Dana.Gone@people.example;pass;31/2/2027;',
    ])
    await confirmImport(actor, running, true)
    await closeAccount(asActor(dana), PASSWORD)
    await runImportJob.perform({ importId: running })
    expect(await db.stageImport.findUnique({ where: { id: waiting } })).toMatchObject({ state: 'expired', content: null })
    expect(await db.stageRecord.count({ where: { candidateId: dana.id } })).toBe(0)
    expect(await recordsOf(esi.id)).toHaveLength(1)
    expect(await db.candidate.findUnique({ where: { id: dana.id } })).toMatchObject({ recruitmentReference: null })
  })

  it('is kept as a file for a day, and its lines that were left out for a day after', async () => {
    const { actor } = await team()
    await aCandidate({ recruitmentReference: 'DAY-1' })
    const lines = ['DAY-1;;pass;9/1/2027;', 'NOBODY-1;;pass;9/1/2027;']
    const waiting = await ready(actor, lines)
    const done = await imported(actor, lines)
    expect(await db.stageImport.findUnique({ where: { id: done } })).toMatchObject({ state: 'finished', content: null })
    vi.setSystemTime(new Date(frozen.getTime() + 86_399_000))
    await forgetFiles()
    expect(await db.stageImportRow.count({ where: { importId: { in: [waiting, done] } } })).toBe(3)
    vi.setSystemTime(new Date(frozen.getTime() + 86_400_000))
    await forgetFiles()
    expect(await db.stageImport.findUnique({ where: { id: waiting } })).toMatchObject({ state: 'expired', content: null })
    expect(await db.stageImport.findUnique({ where: { id: done } })).toMatchObject({
      state: 'finished',
      savedRows: 1,
      purgedAt: expect.any(Date) as Date,
    })
    expect(await db.stageImportRow.count({ where: { importId: { in: [waiting, done] } } })).toBe(0)
  })

  it('is confirmed once, however often the button is pressed', async () => {
    const { actor } = await team()
    await aCandidate({ recruitmentReference: 'TWICE-1' })
    const importId = await ready(actor, ['TWICE-1;;pass;9/1/2027;'])
    const answers = await Promise.all([1, 2, 3].map(() => confirmImport(actor, importId, true)))
    expect(answers.filter((answer) => answer?.ok)).toHaveLength(1)
  })
})
