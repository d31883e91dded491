import type { Candidate, Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import type { MarkLevel } from '../../../forces/competencies.ts'
import { recordEvent } from '../../audit/commands.ts'
import { lockOneToOne, tellOf } from './steps.ts'

export const FEEDBACK_MOST = 5
export type Given = { framework: string; marks: { item: string; level: MarkLevel; words: string }[]; good: string; next: string }
export type FeedbackRefusal = 'notHeld' | 'enough' | 'answered'
type Written = { ok: true } | { ok: false; reason: FeedbackRefusal }

/** What the coach saw, by the rubric of today; a second look is written beside the first. Undefined where it is not theirs. */
export const giveFeedback = (actor: Supporter, id: string, { framework, marks, good, next }: Given): Promise<Written | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const booking = await lockOneToOne(tx, actor, id)
    if (!booking) return undefined
    if (booking.state !== 'held') return { ok: false, reason: 'notHeld' }
    const before = await tx.oneToOneFeedback.count({ where: { oneToOneId: id } })
    if (before >= FEEDBACK_MOST) return { ok: false, reason: 'enough' }
    await tx.oneToOneFeedback.create({
      data: {
        ...{ oneToOneId: id, number: before + 1, framework, good, next, givenAt: at, givenById: actor.accountId },
        marks: { createMany: { data: marks } },
      },
      select: { id: true },
    })
    const { candidateId, slot } = booking
    await recordEvent(tx, actor, 'oneToOne.feedbackGiven', { candidateId, subjectId: id })
    await tellOf(tx, { id, candidateId, supporterId: slot.supporterId }, 'oneToOne.feedback', 'candidate')
    return { ok: true }
  })

/** The candidate's own words beside the latest feedback, once. */
export const answerFeedback = (actor: Candidate, id: string, answer: string): Promise<Written | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const booking = await lockOneToOne(tx, actor, id)
    if (!booking) return undefined
    const latest = await tx.oneToOneFeedback.findFirst({
      where: { oneToOneId: id },
      orderBy: { number: 'desc' },
      select: { id: true, answer: true },
    })
    if (!latest) return { ok: false, reason: 'notHeld' }
    if (latest.answer !== null) return { ok: false, reason: 'answered' }
    await tx.oneToOneFeedback.update({ where: { id: latest.id }, data: { answer, answeredAt: at }, select: { id: true } })
    await tx.candidate.update({ where: { id: actor.candidateId }, data: { activeAt: at }, select: { id: true } })
    await recordEvent(tx, actor, 'oneToOne.answered', { candidateId: actor.candidateId, subjectId: id })
    const { candidateId, slot } = booking
    await tellOf(tx, { id, candidateId, supporterId: slot.supporterId }, 'oneToOne.answered', 'supporter')
    return { ok: true }
  })
