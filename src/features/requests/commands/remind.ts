import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { queueEmail } from '../../messages/commands.ts'
import { findToRemind } from '../queries/remind.ts'
import { digestsFor, isReminding, remindersDue } from '../rules/reminders.ts'

/**
 * Reminds the team of what is due. Safe to run at any time and as often as one likes: what somebody was reminded of is marked in
 * the transaction of the letters, and whatever another process is at is left to it.
 */
export async function remindTeam(): Promise<void> {
  if (!isReminding(now())) return
  await inTransaction(async (tx) => {
    const { requests, team } = await findToRemind(tx)
    const due = requests.map((request) => ({ ...request, kinds: remindersDue(request, now()) })).filter(({ kinds }) => kinds.length > 0)
    if (team.length === 0 || due.length === 0) return
    for (const [accountId, digest] of digestsFor(due, team))
      await queueEmail(tx, { kind: 'requests.reminder', accountId, data: { ...digest } })
    const marks = { soon: 'remindedSoonAt', late: 'remindedLateAt', review: 'remindedReviewAt' } as const
    for (const kind of ['soon', 'late', 'review'] as const)
      await tx.supportRequest.updateMany({
        where: { id: { in: due.filter(({ kinds }) => kinds.includes(kind)).map(({ id }) => id) } },
        data: { [marks[kind]]: now() },
      })
  })
}
