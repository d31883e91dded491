import type { Team } from '../../../core/access.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordLook } from '../../audit/commands.ts'

/** What somebody wrote about taking something on was opened; whoever wrote it sees that. */
export const lookAtInterest = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'what you would like to take on', 'To answer it'))
