import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { addressee, lockPair, markActive, type LockedPair } from '../../together/commands/pairs.ts'
import type { OfPair } from '../../together/queries/pair.ts'
import { hasPlan, type Side } from '../../together/rules/pairs.ts'
import type { ExtensionRefusal } from '../rules/plans.ts'

export type MentoringRefusal =
  | ExtensionRefusal
  | 'notLive'
  | 'settled'
  | 'notYours'
  | 'notBegun'
  | 'threeGoals'
  | 'noGoals'
  | 'proposalWaits'
  | 'overAlready'
  | 'notOpen'
  | 'past'
export type MentoringDecision = { ok: true; id?: string } | { ok: false; reason: MentoringRefusal }
export const refuse = (reason: MentoringRefusal): MentoringDecision => ({ ok: false, reason })

type Step = { tx: Tx; pair: LockedPair; at: Date; tell: (kind: string, about: string, side: Side) => Promise<void> }

/** One thing done to a plan under the lock of its living pair; undefined where there is no such pair of theirs, or nothing to do it to. */
export const onPlan = (
  actor: OfPair,
  pairingId: string,
  event: string,
  work: (step: Step) => Promise<MentoringDecision | undefined>,
): Promise<MentoringDecision | undefined> =>
  inTransaction(async (tx) => {
    const pair = await lockPair(tx, actor, pairingId)
    if (!pair || !hasPlan(pair.kind)) return undefined
    if (pair.state !== 'active') return refuse('notLive')
    const at = now()
    const decision = await work({ tx, pair, at, tell: (kind, about, side) => tellSide(tx, pair, { kind, about, side }) })
    if (!decision?.ok) return decision
    await markActive(tx, actor, at)
    await recordEvent(tx, actor, event, { candidateId: pair.candidateId, subjectId: pairingId })
    return decision
  })

export async function tellSide(
  tx: Tx,
  pair: Pick<LockedPair, 'candidateId' | 'supporterId'>,
  { kind, about, side }: { kind: string; about: string; side: Side },
): Promise<void> {
  const to = await addressee(tx, pair, side)
  if (to) await queueEmail(tx, { kind, about, ...to })
}
