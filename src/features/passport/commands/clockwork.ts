import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter, monthsAfter } from '../../../core/dates.ts'
import { db, inTransaction } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { tellCandidate } from '../../messages/commands.ts'
import { findUse, usesAt, type UseRow } from '../queries/rows.ts'
import { UNDO_DAYS } from '../rules/needs.ts'
import { askProvider } from './share.ts'

/** For how many days before a passport goes its owner is told. */
export const WARN_DAYS = 30

const aboutOf = ({ about, providerId }: UseRow) => ({ about, of: providerId === null ? {} : { providerId } })

/** Reminds once whoever has not answered within the days promised. An address from outside is replaced by a new one. */
export async function remindProviders(force: ForceProfile): Promise<number> {
  const at = now()
  const late = await db.$queryRaw<{ id: string }[]>`
    SELECT x.id FROM (${usesAt(at)} WHERE u.state = 'asked' AND u.due_at <= ${at} AND u.reminded_at IS NULL) AS x WHERE x.open ORDER BY x.id`
  for (const { id } of late)
    await inTransaction(async (tx) => {
      const { count } = await tx.adjustmentUse.updateMany({ where: { id, state: 'asked', remindedAt: null }, data: { remindedAt: at } })
      const use = count === 0 ? undefined : await findUse(tx, id, at)
      if (use) await askProvider(tx, force, { id, candidateId: use.candidateId, choice: aboutOf(use), onDay: use.startsAt }, at)
    })
  return late.length
}

/** What was for a day that is over is asked about once: did it work? What has no day is asked about four weeks after it was answered. */
export async function wonder(): Promise<number> {
  const at = now()
  const over = await db.$queryRaw<{ id: string; candidateId: string }[]>`
    SELECT x.id, x."candidateId" FROM (${usesAt(at)} WHERE u.state IN ('answered', 'provided', 'notProvided') AND u.wondered_at IS NULL) AS x
    WHERE x.open AND coalesce(x."endsAt", x."answeredAt" + interval '28 days') <= ${at} ORDER BY x.id`
  for (const { id, candidateId } of over)
    await inTransaction(async (tx) => {
      const { count } = await tx.adjustmentUse.updateMany({ where: { id, wonderedAt: null }, data: { wonderedAt: at } })
      if (count > 0) await tellCandidate(tx, { candidateId, kind: 'adjustment.didItWork', about: id })
    })
  return over.length
}

/** The team sends whoever arranges it outside a new address. False where it is not for them, or nothing is shared any more. */
export const sendAgain = (actor: Team, force: ForceProfile, id: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const at = now()
    const use = await findUse(tx, id, at)
    if (!use?.open || !['stage', 'inWork'].includes(use.about)) return false
    await askProvider(tx, force, { id, candidateId: use.candidateId, choice: aboutOf(use), onDay: use.startsAt }, at)
    await recordEvent(tx, actor, 'adjustment.sentAgain', { candidateId: use.candidateId, subjectId: id })
    return true
  })

/** Whose passport has gone unused: nothing of it is for a day to come, and nothing was done with it. */
const unusedSince = (until: Date) => ({
  usedAt: { lte: until },
  candidate: { closedAt: null, adjustmentUses: { none: { state: { in: ['asked', 'answered'] }, changedAt: { gt: until } } } },
})

/**
 * Tells the owner a month before a passport that is not used any more goes, then deletes it with what was shared from it. What was
 * taken out of one goes after a day.
 */
export async function forgetPassports({ accessNeedsMonths }: ForceProfile['retention']): Promise<void> {
  const at = now()
  await db.passportNeed.deleteMany({ where: { removedAt: { lt: daysAfter(at, -UNDO_DAYS) } } })
  const toWarn = await db.passport.findMany({
    where: { ...unusedSince(daysAfter(monthsAfter(at, -accessNeedsMonths), WARN_DAYS)), warnedAt: null },
    select: { candidateId: true },
  })
  for (const { candidateId } of toWarn)
    await inTransaction(async (tx) => {
      const { count } = await tx.passport.updateMany({ where: { candidateId, warnedAt: null }, data: { warnedAt: at } })
      if (count > 0) await tellCandidate(tx, { candidateId, kind: 'passport.fading' })
    })
  const where = { ...unusedSince(monthsAfter(at, -accessNeedsMonths)), warnedAt: { lte: daysAfter(at, 1 - WARN_DAYS) } }
  const gone = await db.passport.findMany({ where, select: { candidateId: true } })
  for (const { candidateId } of gone)
    await inTransaction(async (tx) => {
      const { count } = await tx.passport.deleteMany({ where: { candidateId, ...where } })
      if (count === 0) return
      await tx.adjustmentUse.deleteMany({ where: { candidateId } })
      await tx.passportNeed.deleteMany({ where: { candidateId } })
      await recordEvent(tx, { role: 'system' }, 'passport.faded', { candidateId })
    })
}
