import { CsvError, parse, type InfoField } from 'csv-parse/sync'
import { MOST_LINES, type Row, type Table } from '../rules/mapping.ts'

const MOST_COLUMNS = 200

export type Separator = ',' | ';' | '\t'
export type Encoding = 'UTF-8' | 'UTF-16' | 'Windows-1252'

/** Where Windows has other signs than Latin-1; Node 20's own decoder leaves these 32 as they are. */
const windowsSigns = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ'
const asWindows = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/[\u0080-\u009F]/g, (sign) => windowsSigns[sign.charCodeAt(0) - 0x80] ?? sign)

/** Turns the bytes of a file into text: by its mark where it has one, as UTF-8 where that reads, else as Windows wrote it. */
export function decode(bytes: Uint8Array): { text: string; encoding: Encoding } {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return { text: new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes), encoding: 'UTF-16' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' }
  } catch {
    return { text: asWindows(bytes), encoding: 'Windows-1252' }
  }
}

/** As it is kept: without what PostgreSQL refuses, with one kind of line end. */
export const tidyText = (text: string): string =>
  text
    .replace(/^\uFEFF/, '')
    .replaceAll('\0', '')
    .replaceAll(/\r\n?/g, '\n')
    .toWellFormed()

/** The separator that cuts the headings into the most columns. */
export function separatorOf(text: string): Separator {
  const first = (/\S.*/.exec(text)?.[0] ?? '').replaceAll(/"[^"]*"/g, '')
  const times = (separator: Separator) => first.split(separator).length
  return ([',', ';', '\t'] as const).reduce<Separator>((best, each) => (times(each) > times(best) ? each : best), ',')
}

const breaks = (text: string) => text.split('\n').length - 1

/** The line on which a record begins, where the parser tells the one on which it ends. */
const startOf = (raw: string, endLine: number) => endLine - breaks(raw.replace(/^\n+/, '').replace(/\n$/, ''))

/** Two columns of one name are told apart, and one without a name by its place. */
function headingsOf(cells: string[]): string[] {
  const seen = new Map<string, number>()
  return cells.map((cell, i) => {
    const name = cell.trim().replaceAll(/\s+/g, ' ').slice(0, 180) || `Column ${String(i + 1)}`
    const times = (seen.get(name.toLowerCase()) ?? 0) + 1
    seen.set(name.toLowerCase(), times)
    return times === 1 ? name : `${name} (${String(times)})`
  })
}

type Parsed = { record: string[]; raw: string; info: InfoField }
export type FileRefusal = 'empty' | 'tooManyLines' | 'noColumns' | 'noRows'

/** Reads tidy text as a table, each row with the line it begins on. What cannot be read is named by line, and the rest is read. */
export function readTable(text: string, separator: Separator): { ok: true; table: Table } | { ok: false; reason: FileRefusal } {
  const broken: Table['errors'] = []
  const parsed = parse(text, {
    ...{ delimiter: separator, record_delimiter: '\n', info: true, raw: true, skip_empty_lines: true },
    ...{ relax_column_count: true, relax_quotes: true, skip_records_with_error: true },
    on_skip: (error, raw) => {
      const ended = error instanceof CsvError ? (error as CsvError & { lines?: number }).lines : undefined
      broken.push({ line: startOf(raw ?? '', ended ?? 1), problem: 'quote' })
      return undefined
    },
  }) as unknown as Parsed[]
  const [head, ...rest] = parsed
  if (!head) return { ok: false, reason: 'empty' }
  if (head.record.length < 2 || head.record.length > MOST_COLUMNS) return { ok: false, reason: 'noColumns' }
  if (rest.length + broken.length === 0) return { ok: false, reason: 'noRows' }
  if (rest.length > MOST_LINES) return { ok: false, reason: 'tooManyLines' }
  const headings = headingsOf(head.record)
  const all = rest.filter(({ record }) => record.some((cell) => cell.trim() !== '')).map(asRow)
  const fits = ({ cells }: Row) =>
    cells.length === headings.length || (cells.length > headings.length && cells.slice(headings.length).every((cell) => cell.trim() === ''))
  const uneven = all.filter((row) => !fits(row)).map(({ line }) => ({ line, problem: 'cells' as const }))
  return { ok: true, table: { headings, rows: all.filter(fits), errors: [...broken, ...uneven].sort((a, b) => a.line - b.line) } }
}

const asRow = ({ record, raw, info }: Parsed): Row => ({ line: startOf(raw, info.lines), cells: record })
