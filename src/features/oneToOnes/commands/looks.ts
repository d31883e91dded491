import type { Team } from '../../../core/access.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordLook } from '../../audit/commands.ts'

/** A page of somebody's one-to-ones was opened; whoever it is about sees it. */
export const lookAtOneToOne = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'one-to-ones', 'To run their application support'))
