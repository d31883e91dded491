import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db, inTransaction } from '../../../core/db.ts'
import { sides } from '../../together/rules/pairs.ts'
import { reviewsOpen, termOf } from '../rules/plans.ts'
import { tellSide } from './steps.ts'

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

/** Asks both of a pair to look back, at half-way and before the end, each once. Safe to run twice. */
export async function askForReviews(): Promise<void> {
  const plans = await db.mentoringPlan.findMany({
    where: { state: 'agreed', pairing: { state: 'active' } },
    include: { pairing: { select: { id: true, candidateId: true, supporterId: true, mentoringExtension: true, mentoringNotices: true } } },
  })
  const at = now()
  for (const { pairing, startsOn, weeks } of plans) {
    const { mentoringExtension: extension, mentoringNotices: notices, id: pairingId } = pairing
    const term = termOf({ startsOn: dayOf(startsOn), weeks }, extension?.agreedAt ? extension.weeks : 0)
    const points = reviewsOpen(term, londonDay(at)).filter((point) => !notices.some((notice) => notice.point === point))
    for (const point of points)
      await inTransaction(async (tx) => {
        const made = await tx.mentoringReviewNotice.createMany({ data: { pairingId, point, at }, skipDuplicates: true })
        if (made.count === 0) return
        for (const side of sides) await tellSide(tx, pairing, { kind: 'mentoring.review', about: pairingId, side })
      })
  }
}
