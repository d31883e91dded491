import { now } from '../../../core/clock.ts'
import { daysAfter, londonDay } from '../../../core/dates.ts'
import { db, inTransaction } from '../../../core/db.ts'
import { queueEmail } from '../../messages/commands.ts'
import { asDay } from '../queries/own.ts'
import { LAPSING_DAYS, reminderDue } from '../rules/trainings.ts'

/** Whoever holds a certificate until that day is reminded of the certificate. */
const isCertified = async (accountId: string, validUntil: Date): Promise<boolean> =>
  (await db.trainingCertificate.count({ where: { accountId, validUntil, supporting: true, withdrawnAt: null } })) > 0

/** Reminds those whose training runs out, each step once, whatever restarts and however many processes ask. */
export async function remindOfTrainings(): Promise<void> {
  const at = now()
  const today = londonDay(at)
  const ending = { gte: asDay(londonDay(daysAfter(at, -LAPSING_DAYS))), lte: asDay(londonDay(daysAfter(at, LAPSING_DAYS))) }
  const found = await db.supporter.findMany({
    where: {
      state: 'approved',
      trainedUntil: ending,
      account: { closedAt: null, deactivatedAt: null, roles: { some: { role: 'supporter' } } },
    },
    select: { accountId: true, trainedUntil: true, reminders: true },
    orderBy: { accountId: 'asc' },
  })
  for (const { accountId, trainedUntil, reminders } of found) {
    if (trainedUntil === null || (await isCertified(accountId, trainedUntil))) continue
    const sent = reminders.filter((each) => each.trainedUntil.getTime() === trainedUntil.getTime()).map(({ daysBefore }) => daysBefore)
    const step = reminderDue(trainedUntil.toISOString().slice(0, 10), today, sent)
    if (step === undefined) continue
    await inTransaction(async (tx) => {
      const made = await tx.$executeRaw`INSERT INTO supporter_training_reminders (supporter_id, trained_until, days_before, sent_at)
        VALUES (${accountId}::uuid, ${trainedUntil}::date, ${step}, ${at}::timestamptz) ON CONFLICT DO NOTHING`
      if (made > 0) await queueEmail(tx, { kind: 'supporter.training', accountId, about: accountId })
    })
  }
}
