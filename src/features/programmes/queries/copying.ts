import type { Team } from '../../../core/access.ts'
import { db, type Tx } from '../../../core/db.ts'

/** A cohort with all of its workshops that were not cancelled or put off without a date, as a series to run again. */
export async function findSeries(tx: Tx | typeof db, cohortId: string) {
  const cohort = await tx.cohort.findUnique({
    where: { id: cohortId },
    include: {
      workshops: {
        where: { state: { notIn: ['cancelled', 'postponed'] } },
        orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
        include: { venueRecord: true },
      },
    },
  })
  return cohort ?? undefined
}
/** The same for a page. */
export const findSeriesToShow = (_actor: Team, cohortId: string) => findSeries(db, cohortId)

export type Series = NonNullable<Awaited<ReturnType<typeof findSeries>>>
