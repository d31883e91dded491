import { now } from '../../../core/clock.ts'
import { dayAfter, londonDay } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { sendOutsideLink } from '../../outside/commands.ts'
import type { ReviewInput } from '../forms/questions.ts'
import { decideClaim, letterDue, letterPoints, type ClaimState } from '../rules/claims.ts'
import { LINK_DAYS } from '../rules/questions.ts'
import { addressOf, type Owner } from './owners.ts'

type Claim = { id: string } & Pick<Owner, 'ownerEmail' | 'ownerAccountId'>

/** Asks the owner of a claim whether it is still so: one review at a time, each letter with an address of their own. */
export async function askOwner(tx: Tx, claim: Claim, at: Date): Promise<string> {
  const open = await tx.jobReview.findFirst({ where: { claimId: claim.id, settledAt: null }, select: { id: true } })
  const review = open ?? (await tx.jobReview.create({ data: { claimId: claim.id, askedAt: at }, select: { id: true } }))
  const address = await addressOf(tx, claim)
  await sendOutsideLink(tx, { purpose: 'job', aboutId: claim.id, address, days: LINK_DAYS, kind: 'job.review' }, at)
  return review.id
}

/** What the owner says, once each time they are asked. The team decides what follows from it. */
export async function answerReview(tx: Tx, claimId: string, { answer, words }: ReviewInput, at: Date): Promise<boolean> {
  await tx.$queryRaw`SELECT id FROM job_claims WHERE id = ${claimId}::uuid FOR UPDATE`
  const claim = await tx.jobClaim.findUnique({ where: { id: claimId }, include: { reviews: { where: { settledAt: null } } } })
  const open = claim?.reviews[0]
  const review = open === undefined ? 'none' : open.answeredAt === null ? 'asked' : 'answered'
  const decision = claim && decideClaim('answer', { state: claim.state as ClaimState, side: 'owner', review, isDue: false })
  if (decision?.ok !== true || open === undefined) return false
  await tx.jobReview.update({ where: { id: open.id }, data: { answer, words: words === '' ? null : words, answeredAt: at } })
  await recordEvent(tx, { role: 'visitor' }, 'job.ownerAnswered', { subjectId: claim?.jobId ?? '', data: { claim: claimId } })
  return true
}

const FIRST = letterPoints[0]

/**
 * Every day: what has to be looked at again is marked so, and whoever answers for it is written to, once for each point of the
 * calendar, until they have answered. A second run of the day marks and writes nothing.
 */
export const sweepClaims = (): Promise<{ due: number; letters: number }> =>
  inTransaction(async (tx) => {
    const at = now()
    const today = londonDay(at)
    const asDay = (day: string) => new Date(`${day}T00:00:00Z`)
    const { count: due } = await tx.jobClaim.updateMany({
      where: { state: 'checked', reviewOn: { lte: asDay(today) } },
      data: { state: 'due', changedAt: at, changedById: null, changedByRole: 'system' },
    })
    const claims = await tx.jobClaim.findMany({
      where: { state: { in: ['checked', 'due'] }, reviewOn: { lte: asDay(dayAfter(today, -FIRST)) }, job: { state: 'published' } },
      include: { reviews: { where: { settledAt: null }, include: { letters: true } } },
      orderBy: { id: 'asc' },
    })
    let letters = 0
    for (const claim of claims) letters += (await writeTo(tx, claim, at)) ? 1 : 0
    return { due, letters }
  })

type ToWrite = Claim & { reviewOn: Date | null; reviews: { id: string; answeredAt: Date | null; letters: { point: number }[] }[] }

async function writeTo(tx: Tx, claim: ToWrite, at: Date): Promise<boolean> {
  const [open] = claim.reviews
  const point = claim.reviewOn === null ? undefined : letterDue(claim.reviewOn, at)
  if (point === undefined || (open && (open.answeredAt !== null || open.letters.some((letter) => letter.point === point)))) return false
  const reviewId = await askOwner(tx, claim, at)
  await tx.jobReviewLetter.create({ data: { reviewId, point, sentAt: at } })
  return true
}
