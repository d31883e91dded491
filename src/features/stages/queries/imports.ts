import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import { withWhose, type Whose } from '../../../core/waiting.ts'
import type { ImportCounts, ImportState, Outcome } from '../rules/imports.ts'
import { mappingSchema } from '../rules/mapping.ts'
import { A_PAGE } from './conflicts.ts'

const shown = {
  ...{ id: true, byId: true, madeAt: true, state: true, fileName: true, encoding: true, separator: true, lines: true },
  ...{ mappingId: true, mappingName: true, mapping: true, counts: true, goodOnly: true, confirmedAt: true },
  ...{ doneRows: true, savedRows: true, endedAt: true, purgedAt: true },
} as const

const none: ImportCounts = { new: 0, conflict: 0, there: 0, unmatched: 0, error: 0, leftOut: 0 }

type Stored = { state: string; counts: unknown; byId: string | null }
async function named<R extends Stored>(rows: R[]) {
  const ids = rows.flatMap(({ byId }) => (byId === null ? [] : [byId]))
  const people = new Map(
    (await db.account.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })).map(({ id, name }) => [id, name]),
  )
  return rows.map((row) => ({
    ...row,
    state: row.state as ImportState,
    counts: { ...none, ...(row.counts as Partial<ImportCounts>) },
    by: people.get(row.byId ?? ''),
  }))
}

export type ImportFilter = { state?: ImportState | 'open' | undefined; whose: Whose }
const open: ImportState[] = ['mapping', 'ready']

const filtered = ({ accountId }: Team, { state, whose }: ImportFilter) => ({
  ...(state !== undefined && { state: state === 'open' ? { in: open } : state }),
  ...(whose === 'mine' && { byId: accountId }),
})

/** The log of imports, newest first: who, when, how many. */
export async function listImports(actor: Team, filter: ImportFilter, page: number) {
  const where = filtered(actor, filter)
  const [total, rows] = await Promise.all([
    db.stageImport.count({ where }),
    db.stageImport.findMany({
      where,
      orderBy: [{ madeAt: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * A_PAGE,
      take: A_PAGE,
      select: shown,
    }),
  ])
  return { total, rows: await named(rows) }
}

/** Files that somebody chose and nobody has confirmed; they are thrown away a day later. */
export async function countOpenImports(actor: Team, whose: Whose): Promise<{ count: number; oldest: Date | undefined; href: string }> {
  const found = await db.stageImport.aggregate({ where: filtered(actor, { state: 'open', whose }), _count: true, _min: { madeAt: true } })
  return { count: found._count, oldest: found._min.madeAt ?? undefined, href: withWhose('/staff/imports?state=open', whose) }
}

export async function findImport(_actor: Team, id: string) {
  const found = await db.stageImport.findUnique({ where: { id }, select: shown })
  return found === null ? undefined : (await named([found]))[0]
}
export type ImportFound = NonNullable<Awaited<ReturnType<typeof findImport>>>

/** What was chosen, while it waits to be confirmed. */
export const findContent = (_actor: Team, id: string) =>
  db.stageImport.findFirst({ where: { id, content: { not: null } }, select: { content: true, separator: true } })

/** One page of the lines of one outcome, each with what is recorded of that person's stage now. */
export async function listImportRows(_actor: Team, importId: string, outcome: Outcome, page: number) {
  const where = { importId, outcome }
  const [total, rows] = await Promise.all([
    db.stageImportRow.count({ where }),
    db.stageImportRow.findMany({
      where,
      orderBy: [{ line: 'asc' }, { id: 'asc' }],
      skip: (page - 1) * A_PAGE,
      take: A_PAGE,
      include: { candidate: { select: { id: true, name: true, reference: true } } },
    }),
  ])
  const ids = rows.flatMap(({ candidateId }) => (candidateId === null || outcome !== 'conflict' ? [] : [candidateId]))
  const records = await db.stageRecord.findMany({ where: { candidateId: { in: ids }, voidedAt: null, source: { not: 'import' } } })
  return {
    total,
    rows: rows.map((row) => ({
      ...row,
      says: records.filter(
        (each) => each.candidateId === row.candidateId && each.route === row.route && each.stage === row.stage && each.state !== row.state,
      ),
    })),
  }
}

/** Every line that is left out, for a file to hand to whoever looks after the recruitment system. */
export const listLeftOver = (_actor: Team, importId: string) =>
  db.stageImportRow.findMany({
    where: { importId, outcome: { in: ['unmatched', 'error'] } },
    orderBy: [{ line: 'asc' }, { id: 'asc' }],
    select: { line: true, outcome: true, reference: true, email: true, problem: true, heading: true, cell: true },
  })

/** The saved ways of reading a file, by name. */
export async function listMappings(_actor: Team) {
  const rows = await db.stageImportMapping.findMany({ orderBy: { nameKey: 'asc' } })
  return rows.map((row) => ({ ...row, mapping: mappingSchema.parse(row.mapping) }))
}

export async function findMapping(_actor: Team, id: string) {
  const row = await db.stageImportMapping.findUnique({ where: { id } })
  return row === null ? undefined : { ...row, mapping: mappingSchema.parse(row.mapping) }
}
