import type { Candidate } from '../../../core/access.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'

export const asDay = (day: string): Date => new Date(`${day}T00:00:00Z`)
export const dayOf = (day: Date): string => day.toISOString().slice(0, 10)

/**
 * One act of a candidate about what is theirs alone, under the lock on their record; undefined where there was nothing to do it to. Nothing of it is written into the log of
 * events: the team reads that, and this is nobody's business unless it is shared.
 */
export const ownAct = <T>({ candidateId }: Candidate, at: Date, work: (tx: Tx) => Promise<T>): Promise<T | undefined> =>
  inTransaction(async (tx) => {
    const locked = await tx.$queryRaw<
      object[]
    >`SELECT FROM candidates WHERE id = ${candidateId}::uuid AND closed_at IS NULL FOR NO KEY UPDATE`
    const done = locked.length === 0 ? undefined : await work(tx)
    if (done !== undefined) await tx.candidate.update({ where: { id: candidateId }, data: { activeAt: at }, select: { id: true } })
    return done
  })
