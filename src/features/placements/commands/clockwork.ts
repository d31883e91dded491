import { now } from '../../../core/clock.ts'
import { daysAfter } from '../../../core/dates.ts'
import { db, inTransaction } from '../../../core/db.ts'
import { liveStates, warnFrom, WARNING_DAYS } from '../rules/placements.ts'
import { movePlacement } from './move.ts'
import { lockPlacement, tellThem } from './steps.ts'

const MOST = 200
const system = { role: 'system' } as const
const live = { in: [...liveStates] }
const notConfirmed = { in: liveStates.filter((state) => state !== 'confirmed') }

/** Ends what found no day in two months, warns once before it, and takes days off that came before everything was ready. A second run finds nothing to do. */
export async function sweepPlacements(): Promise<void> {
  const at = now()
  const late = await db.placement.findMany({ where: { state: live, expiresAt: { lte: at } }, take: MOST, select: { id: true } })
  for (const { id } of late) await inTransaction((tx) => movePlacement(tx, system, id, 'expire', {}, at))
  const past = { state: notConfirmed, date: { startsAt: { lte: at } } }
  const missed = await db.placement.findMany({ where: past, take: MOST, select: { id: true } })
  for (const { id } of missed) await inTransaction((tx) => movePlacement(tx, system, id, 'dropDate', {}, at))
  const soon = { state: live, warnedAt: null, expiresAt: { gt: at, lte: daysAfter(at, WARNING_DAYS + 1) } }
  for (const { id } of await db.placement.findMany({ where: soon, take: MOST, select: { id: true } })) await warn(id, at)
}

/** Warns once, where it is still so. */
const warn = (id: string, at: Date): Promise<void> =>
  inTransaction(async (tx) => {
    const placement = await lockPlacement(tx, id, system, at)
    const { expiresAt, warnedAt } = placement ?? {}
    if (!placement || !expiresAt || warnedAt !== null || expiresAt <= at || warnFrom(expiresAt) > at) return
    await tx.placement.update({ where: { id }, data: { warnedAt: at } })
    await tellThem(tx, placement, 'placement.expiring')
  })
