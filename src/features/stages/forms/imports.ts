import { z } from 'zod'
import type { Upload } from '../../../core/upload.ts'
import type { ImportRefusal } from '../rules/imports.ts'
import { columnKinds, dateOrders, MOST_BYTES, MOST_LINES, type ColumnKind } from '../rules/mapping.ts'
import { importStates, outcomes } from '../rules/imports.ts'
import { decode, readTable, separatorOf, tidyText, type FileRefusal } from './file.ts'

const MEGABYTE = 1024 * 1024
const TOO_LARGE = `The file must be smaller than ${String(MOST_BYTES / MEGABYTE)} MB. Cut it in two and import both`

const isUpload = (value: unknown): value is Upload => typeof value === 'object' && value !== null && 'bytes' in value

/** A file, or the same text pasted; what a browser without a file sends is no file. */
export const uploadForm = z.object({
  file: z.custom<Upload>(isUpload).optional().catch(undefined),
  pasted: z
    .union([z.string(), z.custom<Upload>(isUpload)])
    .optional()
    .catch(undefined),
  mappingId: z.union([z.literal(''), z.uuid()]).catch(''),
})
export type UploadInput = z.infer<typeof uploadForm>

export const fileRefusals: Record<FileRefusal, string> = {
  empty: 'The file is empty',
  noColumns: 'Choose a CSV file whose first line has the headings: this has one column, or far too many',
  noRows: 'The file has headings and no lines below them',
  tooManyLines: `The file has more than ${MOST_LINES.toLocaleString('en-GB')} lines. Cut it in two and import both`,
}

/** How a workbook, an old workbook and a PDF begin. */
const notText = ['PK\u0003\u0004', '\u00D0\u00CF\u0011', '%PDF']
const wrong = (field: string, words: string) => ({ ok: false, field, words }) as const

/** What was chosen, or pasted, as text; or what is wrong with it. */
function textOf({ file, pasted }: UploadInput) {
  if (file?.tooLarge === true) return wrong('file', TOO_LARGE)
  if (isUpload(pasted)) return wrong('pasted', TOO_LARGE)
  if (file === undefined || file.bytes.length === 0) {
    const typed = (pasted ?? '').trim()
    return typed === ''
      ? wrong('file', 'Choose a file, or paste its lines')
      : ({ ok: true, text: tidyText(typed), encoding: 'UTF-8', field: 'pasted', name: undefined } as const)
  }
  const begins = file.bytes.subarray(0, 4).toString('latin1')
  if (notText.some((each) => begins.startsWith(each))) return wrong('file', 'Save the sheet as CSV first: this is a workbook or a document')
  const { text, encoding } = decode(file.bytes)
  const name = file.name.replaceAll(/[^\p{L}\p{N} ._()-]/gu, '').slice(0, 100)
  return { ok: true, text: tidyText(text), encoding, field: 'file', name: name === '' ? undefined : name } as const
}

/** Reads what was chosen into a table, or says what is wrong with it and where. */
export function readUpload(input: UploadInput) {
  const chosen = textOf(input)
  if (!chosen.ok) return chosen
  const separator = separatorOf(chosen.text)
  const read = readTable(chosen.text, separator)
  return read.ok ? ({ ...chosen, separator, table: read.table } as const) : wrong(chosen.field, fileRefusals[read.reason])
}

const columnWords: Record<ColumnKind, { label: string; hint: string }> = {
  reference: { label: 'Recruitment reference', hint: 'What the recruitment system calls this person’s application. The surest match' },
  email: { label: 'E-mail address', hint: 'Matches where the reference is not known here yet' },
  route: { label: 'Route', hint: 'Leave it out where the whole file is about one route' },
  stage: { label: 'Stage', hint: 'Or stage and result in one, such as “Sift - Pass”' },
  state: { label: 'Result', hint: 'Leave it out where the stage column says it too' },
  date: { label: 'Day it happened', hint: '' },
  until: { label: 'Put off until', hint: 'Read only where something is deferred' },
}
export const columnFields = columnKinds.map((kind) => ({ kind, field: `column-${kind}`, ...columnWords[kind] }))

const column = z.string().max(200).catch('')
/** Which column is which; an empty choice is no column. */
export const columnsForm = z
  .object({
    'column-reference': column,
    'column-email': column,
    'column-route': column,
    'column-stage': column.pipe(z.string().min(1, 'Choose the column that says the stage')),
    'column-state': column,
    'column-date': column.pipe(z.string().min(1, 'Choose the column that says the day')),
    'column-until': column,
    route: z.string().max(100).catch(''),
    dates: z.enum(dateOrders, 'Select how dates are written'),
  })
  .refine((typed) => typed['column-reference'] !== '' || typed['column-email'] !== '', {
    path: ['column-reference'],
    message: 'Choose the column of the reference, of the e-mail address, or both',
  })
  .refine((typed) => (typed['column-route'] === '') !== (typed.route === ''), {
    path: ['column-route'],
    message: 'Choose the column of the route, or the one route that the file is about, not both',
  })
export type ColumnsInput = z.infer<typeof columnsForm>

/** What each value means comes in fields of its own, named by kind and place: `stage-0`. */
export const meaningsForm = z.looseObject({
  name: z.string().trim().max(80, 'Give it a name of 80 characters or fewer').catch('').default(''),
})
export type MeaningsInput = z.infer<typeof meaningsForm>

export const confirmForm = z.object({ goodOnly: z.literal('yes').optional().catch(undefined) })
export type ConfirmInput = z.infer<typeof confirmForm>

export const importParams = z.object({ importId: z.uuid() })
export type ImportParams = z.infer<typeof importParams>
export const mappingParams = z.object({ mappingId: z.uuid() })

const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const notice = z.string().max(20).optional().catch(undefined)
export const importsQuery = z.object({
  page,
  notice,
  whose: z.enum(['team', 'mine']).catch('team'),
  state: z
    .enum([...importStates, 'open'])
    .optional()
    .catch(undefined),
})
export type ImportsQuery = z.infer<typeof importsQuery>
export const importQuery = z.object({ page, notice, show: z.enum(outcomes).optional().catch(undefined) })
export type ImportQuery = z.infer<typeof importQuery>
export const newImportQuery = z.object({ mapping: z.uuid().optional().catch(undefined) })
export const columnsQuery = z.object({ again: z.literal('1').optional().catch(undefined) })

export const importRefusals: Record<ImportRefusal, { field: string; words: string }> = {
  over: { field: '', words: 'This file was confirmed or thrown away meanwhile. What is shown now is what is so' },
  notMapped: { field: '', words: 'Say first what the columns mean' },
  errors: {
    field: 'goodOnly',
    words: 'Some lines are wrong. Mend the file and choose it again, or tick that the good lines are saved without them',
  },
  nothing: { field: '', words: 'There is nothing in this file to save' },
}
