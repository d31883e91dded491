import type { Team } from '../../../core/access.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordLook } from '../../audit/commands.ts'

/** Records that the team laid records side by side, before anything of them is shown; each person sees it of their own. */
export const recordLooks = (actor: Team, candidateIds: string[]): Promise<void> =>
  inTransaction(async (tx) => {
    for (const id of candidateIds) await recordLook(tx, actor, id, 'comparison of two records', 'To see whether you are registered twice')
  })
