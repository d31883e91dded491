import { now } from '../../../core/clock.ts'
import { daysAfter, londonDay, monthsAfter } from '../../../core/dates.ts'
import { db, inTransaction } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { asDate } from './steps.ts'
import { tellOfChecks } from './notices.ts'

/** So many days before the day whoever has not signed is reminded, once. */
const REMIND_DAYS = 7

/** Takes back what no longer holds, and tells whoever has something to sign. Safe to run twice. */
export async function sweepChecks(): Promise<void> {
  const at = now()
  await inTransaction((tx) => tx.$queryRaw`SELECT recheck_placements(NULL, NULL, NULL, ${at})::text`)
  const waiting = await db.placement.findMany({
    where: { state: 'checks', date: { startsAt: { gt: at } } },
    select: { id: true, candidateId: true, date: { select: { startsAt: true } } },
    orderBy: { id: 'asc' },
  })
  for (const { id, candidateId, date } of waiting)
    await inTransaction(async (tx) => {
      await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidateId}::uuid FOR NO KEY UPDATE`
      await tellOfChecks(tx, id, at, date !== null && date.startsAt <= daysAfter(at, REMIND_DAYS))
    })
}

/**
 * Deletes what is kept for a visit once its time is over: the emergency contact some days after the day, what somebody needs some months
 * after it, and what a record check said some months after it was made. Where a visit never was, its end counts.
 */
export async function forgetChecks({
  emergencyContactDays,
  accessNeedsMonths,
  recordCheckMonths,
}: ForceProfile['retention']): Promise<void> {
  const at = now()
  const contactsUntil = daysAfter(at, -emergencyContactDays)
  const needsUntil = monthsAfter(at, -accessNeedsMonths)
  const madeUntil = asDate(londonDay(monthsAfter(at, -recordCheckMonths)))
  await inTransaction(async (tx) => {
    await tx.$executeRaw`
      UPDATE checks SET contact_name = NULL, contact_phone = NULL, contact_relation = NULL, emptied_at = ${at}
      WHERE kind = 'emergencyContact' AND emptied_at IS NULL AND over_since(placement_id, ${at}) <= ${contactsUntil}`
    await tx.$executeRaw`
      UPDATE checks SET words = NULL, revoked_words = NULL, emptied_at = ${at}
      WHERE kind = 'accessNeeds' AND emptied_at IS NULL AND over_since(placement_id, ${at}) <= ${needsUntil}`
    await tx.$executeRaw`
      UPDATE checks SET result = 'removed', words = NULL, revoked_words = NULL, emptied_at = ${at}
      WHERE kind = 'recordCheck' AND result IN ('clear', 'notClear') AND valid_from < ${madeUntil}`
  })
}
