import { stringify } from 'csv-stringify/sync'
import { londonDay } from '../../core/dates.ts'
import { aboutWords, answerWords, outcomeWords, stateWords } from './rules/words.ts'
import type { UseRow } from './queries/rows.ts'

type Line = UseRow & { for: string; late: boolean }
const dayOr = (d: Date | null): string => (d === null ? '' : londonDay(d))

/** What was asked for as a file for a spreadsheet: no need, no word of anybody, and no cell that can act as a formula. */
export const usesFile = (uses: Line[]): string =>
  stringify(
    uses.map((use) => ({
      Reference: use.reference,
      Kind: aboutWords[use.about],
      For: use.for,
      When: dayOr(use.startsAt),
      'Asked on': londonDay(use.askedAt),
      'Answer by': londonDay(use.dueAt),
      State: stateWords[use.state].text,
      Answer: use.answer === null ? '' : answerWords[use.answer],
      'Did it work': use.outcome === null ? '' : outcomeWords[use.outcome],
      Overdue: use.late ? 'Yes' : '',
    })),
    {
      header: true,
      columns: ['Reference', 'Kind', 'For', 'When', 'Asked on', 'Answer by', 'State', 'Answer', 'Did it work', 'Overdue'],
      ...{ bom: true, escape_formulas: true, record_delimiter: 'windows' },
    },
  )
