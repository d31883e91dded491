import { stringify } from 'csv-stringify/sync'
import { londonDay } from '../../core/dates.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import type { ListedHost } from './queries/staff.ts'
import { familyName, hostStateWords, openTo } from './rules/words.ts'

const dayOf = (d: Date | null) => (d === null ? '' : londonDay(d))

/** A list of departments as a file. No cell runs as a formula; the mark at the beginning tells spreadsheets that it is UTF-8. */
export const hostsFile = (force: ForceProfile, rows: ListedHost[]): string =>
  stringify(
    rows.map((row) => ({
      Department: row.name,
      'Kind of work': familyName(row.family),
      'How it stands': hostStateWords[row.state].text,
      Area: force.areas.find(({ id }) => id === row.area)?.name ?? row.area,
      Routes: row.routes.map((id) => force.routes.find((route) => route.id === id)?.name ?? id).join('; ') || 'Any',
      '18 or over': row.patrol ? 'Yes' : 'No',
      'Open to hosting': openTo(row.openness).text,
      Why: row.why ?? '',
      Answered: dayOf(row.answeredAt),
      'Last asked': dayOf(row.askedAt),
      'Who hosts': row.people.join('; '),
      'Somebody trained': row.ready ? 'Yes' : 'No',
      'Days to come': row.days,
      'Next day': dayOf(row.next),
      'Days by agreement': row.flexible ? 'Yes' : 'No',
    })),
    { header: true, bom: true, escape_formulas: true, record_delimiter: 'windows' },
  )
