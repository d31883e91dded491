import { db, type Tx } from '../../../core/db.ts'

/** What is in the way of its day, as the one function of the database answers. */
export const gapsOf = (placementId: string, at: Date, on: Pick<Tx, '$queryRaw'> = db) =>
  on.$queryRaw<
    { kind: string; why: string }[]
  >`SELECT DISTINCT kind, why FROM placement_gaps(${placementId}::uuid, ${at}::timestamptz) ORDER BY kind, why`

/** When it was first said whether they came; null where nobody has. */
export async function firstMark(placementId: string, on: Pick<Tx, 'placementChange'> = db): Promise<Date | null> {
  const marks = { placementId, toState: { in: ['attended', 'notAttended'] } }
  return (await on.placementChange.findFirst({ where: marks, orderBy: { id: 'asc' }, select: { at: true } }))?.at ?? null
}
