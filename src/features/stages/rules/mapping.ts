import { z } from 'zod'
import { readDay } from '../../../core/dates.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { stageStates, stageWords, type StageState } from './records.ts'

/** A file that is imported: at most this large, and this long. */
export const MOST_BYTES = 5 * 1024 * 1024
export const MOST_LINES = 20_000

export const columnKinds = ['reference', 'email', 'route', 'stage', 'state', 'date', 'until'] as const
export type ColumnKind = (typeof columnKinds)[number]
/** What the cells of a column are translated into: `result` where one column says stage and state at once. */
export const meaningKinds = ['route', 'stage', 'state', 'result'] as const
export type MeaningKind = (typeof meaningKinds)[number]
export const dateOrders = ['dmy', 'mdy', 'ymd'] as const
export type DateOrder = (typeof dateOrders)[number]

/** Chosen for a value whose lines are not wanted. */
export const LEAVE_OUT = '-'

const heading = z.string().max(200)
const pairs = z.array(z.tuple([z.string(), z.string()]))

/** How a file of the recruitment system is read: which column says what, and what its values mean. */
export const mappingSchema = z.object({
  columns: z.partialRecord(z.enum(columnKinds), heading),
  /** The one route that a file without a column for it is about. */
  route: z.string().optional(),
  dates: z.enum(dateOrders),
  meanings: z.object({ route: pairs, stage: pairs, state: pairs, result: pairs }),
})
export type Mapping = z.infer<typeof mappingSchema>

export type Row = { line: number; cells: string[] }
export type Table = { headings: string[]; rows: Row[]; errors: { line: number; problem: 'cells' | 'quote' }[] }

/** As values are compared: without case, or blanks around and doubled. */
export const fold = (value: string): string => value.trim().replaceAll(/\s+/g, ' ').toLowerCase()

/** The column of a file that each kind is read from; nothing where the mapping names none, or the file has it not. */
export const columnsOf = ({ columns }: Pick<Mapping, 'columns'>, headings: string[]): Partial<Record<ColumnKind, number>> =>
  Object.fromEntries(
    columnKinds.flatMap((kind) => {
      const wanted = columns[kind]
      const at = wanted === undefined ? -1 : headings.findIndex((each) => fold(each) === fold(wanted))
      return at < 0 ? [] : [[kind, at]]
    }),
  )

/** Headings that a mapping reads and this file has not. */
export const missingHeadings = (mapping: Mapping, headings: string[]): string[] =>
  Object.values(mapping.columns).filter((wanted) => !headings.some((each) => fold(each) === fold(wanted)))

/** Which translations a mapping needs, and from which column. */
export function meaningsNeeded({ columns }: Pick<Mapping, 'columns'>): [MeaningKind, string][] {
  const needed: [MeaningKind, string | undefined][] = [
    ['route', columns.route],
    [columns.state === undefined ? 'result' : 'stage', columns.stage],
    ['state', columns.state],
  ]
  return needed.flatMap(([kind, column]) => (column === undefined ? [] : [[kind, column]]))
}

/** The different values of a column, each as first written, most frequent first. Blanks are a value too. */
export function valuesOf(table: Table, column: string): string[] {
  const at = table.headings.findIndex((each) => fold(each) === fold(column))
  const seen = new Map<string, { value: string; count: number }>()
  for (const { cells } of table.rows) {
    const value = (cells[at] ?? '').trim()
    const known = seen.get(fold(value))
    if (known) known.count += 1
    else seen.set(fold(value), { value, count: 1 })
  }
  return [...seen.values()].sort((a, b) => b.count - a.count).map(({ value }) => value)
}

const hints: Record<ColumnKind, RegExp> = {
  reference: /\b(ref(erence)?|(candidate|applicant|application) ?(id|no|number))\b/i,
  email: /\be-?mail\b/i,
  route: /\b(route|vacancy|campaign|role|job|position|requisition)\b/i,
  stage: /\b(stage|step|status)\b/i,
  state: /\b(state|result|outcome|decision)\b/i,
  date: /\b(date|on|when|changed|updated)\b/i,
  until: /\b(until|deferred to|defer)\b/i,
}

/** What the headings suggest; a person decides. Each column is suggested once. */
export function guessColumns(headings: string[]): Mapping['columns'] {
  const free = new Set(headings)
  const guessed: Mapping['columns'] = {}
  for (const kind of ['reference', 'email', 'until', 'state', 'stage', 'route', 'date'] as const) {
    const found = [...free].find((each) => hints[kind].test(each))
    if (found === undefined) continue
    guessed[kind] = found
    free.delete(found)
  }
  return guessed
}

/** The choices of a translation: our own ids, with their words. Stages of the same id are one choice for all routes. */
export function choicesOf(kind: MeaningKind, force: ForceProfile): { value: string; text: string }[] {
  if (kind === 'route') return force.routes.map(({ id, name }) => ({ value: id, text: name }))
  if (kind === 'state') return stageStates.map((state) => ({ value: state, text: stageWords[state].text }))
  const stages = new Map(
    force.routes
      .flatMap(({ stages: all }) => all)
      .toReversed()
      .map(({ id, name }) => [id, name]),
  )
  const listed = [...new Map([...stages].toReversed())].map(([value, text]) => ({ value, text }))
  if (kind === 'stage') return listed
  return listed.flatMap(({ value, text }) =>
    stageStates.map((state) => ({ value: `${value} ${state}`, text: `${text}: ${stageWords[state].text.toLowerCase()}` })),
  )
}

const squeeze = (words: string) => words.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** What a value seems to mean: our id or words, however they are spaced; undefined where a person has to say. */
export const guessMeaning = (value: string, choices: { value: string; text: string }[]): string | undefined =>
  squeeze(value) === ''
    ? undefined
    : choices.find((each) => [each.value, each.text].some((words) => squeeze(words) === squeeze(value)))?.value

const monthFirst = /^(\d{1,2})([\s/.-]+)(\d{1,2})([\s/.-]+\d{2,4})$/
const timeAfter = /(?:T|,?\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]m)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i

/** Reads a cell as a day; a time after it is left off. Undefined where the mapping's order of day, month and year does not fit. */
export function readCellDay(cell: string, order: DateOrder): string | undefined {
  const day = cell.trim().replace(timeAfter, '')
  if (order === 'mdy') return readDay(day.replace(monthFirst, '$3$2$1$4'))
  if (order === 'ymd') return /^\d{4}/.test(day) ? readDay(day.replaceAll(/[/.]/g, '-')) : undefined
  return readDay(day)
}

/** A reference as it is kept and compared: capitals, single blanks. Undefined where it cannot be one. */
export function tidyReference(typed: string): string | undefined {
  const tidy = typed.trim().replaceAll(/\s+/g, ' ').toUpperCase()
  return tidy === '' || tidy.length > 60 || /[\p{Cc}a-z]/u.test(tidy) ? undefined : tidy
}

export const isStageState = (state: string | undefined): state is StageState => stageStates.some((each) => each === state)
