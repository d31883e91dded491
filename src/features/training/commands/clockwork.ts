import { now } from '../../../core/clock.ts'
import { daysAfter, londonDay } from '../../../core/dates.ts'
import { db, inTransaction } from '../../../core/db.ts'
import { queueEmail } from '../../messages/commands.ts'
import { reminderDue, SOON_DAYS } from '../rules/certificates.ts'

/** Reminds colleagues of their session a week and a day before, each once, and not where they booked within that time. */
export const remindOfSessions = (): Promise<void> =>
  inTransaction(async (tx) => {
    const at = now()
    await tx.$executeRaw`
      WITH due AS (
        SELECT p.id, p.account_id, w.starts_at, min(d.days) AS days FROM staff_places p JOIN workshops w ON w.id = p.workshop_id
          CROSS JOIN (VALUES (7), (1)) AS d (days)
        WHERE p.state = 'booked' AND w.state = 'published' AND w.starts_at > ${at}::timestamptz
          AND w.starts_at - make_interval(days => d.days) <= ${at}::timestamptz AND p.booked_at < w.starts_at - make_interval(days => d.days)
        GROUP BY p.id, p.account_id, w.starts_at),
      made AS (
        INSERT INTO staff_place_reminders (place_id, days_before, starts_at, made_at)
        SELECT id, days, starts_at, ${at}::timestamptz FROM due ON CONFLICT DO NOTHING RETURNING place_id)
      SELECT queue_email(due.account_id, NULL, NULL, 'training.session', due.id, '{}', ${at}::timestamptz) FROM made JOIN due ON due.id = made.place_id`
  })

const asDay = (day: string): Date => new Date(`${day}T00:00:00Z`)

/** The certificate of each colleague and course that holds longest, where it ends about now. */
async function listEnding(at: Date) {
  const rows = await db.trainingCertificate.findMany({
    where: {
      withdrawnAt: null,
      validUntil: { gte: asDay(londonDay(daysAfter(at, -SOON_DAYS))) },
      account: { closedAt: null, deactivatedAt: null, roles: { some: { role: { not: 'candidate' } } } },
    },
    orderBy: { validUntil: 'desc' },
    select: { id: true, accountId: true, course: true, validUntil: true, reminders: { select: { daysBefore: true } } },
  })
  const latest = new Map<string, (typeof rows)[number]>()
  for (const row of rows) if (!latest.has(`${row.accountId} ${row.course}`)) latest.set(`${row.accountId} ${row.course}`, row)
  return [...latest.values()]
}

/** Reminds of certificates that run out, each step once, whatever restarts and however many processes ask. */
export async function remindOfCertificates(): Promise<void> {
  const at = now()
  for (const { id, accountId, validUntil, reminders } of await listEnding(at)) {
    const sent = reminders.map(({ daysBefore }) => daysBefore)
    const step = reminderDue(validUntil.toISOString().slice(0, 10), londonDay(at), sent)
    if (step === undefined) continue
    await inTransaction(async (tx) => {
      const made = await tx.$executeRaw`INSERT INTO training_reminders (certificate_id, days_before, sent_at)
        VALUES (${id}::uuid, ${step}, ${at}::timestamptz) ON CONFLICT DO NOTHING`
      if (made > 0) await queueEmail(tx, { kind: 'training.lapsing', accountId, about: id })
    })
  }
}
