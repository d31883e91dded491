import type { Team } from '../../../core/access.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordLook } from '../../audit/commands.ts'

/** Whom somebody must not be paired with was opened; the candidate sees that somebody looked. */
export const lookAtExclusions = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'matching', 'To keep pairs apart that should not be'))
