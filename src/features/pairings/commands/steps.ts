import type { Doer } from '../../../core/access.ts'
import type { Tx } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail, tellCandidate } from '../../messages/commands.ts'
import { termsOf, type PairingFacts, type PairingKind, type PairingState, type PauseReason } from '../rules/pairings.ts'
import type { ProposalRefusal } from '../rules/proposing.ts'

/** Both people first, then what stands between them: everybody who locks takes them in this order. */
export async function lockPeople(tx: Tx, candidateId: string, supporterId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidateId}::uuid FOR NO KEY UPDATE`
  await tx.$queryRaw`SELECT account_id FROM supporters WHERE account_id = ${supporterId}::uuid FOR UPDATE`
}

/** A pairing under the locks of both people and its own; undefined where there is none, or none of this person's. */
export async function lockPairing(tx: Tx, pairingId: string, doer: Doer) {
  const theirs = {
    id: pairingId,
    ...(doer.role === 'candidate' && { candidateId: doer.candidateId }),
    ...(doer.role === 'supporter' && { supporterId: doer.accountId }),
  }
  const seen = await tx.pairing.findFirst({ where: theirs, select: { candidateId: true, supporterId: true } })
  if (!seen) return undefined
  await lockPeople(tx, seen.candidateId, seen.supporterId)
  await tx.$queryRaw`SELECT id FROM pairings WHERE id = ${pairingId}::uuid FOR UPDATE`
  const pairing = await tx.pairing.findFirst({ where: theirs })
  return pairing ? { ...pairing, state: pairing.state as PairingState, kind: pairing.kind as PairingKind } : undefined
}
export type LockedPairing = NonNullable<Awaited<ReturnType<typeof lockPairing>>>

export const factsOf = ({ state, candidateAgreedAt, pausedWhy, dueAt }: LockedPairing): PairingFacts => ({
  ...{ state, dueAt, candidateAgreed: candidateAgreedAt !== null, pausedWhy: pausedWhy as PauseReason | null },
})

/** Is anything between these two? Which, no page and no letter of theirs says. */
export async function isExcluded(tx: Tx, candidateId: string, supporterId: string, at: Date): Promise<boolean> {
  const [found] = await tx.$queryRaw<{ excluded: boolean }[]>`
    SELECT EXISTS (SELECT FROM exclusions(${candidateId}::uuid, ${supporterId}::uuid, ${at}::timestamptz)) AS excluded`
  return found?.excluded === true
}

export type Given = Omit<Prisma.PairingUncheckedUpdateInput, 'state'>

/** Writes one step that has been decided, in one row; the database keeps the history. */
export const writeStep = (tx: Tx, doer: Doer, { id }: { id: string }, { state, ...more }: { state: PairingState } & Given, at: Date) =>
  tx.pairing.update({
    where: { id },
    data: { state, nudgedAt: null, pausedWhy: null, ...termsOf(state, at), ...more, changedAt: at, ...doneBy(doer) },
  })

export const doneBy = (doer: Doer) => ({ changedById: 'accountId' in doer ? doer.accountId : null, changedByRole: doer.role })

type Told = { id: string; candidateId: string; supporterId: string }
export const tellSupporter = async (tx: Tx, { id, supporterId }: Told, kind: string): Promise<void> => {
  await queueEmail(tx, { kind, accountId: supporterId, about: id })
}
export const tellTheCandidate = (tx: Tx, { id, candidateId }: Told, kind: string): Promise<void> =>
  tellCandidate(tx, { kind, candidateId, about: id })

export const note = (tx: Tx, doer: Doer, { id, candidateId, kind }: Told & { kind: string }, what: string): Promise<void> =>
  recordEvent(tx, doer, `pairing.${what}`, { candidateId, subjectId: id, data: { kind } })

/** What the database says where something came between reading and writing, as the refusals that the rules know. */
const faults: [RegExp, ProposalRefusal | 'notNow'][] = [
  [/this pair is excluded/, 'excluded'],
  [/as many as they can take/, 'full'],
  [/pairings_one_live|candidate_id.*supporter_id.*kind/, 'together'],
  [/pairings_one_buddy|Unique constraint failed on the fields: \(`candidate_id`\)/, 'hasBuddy'],
  [/a pairing does not go/, 'notNow'],
]

/** Does something that the database may refuse, without losing the transaction: what it did is undone, and the refusal answered. */
export async function guarded<T>(
  tx: Tx,
  work: () => Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; reason: ProposalRefusal | 'notNow' }> {
  await tx.$executeRaw`SAVEPOINT pairing_step`
  try {
    const value = await work()
    await tx.$executeRaw`RELEASE SAVEPOINT pairing_step`
    return { ok: true, value }
  } catch (error) {
    const words = error instanceof Error ? error.message : ''
    const fault = faults.find(([pattern]) => pattern.test(words))
    if (!fault) throw error
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT pairing_step`
    return { ok: false, reason: fault[1] }
  }
}
