import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay, monthsAfter } from '../../../core/dates.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordLook } from '../../audit/commands.ts'
import { decideShare, SHARE_MONTHS_MOST, type Shareable, type ShareRefusal } from '../rules/sharing.ts'
import { asDay, ownAct } from './own.ts'

type Wanted = { what: Shareable; pairingId: string | undefined; until: string }

/** Lets the team, or the supporter of one living pairing, read a plan or a log until a day. Undefined where the account is closed. */
export const share = (
  candidate: Candidate,
  { what, pairingId, until }: Wanted,
): Promise<{ ok: true } | { ok: false; reason: ShareRefusal } | undefined> => {
  const at = now()
  return ownAct(candidate, at, async (tx) => {
    const { candidateId } = candidate
    const decision = decideShare(until, { today: londonDay(at), latest: londonDay(monthsAfter(at, SHARE_MONTHS_MOST)) })
    if (!decision.ok) return decision
    if (pairingId !== undefined && (await tx.pairing.count({ where: { id: pairingId, candidateId, state: 'active' } })) === 0)
      return { ok: false, reason: 'notPaired' }
    const same = { candidateId, what, pairingId: pairingId ?? null, endedAt: null }
    await tx.preparingShare.updateMany({ where: { ...same, untilOn: { lt: asDay(londonDay(at)) } }, data: { endedAt: at } })
    if ((await tx.preparingShare.count({ where: same })) > 0) return { ok: false, reason: 'alreadyShared' }
    await tx.preparingShare.create({ data: { ...same, sharedAt: at, untilOn: asDay(until) }, select: { id: true } })
    return { ok: true }
  })
}

/** Ends it at once: the next page that the other opens does not have it. False where it is not theirs, or has ended. */
export const stopSharing = async (candidate: Candidate, what: Shareable, pairingId: string | undefined): Promise<boolean> => {
  const at = now()
  const ended = await ownAct(candidate, at, async (tx) => {
    const where = { candidateId: candidate.candidateId, what, pairingId: pairingId ?? null, endedAt: null }
    const { count } = await tx.preparingShare.updateMany({ where, data: { endedAt: at } })
    return count === 0 ? undefined : true
  })
  return ended === true
}

/** Records that the team read what was shared with it. */
export const lookAtShared = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'plan or fitness log', 'You shared it with us'))
