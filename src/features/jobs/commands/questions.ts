import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { workingDaysAfter } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { tellCandidate } from '../../messages/commands.ts'
import { endOutsideLinks, sendOutsideLink } from '../../outside/commands.ts'
import type { AskInput, PublishInput } from '../forms/questions.ts'
import {
  ANSWER_DAYS,
  decideQuestion,
  LINK_DAYS,
  OPEN_MOST,
  saysWho,
  type QuestionDecision,
  type QuestionEvent,
  type QuestionRefusal,
  type QuestionState,
} from '../rules/questions.ts'
import { addressOf } from './owners.ts'

export type Asked = { ok: true; id: string } | { ok: false; reason: QuestionRefusal } | undefined

const refused = (reason: QuestionRefusal): { ok: false; reason: QuestionRefusal } => ({ ok: false, reason })
const include = {
  ...{ job: true, claim: true, candidate: { select: { name: true, closedAt: true } } },
  published: { where: { endedAt: null } },
} as const

async function lockQuestion(tx: Tx, questionId: string) {
  await tx.$queryRaw`SELECT id FROM job_questions WHERE id = ${questionId}::uuid FOR UPDATE`
  return tx.jobQuestion.findUnique({ where: { id: questionId }, include })
}
type Question = NonNullable<Awaited<ReturnType<typeof lockQuestion>>>

/** Writes to whoever answers for what the question is about: the claim, or else the job. The letter says nothing of who asks. */
async function sendToOwner(
  tx: Tx,
  { id, candidateId, job, claim }: Pick<Question, 'id' | 'candidateId' | 'job' | 'claim'>,
  at: Date,
): Promise<void> {
  const address = await addressOf(tx, claim === null || claim.state === 'withdrawn' ? job : claim)
  await sendOutsideLink(tx, { purpose: 'job', aboutId: id, candidateId, address, days: LINK_DAYS, kind: 'job.question' }, at)
}

/** Asks or suggests something about a job that is published. Words that say who somebody is are refused: nobody need know. */
export const askAboutJob = (actor: Candidate, jobId: string, { kind, claimId, words }: AskInput): Promise<Asked> =>
  inTransaction(async (tx) => {
    const at = now()
    const { candidateId } = actor
    const mine = await tx.$queryRaw<
      { name: string }[]
    >`SELECT name FROM candidates WHERE id = ${candidateId}::uuid AND closed_at IS NULL FOR NO KEY UPDATE`
    const job = await tx.jobProfile.findFirst({ where: { id: jobId, state: 'published' }, select: { id: true } })
    const [self] = mine
    if (!self || !job) return undefined
    if (saysWho(words, self.name)) return refused('saysWho')
    const open = await tx.jobQuestion.count({ where: { candidateId, state: { in: ['asked', 'takenOver'] } } })
    if (open >= OPEN_MOST) return refused('tooMany')
    const about = await tx.jobClaim.findFirst({
      where: { id: claimId ?? candidateId, jobId, state: { in: ['checked', 'due'] } },
      select: { id: true },
    })
    const days = { askedAt: at, dueAt: workingDaysAfter(at, ANSWER_DAYS), changedAt: at }
    const data = {
      jobId,
      candidateId,
      kind,
      words,
      claimId: about?.id ?? null,
      ...days,
      changedById: actor.accountId,
      changedByRole: 'candidate',
    }
    const made = await tx.jobQuestion.create({ data, include: { job: true, claim: true } })
    await tx.candidate.update({ where: { id: candidateId }, data: { activeAt: at }, select: { id: true } })
    await sendToOwner(tx, made, at)
    // said of no candidate: the team need not know who asked
    await recordEvent(tx, { role: 'system' }, 'jobQuestion.asked', { subjectId: made.id })
    return { ok: true, id: made.id }
  })

type Work = (tx: Tx, question: Question, to: { state: QuestionState; at: Date }) => Promise<QuestionDecision>

/** One question under its lock, decided about as the team. Undefined where there is none, or whoever asked has left. */
const asTeam = (questionId: string, event: QuestionEvent, work: Work): Promise<QuestionDecision> =>
  inTransaction(async (tx) => {
    const at = now()
    const question = await lockQuestion(tx, questionId)
    if (question?.candidate.closedAt !== null) return undefined
    const facts = { state: question.state as QuestionState, side: 'team', published: question.published.length > 0 } as const
    const decision = decideQuestion(event, facts)
    return decision?.ok === true ? work(tx, question, { state: decision.state, at }) : decision
  })

const moved = async (tx: Tx, actor: Team, id: string, { state, at }: { state: QuestionState; at: Date }) => {
  await tx.jobQuestion.update({ where: { id }, data: { state, changedAt: at, changedById: actor.accountId, changedByRole: actor.role } })
}

