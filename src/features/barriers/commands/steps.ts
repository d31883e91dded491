import type { Doer, Member } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail, tellCandidate } from '../../messages/commands.ts'
import { decideCase, sideOf, type CaseEvent, type CaseState } from '../rules/cases.ts'
import type { BarrierRefusal } from '../rules/words.ts'

export type Done = { ok: true } | { ok: false; reason: BarrierRefusal }
export const refuse = (reason: BarrierRefusal): Done => ({ ok: false, reason })

export const doneBy = (doer: Doer, at: Date) => ({
  ...{ changedAt: at, changedByRole: doer.role, changedById: 'accountId' in doer ? doer.accountId : null },
})

/** The person first, then their case: the order in which everybody locks. Undefined where there is none, or none of theirs. */
export async function lockCase(tx: Tx, doer: Doer, caseId: string) {
  const where = {
    ...{ id: caseId, candidate: { closedAt: null } },
    ...(doer.role === 'candidate' && { candidateId: doer.candidateId }),
  } satisfies Prisma.BarrierCaseWhereInput
  const seen = await tx.barrierCase.findFirst({ where, select: { candidateId: true } })
  if (!seen) return undefined
  await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${seen.candidateId}::uuid FOR NO KEY UPDATE`
  await tx.$queryRaw`SELECT id FROM barrier_cases WHERE id = ${caseId}::uuid FOR UPDATE`
  const found = await tx.barrierCase.findFirst({ where })
  return found ? { ...found, state: found.state as CaseState } : undefined
}
export type LockedCase = NonNullable<Awaited<ReturnType<typeof lockCase>>>

type Work = { tx: Tx; found: LockedCase; to: CaseState; at: Date }

/**
 * One thing that somebody does with one case, decided under its lock, as one transaction; undefined where it is not there for
 * them. What a candidate does counts as being active.
 */
export const onCase = (doer: Member, caseId: string, event: CaseEvent, work: (given: Work) => Promise<Done>): Promise<Done | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const found = await lockCase(tx, doer, caseId)
    if (!found) return undefined
    const decision = decideCase(found.state, event, sideOf(doer.role))
    if (!decision.ok) return decision
    const done = await work({ tx, found, to: decision.state, at })
    if (done.ok && doer.role === 'candidate')
      await tx.candidate.update({ where: { id: doer.candidateId }, data: { activeAt: at }, select: { id: true } })
    return done
  })

export async function write(
  tx: Tx,
  doer: Doer,
  { id }: { id: string },
  at: Date,
  data: Prisma.BarrierCaseUncheckedUpdateInput,
): Promise<void> {
  await tx.barrierCase.update({ where: { id }, data: { ...data, ...doneBy(doer, at) }, select: { id: true } })
}

/** The event beside it: never a word of the case, nor what it is about. */
export const record = (tx: Tx, doer: Doer, { id, candidateId }: { id: string; candidateId: string }, what: string): Promise<void> =>
  recordEvent(tx, doer, `barrier.${what}`, { candidateId, subjectId: id })

export const tellThem = (tx: Tx, { id, candidateId }: { id: string; candidateId: string }, kind: string): Promise<void> =>
  tellCandidate(tx, { kind, candidateId, about: id })

/** Tells whoever has it, but not of what they did themselves. */
export async function tellOwner(tx: Tx, doer: Doer, { id, ownerId }: { id: string; ownerId: string | null }, kind: string): Promise<void> {
  if (ownerId !== null && !('accountId' in doer && doer.accountId === ownerId))
    await queueEmail(tx, { kind, accountId: ownerId, about: id })
}

export async function addNote(
  tx: Tx,
  doer: Member,
  caseId: string,
  { shared, words }: { shared: boolean; words: string },
  at: Date,
): Promise<void> {
  await tx.barrierNote.create({ data: { caseId, shared, words, byId: doer.accountId, byRole: doer.role, at }, select: { id: true } })
}
