import { date } from '../../core/dates.ts'
import { signOutsideLink } from '../../core/links.ts'
import type { EmailKind } from '../messages/rules.ts'
import { findOutsideLink } from '../outside/queries.ts'
import { isAnswered, shownOutside } from './queries/questions.ts'

/** To whoever answers for something that is said of a job: an address of their own, and what is asked stands behind it. */
const review: EmailKind = async ({ aboutId, baseUrl, force }) => {
  const link = aboutId === null ? null : await findOutsideLink(aboutId)
  const shown = link && (await shownOutside(link.aboutId))
  if (!link || shown?.claim?.reviews[0]?.answeredAt !== null) return undefined
  return {
    subject: 'Is something that we say of a job still so?',
    heading: 'Is this still so?',
    paragraphs: [
      `${force.name} tells people who think of applying what is possible in its jobs: hours, places, equipment. You answer for one of these things, and it is time to look at it again.`,
      'It takes two minutes: still so, changed, or no longer. Until you answer, people read that it is being checked again.',
      'The address below is yours alone. Please do not pass it on; if somebody else answers for it now, write back to us.',
    ],
    facts: [
      { label: 'The job', value: shown.claim.job.title },
      { label: 'It opens until', value: date(link.endsAt) },
    ],
    button: { text: 'Look at it', href: `${baseUrl}/jobs/answer/${signOutsideLink(link.id)}` },
    replyTo: force.contacts.team.email,
    why: `You get this e-mail because the positive action team of ${force.name} named you as the person who answers for it.`,
  }
}

/** To whoever answers for a job: that somebody asked. What, stands behind the address; who, nowhere. */
const question: EmailKind = async ({ aboutId, baseUrl, force }) => {
  const link = aboutId === null ? null : await findOutsideLink(aboutId)
  const shown = link && (await shownOutside(link.aboutId))
  if (!link || shown?.question?.state !== 'asked') return undefined
  const asks = shown.question.kind === 'question'
  return {
    subject: asks ? 'A question about a job you answer for' : 'A suggestion about a job you answer for',
    heading: asks ? 'Somebody has a question about a job' : 'Somebody suggests something about a job',
    paragraphs: [
      `Somebody who thinks of joining ${force.name} has read about the job below and ${asks ? 'would like to know something' : 'says what would help'}. You are not told who, and need not know: answer as you would anybody.`,
      'Your answer goes to them through the portal. The address below is yours alone and opens this one thing.',
    ],
    facts: [
      { label: 'The job', value: shown.question.job.title },
      { label: 'Please answer by', value: date(shown.question.dueAt) },
    ],
    button: { text: asks ? 'Read the question' : 'Read the suggestion', href: `${baseUrl}/jobs/answer/${signOutsideLink(link.id)}` },
    replyTo: force.contacts.team.email,
    why: `You get this e-mail because the positive action team of ${force.name} named you as the person who answers for this job.`,
  }
}

/** To whoever asked: that there is an answer. Neither the job nor a word of it: others may read their letters. */
const answered: EmailKind = async ({ aboutId, baseUrl, force }) => {
  if (aboutId === null || !(await isAnswered(aboutId))) return undefined
  return {
    subject: 'Your question has an answer',
    heading: 'There is an answer for you',
    paragraphs: [
      'Something that you asked or suggested on the portal has been answered. The answer is on your own pages.',
      'Whoever answered was not told who you are.',
    ],
    button: { text: 'Read it', href: `${baseUrl}/my/job-questions` },
    why: `You get this e-mail because you asked about a job on the portal of ${force.name}.`,
  }
}

export const jobEmails: Record<string, EmailKind> = { 'job.review': review, 'job.question': question, 'job.answered': answered }
