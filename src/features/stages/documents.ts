import { stringify } from 'csv-stringify/sync'
import { isProblem, problemWords } from './rules/imports.ts'

type Left = {
  line: number
  reference: string | null
  email: string | null
  problem: string | null
  heading: string | null
  cell: string | null
}

const header = ['Line', 'Recruitment reference', 'E-mail', 'What is wrong', 'Column', 'Cell']

/** The lines that were left out, for whoever can mend them. No cell of it runs as a formula; its mark tells Excel that it is UTF-8. */
export const leftOverFile = (rows: Left[]): string =>
  stringify(
    [
      header,
      ...rows.map((row) => [
        row.line,
        row.reference,
        row.email,
        isProblem(row.problem) ? problemWords[row.problem] : '',
        row.heading,
        row.cell,
      ]),
    ],
    {
      bom: true,
      escape_formulas: true,
      record_delimiter: 'windows',
    },
  )
