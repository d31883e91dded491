import { stringify } from 'csv-stringify/sync'
import { londonDay } from '../../core/dates.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import type { ListedSupporter } from './queries/staff.ts'
import { languages, meetings, slots } from './rules/vocabulary.ts'
import { kindNames, stateWords } from './rules/words.ts'

const named = (list: readonly { id: string; name: string }[], ids: string[]) =>
  ids.map((id) => list.find((each) => each.id === id)?.name ?? id).join('; ')
const worded = (words: Record<string, string>, codes: string[]) => codes.map((code) => words[code] ?? code).join('; ')
const dayOf = (d: Date | null) => (d === null ? '' : londonDay(d))

/** A list of supporters as a file, without what they have lived through. No cell runs as a formula; the mark at the beginning tells spreadsheets that it is UTF-8. */
export const supportersFile = (force: ForceProfile, rows: ListedSupporter[]): string =>
  stringify(
    rows.map((row) => ({
      Name: row.name,
      'E-mail': row.email,
      'How they stand': row.works ? stateWords[row.state].text : 'No longer a supporter',
      'What they do': row.title,
      'Can be': worded(kindNames, row.kinds),
      Routes: named(force.routes, row.routes) || 'Any',
      Areas: named(force.areas, row.areas) || 'Any',
      'Online or in person': worded(meetings, [row.meets]),
      Times: worded(slots, row.availability),
      Languages: worded(languages, row.languages),
      Has: row.held,
      'Can take': row.capacity,
      'Away until': dayOf(row.awayUntil),
      'Trained until': dayOf(row.trainedUntil),
      Offered: londonDay(row.volunteeredAt),
    })),
    { header: true, bom: true, escape_formulas: true, record_delimiter: 'windows' },
  )