export const sendAgain = (actor: Team, questionId: string): Promise<QuestionDecision> =>
  asTeam(questionId, 'send', async (tx, question, { state, at }) => {
    await sendToOwner(tx, question, at)
    await recordEvent(tx, actor, 'jobQuestion.sent', { subjectId: questionId })
    return { ok: true, state }
  })

/** The team answers instead of the owner, whose address opens nothing any more. */
export const takeOver = (actor: Team, questionId: string): Promise<QuestionDecision> =>
  asTeam(questionId, 'takeOver', async (tx, _question, to) => {
    await moved(tx, actor, questionId, to)
    await endOutsideLinks(tx, 'job', questionId, to.at)
    await recordEvent(tx, actor, 'jobQuestion.takenOver', { subjectId: questionId })
    return { ok: true, state: to.state }
  })

export const giveBack = (actor: Team, questionId: string): Promise<QuestionDecision> =>
  asTeam(questionId, 'giveBack', async (tx, question, to) => {
    await moved(tx, actor, questionId, to)
    await sendToOwner(tx, question, to.at)
    await recordEvent(tx, actor, 'jobQuestion.givenBack', { subjectId: questionId })
    return { ok: true, state: to.state }
  })

async function writeAnswer(tx: Tx, question: Question, answer: string, by: { at: Date; id: string | null; role: string }): Promise<void> {
  const { at, id, role } = by
  await tx.jobQuestion.update({
    where: { id: question.id },
    data: {
      ...{ state: 'answered', answer, answeredAt: at, answeredBy: role === 'owner' ? 'owner' : 'team' },
      ...{ changedAt: at, changedById: id, changedByRole: role },
    },
  })
  await tellCandidate(tx, { candidateId: question.candidateId, kind: 'job.answered', about: question.id })
}

export const answerAsTeam = (actor: Team, questionId: string, answer: string): Promise<QuestionDecision> =>
  asTeam(questionId, 'answer', async (tx, question, { state, at }) => {
    await writeAnswer(tx, question, answer, { at, id: actor.accountId, role: actor.role })
    await recordEvent(tx, actor, 'jobQuestion.answered', { subjectId: questionId })
    return { ok: true, state }
  })

/** The owner answers, from outside, in the transaction that opened their address. */
export async function answerAsOwner(tx: Tx, questionId: string, answer: string, at: Date): Promise<boolean> {
  const question = await lockQuestion(tx, questionId)
  if (!question) return false
  const decision = decideQuestion('answer', { state: question.state as QuestionState, side: 'owner', published: false })
  if (decision?.ok !== true) return false
  await writeAnswer(tx, question, answer, { at, id: null, role: 'owner' })
  await recordEvent(tx, { role: 'visitor' }, 'jobQuestion.answered', { subjectId: questionId })
  return true
}

/** Puts a question and its answer on the page of the job, in words that do not say who asked. */
export const publishAnswer = (actor: Team, questionId: string, { question: asked, answer }: PublishInput): Promise<QuestionDecision> =>
  asTeam(questionId, 'publish', async (tx, { jobId, candidate }, { state, at }) => {
    if (saysWho(`${asked}\n${answer}`, candidate.name)) return refused('saysWho')
    await tx.jobAnswer.create({
      data: { jobId, questionId, question: asked, answer, publishedAt: at, publishedById: actor.accountId },
      select: { id: true },
    })
    await recordEvent(tx, actor, 'jobQuestion.published', { subjectId: questionId })
    return { ok: true, state }
  })

export const unpublishAnswer = (actor: Team, questionId: string): Promise<QuestionDecision> =>
  asTeam(questionId, 'unpublish', async (tx, _question, { state, at }) => {
    await tx.jobAnswer.updateMany({ where: { questionId, endedAt: null }, data: { endedAt: at } })
    await recordEvent(tx, actor, 'jobQuestion.unpublished', { subjectId: questionId })
    return { ok: true, state }
  })

/** Whoever asked takes it back: the owner cannot open it any more. */
export const withdrawQuestion = (actor: Candidate, questionId: string): Promise<QuestionDecision> =>
  inTransaction(async (tx) => {
    const at = now()
    const question = await lockQuestion(tx, questionId)
    if (question?.candidateId !== actor.candidateId) return undefined
    const decision = decideQuestion('withdraw', { state: question.state as QuestionState, side: 'candidate', published: false })
    if (decision?.ok !== true) return decision
    const by = { changedAt: at, changedById: actor.accountId, changedByRole: 'candidate' }
    await tx.jobQuestion.update({ where: { id: questionId }, data: { state: decision.state, ...by } })
    await endOutsideLinks(tx, 'job', questionId, at)
    await recordEvent(tx, { role: 'system' }, 'jobQuestion.withdrawn', { subjectId: questionId })
    return decision
  })
