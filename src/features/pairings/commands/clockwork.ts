import { now } from '../../../core/clock.ts'
import { db, inTransaction } from '../../../core/db.ts'
import { proposedStates } from '../rules/pairings.ts'
import { expirePairing } from './move.ts'
import { lockPairing, tellSupporter, tellTheCandidate } from './steps.ts'

const asked = { in: [...proposedStates] }
const MOST = 200

/** Ends the proposals whose time has run out, and reminds once at half time. A second run finds nothing to do. */
export async function sweepProposals(): Promise<void> {
  const at = now()
  const due = await db.pairing.findMany({
    where: { state: asked, dueAt: { lte: at } },
    orderBy: { dueAt: 'asc' },
    take: MOST,
    select: { id: true },
  })
  for (const { id } of due) await inTransaction((tx) => expirePairing(tx, id, at))
  const half = await db.pairing.findMany({
    where: { state: asked, nudgeAt: { lte: at }, nudgedAt: null, dueAt: { gt: at } },
    orderBy: { nudgeAt: 'asc' },
    take: MOST,
    select: { id: true },
  })
  for (const { id } of half) await nudge(id, at)
}

/** Reminds whoever is asked, once for each of the two times that somebody is. */
const nudge = (id: string, at: Date): Promise<void> =>
  inTransaction(async (tx) => {
    const pairing = await lockPairing(tx, id, { role: 'system' })
    const { state, nudgeAt, nudgedAt, dueAt } = pairing ?? {}
    if (!pairing || nudgedAt !== null || !nudgeAt || nudgeAt > at || !dueAt || dueAt <= at) return
    await tx.pairing.update({ where: { id }, data: { nudgedAt: at } })
    await (state === 'proposedToSupporter' ? tellSupporter(tx, pairing, 'pairing.nudge') : tellTheCandidate(tx, pairing, 'pairing.nudge'))
  })

/** Every night: whatever an exclusion forbids by now, also one that came with the passing of a day, is taken back or paused. */
export async function checkExclusions(): Promise<void> {
  const at = now()
  await inTransaction((tx) => tx.$queryRaw`SELECT pause_excluded(NULL, NULL, ${at}::timestamptz)::text`)
}
