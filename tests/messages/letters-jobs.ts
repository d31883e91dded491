import { db } from '../../src/core/db.ts'
import { daysAfter } from '../../src/core/dates.ts'
import { aJob, aQuestion } from '../support/jobs.ts'
import { anAddress, NOW, type Case, type Cases } from './letters.ts'

const linkFor = (aboutId: string, address: string) =>
  db.outsideLink.create({ data: { purpose: 'job', aboutId, address, sentAt: NOW, endsAt: daysAfter(NOW, 60) }, select: { id: true } })

/** To somebody outside, who has never signed in. */
const toOwner = async (aboutId: string, says: string[]) => {
  const address = anAddress(aboutId)
  const { id: about } = await linkFor(aboutId, address)
  return { about, to: { address }, reader: 'visitor' as const, says }
}

const review: Case = async () => {
  const job = await aJob({ title: `Call taker ${String(Math.random())}` })
  await db.jobReview.create({ data: { claimId: job.claim.id, askedAt: NOW }, select: { id: true } })
  return toOwner(job.claim.id, ['still so', 'Call taker', '29 May 2027'])
}

const question =
  (kind: string, says: string): Case =>
  async (person) => {
    const job = await aJob()
    const asked = await aQuestion(job.id, person.id, { kind, words: 'A private word' })
    return toOwner(asked.id, [says, '13 April 2027'])
  }

const answered: Case = async (person) => {
  const job = await aJob()
  const { id } = await aQuestion(job.id, person.id)
  await db.jobQuestion.update({
    where: { id },
    data: { state: 'answered', answer: 'A private answer', answeredAt: NOW, answeredBy: 'owner' },
  })
  return { about: id, says: ['There is an answer for you'] }
}

/** What is asked of those who answer for jobs, and that there is an answer. */
export const jobCases: Cases = {
  'job.review': review,
  'job.question': question('question', 'would like to know something'),
  'job.question, a suggestion': question('suggestion', 'says what would help'),
  'job.answered': answered,
}
