import type { Candidate } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'

const over = ['completed', 'notOffered', 'withdrawn']

/**
 * Should this person be offered a buddy for this cohort? Only a member of 18 or over, who has no open request for one and has
 * not said not now for this cohort.
 */
export async function mayOfferBuddy({ candidateId }: Candidate, cohortId: string): Promise<boolean> {
  const found = await db.candidate.findFirst({
    where: {
      id: candidateId,
      adult: true,
      memberships: { some: { cohortId, state: 'joined', endedAt: null } },
      requests: { none: { kind: 'buddy', state: { notIn: over } } },
      buddyNotNow: { none: { cohortId } },
    },
    select: { id: true },
  })
  return found !== null
}
