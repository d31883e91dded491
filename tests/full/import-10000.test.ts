import { performance } from 'node:perf_hooks'
import { expect, it } from 'vitest'
import { db } from '../../src/core/db.ts'
import { confirmImport, mapImport, startImport } from '../../src/features/stages/commands/imports.ts'
import { readTable } from '../../src/features/stages/forms/file.ts'
import { runImportJob } from '../../src/features/stages/jobs.ts'
import { listImportRows } from '../../src/features/stages/queries/imports.ts'
import type { Mapping } from '../../src/features/stages/rules/mapping.ts'
import { profileOf } from '../../src/forces/find.ts'
import { anAccount } from '../support/people.ts'

const PEOPLE = 5000
const force = profileOf('cheshire')
const mapping: Mapping = {
  columns: { reference: 'Ref', stage: 'Status', date: 'Day' },
  route: 'constable',
  dates: 'ymd',
  meanings: {
    ...{ route: [], stage: [], state: [] },
    result: [
      ['Application - Pass', 'application passed'],
      ['Sift - Pass', 'sift passed'],
    ],
  },
}

const timed = async <T>(work: () => Promise<T> | T): Promise<[T, number]> => {
  const began = performance.now()
  const result = await work()
  return [result, Math.round(performance.now() - began)]
}

it('reads, previews and saves a file of 10,000 lines in seconds, and a second time saves nothing', async () => {
  const account = await anAccount({ roles: ['coordinator'] })
  const actor = { role: 'coordinator', accountId: account.id, name: account.name, roles: ['coordinator'] } as const
  await db.$executeRaw`INSERT INTO candidates (id, reference, recruitment_reference, name, registered_at, active_at)
    SELECT gen_random_uuid(), 'PA-T' || n, 'CH-' || n, 'Person ' || n, now(), now() FROM generate_series(1, ${PEOPLE}) n`
  const lines = Array.from({ length: PEOPLE }, (_, i) => [
    `CH-${String(i + 1)},Application - Pass,2026-01-05`,
    `CH-${String(i + 1)},Sift - Pass,2026-02-05`,
  ])
  const text = ['Ref,Status,Day', ...lines.flat()].join('\n')
  const preview = async () => {
    const read = readTable(text, ',')
    if (!read.ok) throw new Error(read.reason)
    const id = await startImport(actor, { name: undefined, text, encoding: 'UTF-8', separator: ',', lines: read.table.rows.length })
    await mapImport(actor, id, { mapping, name: undefined, mappingId: undefined, table: read.table, force })
    return id
  }
  const [importId, previewed] = await timed(preview)
  const [page, shown] = await timed(() => listImportRows(actor, importId, 'new', 400))
  expect([page.total, page.rows.length]).toEqual([2 * PEOPLE, 25])
  await confirmImport(actor, importId, false)
  const [, saved] = await timed(() => runImportJob.perform({ importId }))
  expect(await db.stageImport.findUnique({ where: { id: importId } })).toMatchObject({ state: 'finished', savedRows: 2 * PEOPLE })
  const [again, twice] = await timed(preview)
  expect((await db.stageImport.findUniqueOrThrow({ where: { id: again } })).counts).toMatchObject({ new: 0, there: 2 * PEOPLE })
  console.log(
    `10,000 lines: preview ${String(previewed)} ms, its last page ${String(shown)} ms, saving ${String(saved)} ms, preview again ${String(twice)} ms`,
  )
  expect(previewed).toBeLessThan(10_000)
  expect(saved).toBeLessThan(30_000)
})
