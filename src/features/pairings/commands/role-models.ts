import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { askForSupport } from '../../requests/commands/ask.ts'
import type { ProposalRefusal } from '../rules/proposing.ts'
import { mayAskAnother } from '../rules/role-models.ts'
import { proposePair } from './propose.ts'

export type AskRefusal = ProposalRefusal | 'tooMany'
export type AskedRoleModel = { ok: true } | { ok: false; reason: AskRefusal }

class Refused extends Error {
  readonly reason: AskRefusal
  constructor(reason: AskRefusal) {
    super(reason)
    this.reason = reason
  }
}

/** Asks one role model for one conversation; the support request comes with it where there is none. A refusal leaves nothing behind. */
export const askRoleModel = (actor: Candidate, force: ForceProfile, supporterId: string): Promise<AskedRoleModel> =>
  inTransaction<AskedRoleModel>(async (tx) => {
    const at = now()
    const { candidateId } = actor
    await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidateId}::uuid FOR NO KEY UPDATE`
    const open = await tx.pairing.count({
      where: { candidateId, kind: 'roleModel', state: { in: ['proposedToSupporter', 'active', 'paused'] } },
    })
    if (!mayAskAnother(open)) throw new Refused('tooMany')
    await askForSupport(tx, actor, 'roleModel', force)
    const proposed = await proposePair(tx, actor, { candidateId, supporterId, kind: 'roleModel', candidateAgreed: true }, at)
    if (!proposed.ok) throw new Refused(proposed.reason)
    return { ok: true }
  }).catch((error: unknown) => {
    if (error instanceof Refused) return { ok: false, reason: error.reason }
    throw error
  })
