import { z } from 'zod'
import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { addJob } from '../../../core/jobs.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { countOutcomes, namedIn, planImport, type PlannedRow } from '../rules/import-plan.ts'
import { decideImport, type ImportCounts, type ImportRefusal, type ImportState } from '../rules/imports.ts'
import { fold, type Mapping, type Table } from '../rules/mapping.ts'

type Chosen = { name: string | undefined; text: string; encoding: string; separator: string; lines: number }

/** Keeps a file that was chosen, until it is confirmed or a day has gone. Answers with its id. */
export const startImport = (actor: Team, { name, text, ...rest }: Chosen): Promise<string> =>
  inTransaction(async (tx) => {
    const { id } = await tx.stageImport.create({
      data: { ...rest, byId: actor.accountId, madeAt: now(), state: 'mapping', fileName: name ?? null, content: text },
      select: { id: true },
    })
    await recordEvent(tx, actor, 'import.started', { subjectId: id, data: { lines: rest.lines } })
    return id
  })

async function lockImport(
  tx: Tx,
  importId: string,
): Promise<{ state: ImportState; counts: ImportCounts; byId: string | null } | undefined> {
  const rows = await tx.$queryRaw<{ state: ImportState; counts: ImportCounts; byId: string | null }[]>`
    SELECT state, counts, by_id AS "byId" FROM stage_imports WHERE id = ${importId}::uuid FOR UPDATE`
  return rows[0]
}

/** Keeps what the columns are, before their values are; what was worked out from other columns goes. */
export const keepColumns = (
  actor: Team,
  importId: string,
  { mapping, mappingId }: { mapping: Mapping; mappingId: string | undefined },
): Promise<ImportDone> =>
  inTransaction(async (tx) => {
    const found = await lockImport(tx, importId)
    const decision = decideImport(found?.state ?? 'expired', 'chooseColumns', actor.role)
    if (!decision.ok) return decision
    const kept =
      mappingId === undefined
        ? null
        : await tx.stageImportMapping.findUnique({ where: { id: mappingId }, select: { id: true, name: true } })
    await tx.stageImportRow.deleteMany({ where: { importId } })
    await tx.stageImport.update({
      where: { id: importId },
      data: { state: decision.state, mapping, mappingId: kept?.id ?? null, mappingName: kept?.name ?? null, counts: {} },
    })
    return { ok: true }
  })

export type ImportDone = { ok: true } | { ok: false; reason: ImportRefusal }
type Mapped = { mapping: Mapping; name: string | undefined; mappingId: string | undefined; table: Table; force: ForceProfile }

/** Works out what each line would do, and keeps the mapping under a name where it has one. Undefined where there is no such file. */
export const mapImport = (
  actor: Team,
  importId: string,
  { mapping, name, mappingId, table, force }: Mapped,
): Promise<ImportDone | undefined> =>
  inTransaction(async (tx) => {
    const found = await lockImport(tx, importId)
    if (!found) return undefined
    const decision = decideImport(found.state, 'map', actor.role)
    if (!decision.ok) return decision
    const rows = await planned(tx, { force, mapping, table })
    await tx.stageImportRow.deleteMany({ where: { importId } })
    await insertRows(tx, importId, rows)
    const saved = name === undefined ? mappingId : await saveMapping(tx, actor, name, mapping)
    const kept =
      saved === undefined ? null : await tx.stageImportMapping.findUnique({ where: { id: saved }, select: { id: true, name: true } })
    await tx.stageImport.update({
      where: { id: importId },
      data: { state: decision.state, mapping, mappingId: kept?.id ?? null, mappingName: kept?.name ?? null, counts: countOutcomes(rows) },
    })
    return { ok: true }
  })

