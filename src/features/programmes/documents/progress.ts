import { stringify } from 'csv-stringify/sync'
import type { CohortStanding } from '../queries/cohort-progress.ts'
import { sessionStateWords, stillWords } from '../rules/completion.ts'
import { progressNames } from '../rules/progress.ts'

/** Who came to what, one person a line; `heads` are the sessions in the order in which everybody's are. No cell runs as a formula; the mark at the beginning tells Excel that it is UTF-8. */
export const progressFile = (heads: readonly { title: string }[], rows: readonly CohortStanding[]): string =>
  stringify(
    [
      ['Name', 'Reference', ...heads.map(({ title }) => title), 'Came to', 'Of', 'Stands', 'Still needed'],
      ...rows.map(({ candidate, standing, progress }) => [
        candidate.name,
        candidate.reference,
        ...standing.sessions.map(({ state }) => sessionStateWords[state]),
        standing.came,
        standing.of,
        progressNames[progress],
        stillWords(standing.still),
      ]),
    ],
    { bom: true, escape_formulas: true, record_delimiter: 'windows' },
  )
