import type { Team } from '../../../core/access.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordLook } from '../../audit/commands.ts'

/** The page of a request was opened; whoever asked sees it. */
export const lookAtRequest = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'support requests', 'To run your support'))
