import type { Team } from '../../../core/access.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordLook } from '../../audit/commands.ts'

/** Records that the team opened a candidate's page, before anything of it is shown. */
export const lookAtCandidate = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'page with the team', 'To run your support'))

/** Records that the team opened the page that the candidate sees. */
export const lookAsTheySee = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'first page, as you see it', 'To help you with the portal'))
