import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'

/** A certificate as letters tell of it: whether it is over, and whether a later one has taken its place. */
export async function findCertificateToTell(id: string) {
  const found = await db.trainingCertificate.findUnique({ where: { id }, include: { account: { select: { name: true } } } })
  if (!found) return undefined
  const { accountId, course, validUntil } = found
  const later = await db.trainingCertificate.count({ where: { accountId, course, withdrawnAt: null, validUntil: { gt: validUntil } } })
  return { ...found, renewed: later > 0, over: validUntil.toISOString().slice(0, 10) < londonDay(now()) }
}

/** A colleague who still works here. */
export const findColleagueToTell = (id: string) =>
  db.account.findFirst({ where: { id, closedAt: null, deactivatedAt: null }, select: { name: true } })
