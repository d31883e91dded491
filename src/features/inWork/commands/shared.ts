import type { Tx } from '../../../core/db.ts'

/** Takes the row lock of an open record: everybody who changes something about somebody in work holds it. */
export async function lockCandidate(tx: Tx, candidateId: string): Promise<boolean> {
  const open = await tx.$queryRaw<
    object[]
  >`SELECT id FROM candidates WHERE id = ${candidateId}::uuid AND closed_at IS NULL FOR NO KEY UPDATE`
  return open.length > 0
}

export const wasHere = (tx: Tx, candidateId: string, at: Date) =>
  tx.candidate.update({ where: { id: candidateId }, data: { activeAt: at }, select: { id: true } })
