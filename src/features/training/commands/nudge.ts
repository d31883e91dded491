import type { Lead } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import type { Course } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { listRegister, toNudge, type RegisterFilter } from '../queries/register.ts'

/** The most who are written to in one go. */
export const NUDGE_MOST = 200

/** Asks everybody among the rows who can be asked to book; answers with how many that is. Pressed twice, it writes once. */
export async function nudge(actor: Lead, courses: readonly Course[], filter: RegisterFilter): Promise<number> {
  return inTransaction(async (tx) => {
    const at = now()
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('training.nudge'))`
    const { rows } = await listRegister(actor, courses, filter)
    const due = toNudge(rows).slice(0, NUDGE_MOST)
    for (const { accountId, course } of due) {
      await tx.trainingNudge.create({ data: { accountId, course, sentAt: at, byId: actor.accountId } })
      await queueEmail(tx, { kind: 'training.nudge', accountId, data: { course } })
      await recordEvent(tx, actor, 'training.nudged', { subjectId: accountId })
    }
    return due.length
  })
}
