import { db } from '../../../core/db.ts'

/** A joining as its letters tell of it; undefined where it was erased. */
export async function findMergeToTell(id: string | null) {
  const merge =
    id === null ? null : await db.merge.findUnique({ where: { id }, include: { survivor: { select: { name: true, reference: true } } } })
  return merge ?? undefined
}

export const findNameAndReference = (id: string | null) =>
  id === null ? null : db.candidate.findUnique({ where: { id }, select: { name: true, reference: true } })
