import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'

/** Keeps that somebody would rather have no buddy now: they are not asked again for this cohort. Undefined where they are no member. */
export const declineBuddy = (actor: Candidate, cohortId: string): Promise<true | undefined> =>
  inTransaction(async (tx) => {
    const { candidateId } = actor
    const membership = await tx.membership.findFirst({
      where: { cohortId, candidateId, endedAt: null, state: { in: ['joined', 'completed'] } },
    })
    if (!membership) return undefined
    const made = await tx.buddyNotNow.createMany({ data: [{ cohortId, candidateId, declinedAt: now() }], skipDuplicates: true })
    if (made.count > 0) await recordEvent(tx, actor, 'buddy.notNow', { candidateId, subjectId: cohortId })
    return true
  })
