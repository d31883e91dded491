import type { Team } from '../../../core/access.ts'
import type { Waiting } from '../../../core/waiting.ts'
import type { ClaimShow } from '../forms/jobs.ts'
import type { QuestionShow } from '../forms/questions.ts'
import { countClaims, oldestClaim } from './claims.ts'
import { countQuestions, oldestQuestion } from './questions.ts'

type Words = { what: string; when: Waiting['when'] }

async function claims(actor: Team, show: ClaimShow, { what, when }: Words): Promise<Waiting> {
  const [count, oldest] = await Promise.all([countClaims(actor, show), oldestClaim(actor, show)])
  return { what, when, count, oldest, href: `/staff/jobs/claims?show=${show}` }
}

async function questions(actor: Team, show: QuestionShow, { what, when }: Words): Promise<Waiting> {
  const [count, oldest] = await Promise.all([countQuestions(actor, show), oldestQuestion(actor, show)])
  return { what, when, count, oldest, href: `/staff/jobs/questions?show=${show}` }
}

/** What jobs have waiting for the team. They are nobody's own, so that "mine" shows what everybody sees. */
export const findJobsWaiting = (actor: Team): Promise<Waiting[]> =>
  Promise.all([
    questions(actor, 'overdue', { what: 'Questions about jobs without an answer in time', when: 'overdue' }),
    claims(actor, 'due', { what: 'What is said of jobs, to be looked at again', when: 'overdue' }),
    claims(actor, 'answered', { what: 'Owners who said whether something of a job is still so', when: 'today' }),
    questions(actor, 'takenOver', { what: 'Questions about jobs that the team took over', when: 'today' }),
    claims(actor, 'draft', { what: 'What is said of jobs, to be checked by a second person', when: 'week' }),
  ])
