import type { Tx } from '../../../core/db.ts'
import type { Side } from '../rules/pairs.ts'
import type { OfPair } from '../queries/pair.ts'

export type LockedPair = { id: string; candidateId: string; supporterId: string; kind: string; state: string; beganAt: Date }

/** Takes the row lock of one's own pairing that has begun; undefined where there is none. */
export async function lockPair(tx: Tx, actor: OfPair, pairingId: string): Promise<LockedPair | undefined> {
  const candidateId = actor.role === 'candidate' ? actor.candidateId : null
  const supporterId = actor.role === 'supporter' ? actor.accountId : null
  const [pair] = await tx.$queryRaw<LockedPair[]>`
    SELECT id, candidate_id AS "candidateId", supporter_id AS "supporterId", kind, state, began_at AS "beganAt" FROM pairings
    WHERE id = ${pairingId}::uuid AND state IN ('active', 'paused', 'ended')
      AND (candidate_id = ${candidateId}::uuid OR supporter_id = ${supporterId}::uuid) FOR UPDATE`
  return pair
}

/** Whom a letter to one side goes to. */
export async function addressee(tx: Tx, { candidateId, supporterId }: Pick<LockedPair, 'candidateId' | 'supporterId'>, side: Side) {
  if (side === 'supporter') return { accountId: supporterId }
  const candidate = await tx.candidate.findUnique({ where: { id: candidateId }, select: { accountId: true } })
  return candidate?.accountId == null ? undefined : { accountId: candidate.accountId, candidateId }
}

/** What a candidate does by themselves keeps their record. */
export async function markActive(tx: Tx, actor: OfPair, at: Date): Promise<void> {
  if (actor.role === 'candidate')
    await tx.candidate.update({ where: { id: actor.candidateId }, data: { activeAt: at }, select: { id: true } })
}
