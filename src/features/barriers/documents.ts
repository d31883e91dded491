import { stringify } from 'csv-stringify/sync'
import { londonDay } from '../../core/dates.ts'
import type { ListedCase } from './queries/cases.ts'
import type { ListedSystemic } from './queries/systemic.ts'
import { kindNames, caseStateWords, decisionWords, outcomeWords, resultWords, systemicStateWords } from './rules/words.ts'
import type { CaseOutcome } from './rules/cases.ts'
import type { Decision, Result } from './rules/systemic.ts'

const file = (rows: Record<string, string | number>[]): string =>
  stringify(rows, { header: true, bom: true, escape_formulas: true, record_delimiter: 'windows' })
const dayOf = (at: Date | null): string => (at === null ? '' : londonDay(at))

/** The list as a table, without a word that anybody wrote. */
export const casesCsv = (rows: ListedCase[]): string =>
  file(
    rows.map((row) => ({
      ...{
        Candidate: row.candidate.name,
        Reference: row.candidate.reference,
        Kind: kindNames[row.kind],
        State: caseStateWords[row.state].text,
      },
      ...{
        Outcome: row.outcome === null ? '' : outcomeWords[row.outcome as CaseOutcome].text,
        Owner: row.owner ?? '',
        Opened: dayOf(row.openedAt),
      },
      ...{
        'Answer due': dayOf(row.answerDueAt),
        Answered: dayOf(row.answeredAt),
        'Outcome due': dayOf(row.outcomeDueAt),
        Closed: dayOf(row.closedAt),
      },
      ...{ Late: row.late ?? '', 'Late actions': row.lateActions, 'Shows systemic barriers': row.links.length },
    })),
  )

/** The register as a table: about the force, not about people. */
export const systemicCsv = (rows: ListedSystemic[]): string =>
  file(
    rows.map((row) => ({
      ...{
        Title: row.title,
        Kind: kindNames[row.kind],
        Routes: row.routes.join('; '),
        State: systemicStateWords[row.state].text,
        Owner: row.owner ?? '',
      },
      ...{
        Cases: row.cases,
        Decision: row.decision === null ? '' : decisionWords[row.decision as Decision],
        Decided: dayOf(row.decidedAt),
      },
      ...{ 'Changed on': dayOf(row.changedOn), 'Measure again on': dayOf(row.remeasureOn), Measured: dayOf(row.remeasuredAt) },
      ...{ Result: row.result === null ? '' : resultWords[row.result as Result], Public: row.toldState ?? '' },
    })),
  )