/** The plan, with the people whom the file names and what is recorded of them. */
async function planned(tx: Tx, { force, mapping, table }: Pick<Mapped, 'force' | 'mapping' | 'table'>): Promise<PlannedRow[]> {
  const today = londonDay(now())
  const { references, emails } = namedIn(force, mapping, table, today)
  const people = await tx.$queryRaw<{ id: string; reference: string | null; email: string | null }[]>`
    SELECT c.id, c.recruitment_reference AS reference, a.email_key AS email FROM candidates c LEFT JOIN accounts a ON a.id = c.account_id
    WHERE c.closed_at IS NULL AND (c.recruitment_reference = ANY(${references}::text[]) OR a.email_key = ANY(${emails}::text[]))`
  const candidateIds = people.map(({ id }) => id)
  const records = await tx.stageRecord.findMany({ where: { candidateId: { in: candidateIds } } })
  return planImport({ force, mapping, table, today, now: now() }, { people, records })
}

/** All lines in one statement. */
const insertRows = (tx: Tx, importId: string, rows: PlannedRow[]) =>
  tx.$executeRaw`
    INSERT INTO stage_import_rows (import_id, line, outcome, candidate_id, reference, email, route, stage, state, happened_on, until, problem, heading, cell)
    SELECT ${importId}::uuid, r.line, r.outcome, r."candidateId", r.reference, r.email, r.route, r.stage, r.state, r."on", r.until, r.problem, r.heading, r.cell
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(line int, outcome text, "candidateId" uuid, reference text, email text,
      route text, stage text, state text, "on" date, until date, problem text, heading text, cell text)`

/** One mapping for each name, however it is spaced: saving under a name again replaces it. */
async function saveMapping(tx: Tx, actor: Team, name: string, mapping: Mapping): Promise<string> {
  const data = { name, mapping, changedAt: now(), changedById: actor.accountId }
  const where = { nameKey: fold(name) }
  const { id } = await tx.stageImportMapping.upsert({ where, create: { ...data, ...where }, update: data, select: { id: true } })
  await recordEvent(tx, actor, 'import.mappingSaved', { subjectId: id })
  return id
}

/** Takes a saved mapping away; what was imported with it stays. False where there is none. */
export const removeMapping = (actor: Team, mappingId: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const { count } = await tx.stageImportMapping.deleteMany({ where: { id: mappingId } })
    if (count > 0) await recordEvent(tx, actor, 'import.mappingRemoved', { subjectId: mappingId })
    return count > 0
  })

/** The clockwork's task that saves the lines of one file. */
export const runImportTask = { name: 'stages.runImport', payload: z.object({ importId: z.uuid() }) }

/** Has the good lines of a file saved; its content goes in the same step. Undefined where there is no such file. */
export const confirmImport = (actor: Team, importId: string, goodOnly: boolean): Promise<ImportDone | undefined> =>
  inTransaction(async (tx) => {
    const found = await lockImport(tx, importId)
    if (!found) return undefined
    const decision = decideImport(found.state, 'confirm', actor.role, { counts: found.counts, goodOnly })
    if (!decision.ok) return decision
    await tx.stageImport.update({
      where: { id: importId },
      data: { state: decision.state, confirmedAt: now(), content: null, goodOnly, byId: actor.accountId },
    })
    await tx.stageImportRow.deleteMany({ where: { importId, outcome: { in: ['there', 'leftOut'] } } })
    await recordEvent(tx, actor, 'import.confirmed', { subjectId: importId, data: { ...found.counts, goodOnly } })
    await addJob(tx, runImportTask, { importId }, { key: `import-${importId}` })
    return { ok: true }
  })

/** Throws a file away before anything of it was saved. Undefined where there is no such file. */
export const abandonImport = (actor: Team, importId: string): Promise<ImportDone | undefined> =>
  inTransaction(async (tx) => {
    const found = await lockImport(tx, importId)
    if (!found) return undefined
    const decision = decideImport(found.state, 'abandon', actor.role)
    if (!decision.ok) return decision
    await tx.stageImportRow.deleteMany({ where: { importId } })
    const data = { state: decision.state, content: null, fileName: null, endedAt: now(), purgedAt: now() }
    await tx.stageImport.update({ where: { id: importId }, data })
    await recordEvent(tx, actor, 'import.abandoned', { subjectId: importId })
    return { ok: true }
  })
