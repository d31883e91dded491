import type { ForceProfile } from '../../../forces/profile.ts'
import { conflicts } from './conflicts.ts'
import type { ImportCounts, Outcome, Problem } from './imports.ts'
import { readLine, type LineRead, type Planned } from './import-line.ts'
import { columnsOf, type Mapping, type Table } from './mapping.ts'
import type { StageRecord } from './records.ts'

export type Known = { id: string; reference: string | null; email: string | null }
export type KnownRecord = StageRecord & { candidateId: string; until: Date | null }
export type PlannedRow = { line: number; outcome: Outcome } & Partial<Planned> & {
    candidateId?: string
    problem?: Problem
    heading?: string
    cell?: string
  }

const asDay = (day: string) => new Date(`${day}T00:00:00Z`)
export const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

const keyOf = (candidateId: string, row: { route: string; stage: string; state: string; on: string; until?: string | undefined }) =>
  [candidateId, row.route, row.stage, row.state, row.on, row.until ?? ''].join(' ')

/** Who a line is about. What is not sure is nobody: a result never goes to the wrong person. */
function matcher(people: Known[]) {
  const byReference = new Map(people.flatMap((each) => (each.reference === null ? [] : [[each.reference, each] as const])))
  const byEmail = new Map(people.flatMap((each) => (each.email === null ? [] : [[each.email, each] as const])))
  const given = new Map<string, string>()
  return ({ reference, email }: { reference?: string | undefined; email?: string | undefined }): { id: string } | { problem: Problem } => {
    const named = reference === undefined ? undefined : byReference.get(reference)
    const reached = email === undefined ? undefined : byEmail.get(email)
    if (named && reached && named.id !== reached.id) return { problem: 'twoPeople' }
    if (named) return { id: named.id }
    if (!reached) return { problem: 'noMatch' }
    if (reference === undefined) return { id: reached.id }
    // A reference beside a verified address becomes that candidate's, unless they have one: then a person decides
    const has = reached.reference ?? given.get(reached.id) ?? reference
    if (has !== reference) return { problem: 'otherReference' }
    given.set(reached.id, reference)
    byReference.set(reference, { ...reached, reference })
    return { id: reached.id }
  }
}

/** A line as the record it would become. */
const recordOf = (
  { line, candidateId = '', route = '', stage = '', state = 'inProgress', on = '' }: PlannedRow,
  now: Date,
): KnownRecord => ({
  ...{ id: `line ${String(line).padStart(7, '0')}`, candidateId, route, stage, state, happenedOn: asDay(on), until: null },
  ...{ source: 'import', voidedAt: null, recordedAt: now },
})

/** Marks the lines that contradict what is recorded, by the same rule as everywhere. */
function markConflicts(rows: PlannedRow[], records: KnownRecord[], now: Date): void {
  const fresh = rows.filter(({ outcome }) => outcome === 'new')
  const touched = new Map<string, (KnownRecord & { row?: PlannedRow })[]>()
  for (const row of fresh) touched.set(row.candidateId ?? '', [])
  for (const record of records) touched.get(record.candidateId)?.push(record)
  for (const row of fresh) touched.get(row.candidateId ?? '')?.push({ ...recordOf(row, now), row })
  for (const all of touched.values()) for (const { row } of conflicts(all).flat()) if (row) row.outcome = 'conflict'
}

/** What each line of a file would do, line by line; nothing is done. */
export function planImport(
  { force, mapping, table, today, now }: { force: ForceProfile; mapping: Mapping; table: Table; today: string; now: Date },
  { people, records }: { people: Known[]; records: KnownRecord[] },
): PlannedRow[] {
  const read = readLines(force, mapping, table, today)
  const match = matcher(people)
  const before = new Map(
    records
      .filter(({ source }) => source === 'import')
      .map((each) => [
        keyOf(each.candidateId, { ...each, on: dayOf(each.happenedOn), until: each.until ? dayOf(each.until) : undefined }),
        each,
      ]),
  )
  const seen = new Set<string>()
  const rows = read.map(({ line, result }): PlannedRow => {
    if (!('planned' in result)) return { line, ...result }
    const { planned } = result
    const who = match(planned)
    if ('problem' in who) return { line, outcome: 'unmatched', ...who, ...planned }
    const row = { line, candidateId: who.id, ...planned }
    const key = keyOf(who.id, planned)
    const there = before.get(key)
    if (there) return { ...row, outcome: 'there', ...(there.voidedAt !== null && { problem: 'voided' }) }
    if (seen.has(key)) return { ...row, outcome: 'there', problem: 'sameInFile' }
    seen.add(key)
    return { ...row, outcome: 'new' }
  })
  markConflicts(rows, records, now)
  return rows
}

function readLines(force: ForceProfile, mapping: Mapping, table: Table, today: string): { line: number; result: LineRead }[] {
  const reader = readLine({ force, mapping, today, headings: table.headings, at: columnsOf(mapping, table.headings) })
  const broken = table.errors.map(({ line, problem }) => ({ line, result: { outcome: 'error', problem } as const }))
  return [...table.rows.map((row) => ({ line: row.line, result: reader(row) })), ...broken].sort((a, b) => a.line - b.line)
}

/** The references and addresses of a file, so that only the people it may be about are read. */
export function namedIn(force: ForceProfile, mapping: Mapping, table: Table, today: string): { references: string[]; emails: string[] } {
  const planned = readLines(force, mapping, table, today).flatMap(({ result }) => ('planned' in result ? [result.planned] : []))
  const once = (values: (string | undefined)[]) => [...new Set(values.filter((value) => value !== undefined))]
  return { references: once(planned.map(({ reference }) => reference)), emails: once(planned.map(({ email }) => email)) }
}

export function countOutcomes(rows: { outcome: Outcome }[]): ImportCounts {
  const counts: ImportCounts = { new: 0, conflict: 0, there: 0, unmatched: 0, error: 0, leftOut: 0 }
  for (const { outcome } of rows) counts[outcome] += 1
  return counts
}
