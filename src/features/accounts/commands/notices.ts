import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { queueEmail } from '../../messages/commands.ts'
import { findForNotices } from '../queries/staff.ts'
import { isQuiet, noticesDue } from '../rules/confirming.ts'
import { askedToConfirm } from '../rules/roles.ts'
import { holdStaff } from './invitations.ts'

/**
 * Asks those who may vouch for whoever's access ends in 14 days, and again in 3: one e-mail to each, whatever the number of
 * colleagues. What was asked is written down with it, so that however often and late this runs nothing is asked twice.
 */
export async function sendConfirmationNotices(quiet: ForceProfile['quietHours']): Promise<void> {
  if (isQuiet(quiet, now())) return
  await inTransaction(async (tx) => {
    await holdStaff(tx)
    const { due, managers } = await findForNotices(tx, ['ending'])
    const asked = new Map<string, string>()
    for (const account of due) {
      const { id: accountId, confirmedAt } = account
      if (confirmedAt === null) continue
      const sent = account.notices.filter((notice) => notice.confirmedAt.getTime() === confirmedAt.getTime()).map(({ days }) => days)
      const fresh = noticesDue(account, now()).filter((days) => !sent.includes(days))
      if (fresh.length === 0) continue
      await tx.confirmationNotice.createMany({ data: fresh.map((days) => ({ accountId, confirmedAt, days, at: now() })) })
      for (const { id, role } of askedToConfirm(account, managers, now())) asked.set(id, role)
    }
    for (const [accountId, role] of asked) await queueEmail(tx, { accountId, kind: 'accounts.toConfirm', about: accountId, data: { role } })
  })
}
