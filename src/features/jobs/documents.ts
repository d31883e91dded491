import { stringify } from 'csv-stringify/sync'
import { londonDay } from '../../core/dates.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import type { ListedClaim } from './queries/claims.ts'
import type { ListedQuestion } from './queries/questions.ts'
import type { ListedJob } from './queries/staff.ts'
import type { ClaimState } from './rules/claims.ts'
import type { QuestionState } from './rules/questions.ts'
import { answerWords, claimStateWords, jobFamilies, jobStateWords, kindTitle, questionKinds, questionStateWords } from './rules/words.ts'

const day = (d: Date | null) => (d === null ? '' : londonDay(d))
const calendarDay = (d: Date | null) => d?.toISOString().slice(0, 10) ?? ''
/** No cell runs as a formula; the mark at the beginning tells spreadsheets that it is UTF-8. */
const file = (rows: Record<string, string | number>[]): string =>
  stringify(rows, { header: true, bom: true, escape_formulas: true, record_delimiter: 'windows' })

export const jobsFile = (force: ForceProfile, rows: ListedJob[]): string =>
  file(
    rows.map((row) => ({
      Job: row.title,
      Kind: jobFamilies[row.family as keyof typeof jobFamilies],
      'How it stands': jobStateWords[row.state].text,
      Area: force.areas.find(({ id }) => id === row.area)?.name ?? 'Anywhere',
      Routes: row.routes.map((id) => force.routes.find((route) => route.id === id)?.name ?? id).join('; '),
      Hours: row.hours,
      'Who answers': row.ownerName,
      Work: row.ownerTitle,
      Checked: row.checked,
      'Being checked again': row.again,
      'To be checked': row.drafts,
      'Hidden as overdue': row.hidden,
      'Questions that wait': row.waiting,
      Version: row.version,
    })),
  )

export const claimsFile = (rows: ListedClaim[]): string =>
  file(
    rows.map((row) => ({
      Job: row.job.title,
      About: kindTitle(row.kind),
      'What it says': row.statement,
      'What shows it': row.evidence,
      Link: row.evidenceLink ?? '',
      'How it stands': claimStateWords[row.state as ClaimState].text,
      'Checked on': calendarDay(row.checkedOn),
      'Looked at again by': calendarDay(row.reviewOn),
      'Who answers': row.ownerName,
      Work: row.ownerTitle,
      'What they said': row.reviews
        .map(({ answer }) => (answer === null ? 'Asked' : answerWords[answer as keyof typeof answerWords]))
        .join('; '),
    })),
  )

/** Without who asked: nobody need know. */
export const questionsFile = (rows: ListedQuestion[]): string =>
  file(
    rows.map((row) => ({
      Kind: questionKinds[row.kind as keyof typeof questionKinds],
      Job: row.job.title,
      About: row.claim === null ? 'The job' : kindTitle(row.claim.kind),
      Words: row.words,
      'How it stands': questionStateWords[row.state as QuestionState].text,
      Asked: day(row.askedAt),
      Due: day(row.dueAt),
      Overdue: row.isOverdue ? 'Yes' : 'No',
      'Who answers': row.ownerName,
      Answer: row.answer ?? '',
      Answered: day(row.answeredAt),
      'On the page of the job': row.published.length > 0 ? 'Yes' : 'No',
    })),
  )
