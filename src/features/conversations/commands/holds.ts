import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { HoldReason } from '../rules/holds.ts'

/** Keeps a candidate out of letters to many until it is ended; one hold at a time. False where there is no such candidate. */
export const beginHold = (actor: Team, candidateId: string, reason: HoldReason): Promise<boolean> =>
  inTransaction(async (tx) => {
    const open = await tx.$queryRaw<object[]>`SELECT id FROM candidates WHERE id = ${candidateId}::uuid AND closed_at IS NULL FOR KEY SHARE`
    if (open.length === 0) return false
    const made = await tx.$executeRaw`INSERT INTO contact_holds (id, candidate_id, reason, by_id, began_at)
      VALUES (gen_random_uuid(), ${candidateId}::uuid, ${reason}, ${actor.accountId}::uuid, ${now()}::timestamptz)
      ON CONFLICT (candidate_id) WHERE ended_at IS NULL DO NOTHING`
    if (made > 0) await recordEvent(tx, actor, 'contact.held', { candidateId })
    return true
  })

export const endHold = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction(async (tx) => {
    const { count } = await tx.contactHold.updateMany({ where: { candidateId, endedAt: null }, data: { endedAt: now() } })
    if (count > 0) await recordEvent(tx, actor, 'contact.released', { candidateId })
  })
