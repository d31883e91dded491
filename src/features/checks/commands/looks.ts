import type { Team } from '../../../core/access.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordLook } from '../../audit/commands.ts'

/** Somebody of the team looks at the checks of a visit; the candidate sees that they did. */
export const noteLook = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'Checks for a visit', 'placements'))
