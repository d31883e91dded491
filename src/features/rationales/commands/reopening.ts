import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'

type Found = { id: string; covered: boolean; coordinatorId: string | null }

/**
 * Sees which published workshops still to come have lost the rationale they rest on, or have one again. A page and a place
 * never wait for this, as they ask the dates themselves; here it is recorded, once, and the team is told.
 */
export async function reopenWorkshops(tx: Tx): Promise<number> {
  const changed = await tx.$queryRaw<Found[]>`SELECT w.id, rationale_covers(w.id, ${now()}) AS covered, c.coordinator_id AS "coordinatorId"
    FROM workshops w LEFT JOIN cohorts c ON c.id = w.cohort_id
    WHERE w.openness <> 'all' AND w.state = 'published' AND w.starts_at > ${now()}
      AND rationale_covers(w.id, ${now()}) = (w.reopened_at IS NOT NULL)
    ORDER BY w.id FOR UPDATE OF w`
  for (const { id, covered, coordinatorId } of changed) {
    await tx.workshop.update({ where: { id }, data: { reopenedAt: covered ? null : now() } })
    await recordEvent(tx, { role: 'system' }, covered ? 'workshop.coveredAgain' : 'workshop.reopened', { subjectId: id })
    await tx.$executeRaw`SELECT fill_places(${id}::uuid, ${now()})`
    if (!covered) await tellTeam(tx, id, coordinatorId)
  }
  return changed.length
}

/** Every lead, and the coordinator of the workshop's cohort. */
async function tellTeam(tx: Tx, workshopId: string, coordinatorId: string | null): Promise<void> {
  const team = await tx.account.findMany({
    where: {
      ...{ closedAt: null, deactivatedAt: null },
      OR: [{ roles: { some: { role: 'lead' } } }, ...(coordinatorId === null ? [] : [{ id: coordinatorId }])],
    },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  for (const { id } of team) await queueEmail(tx, { kind: 'rationale.reopened', accountId: id, about: workshopId })
}

/** What the clockwork does: days pass, and nobody presses a button when a rationale runs out. */
export const watchRationales = (): Promise<number> => inTransaction(reopenWorkshops)

/** Leaves a workshop open to all for good; false where it is not one that opened because its rationale ended. */
export const openToAll = (actor: Team, workshopId: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM workshops WHERE id = ${workshopId}::uuid FOR UPDATE`
    const { count } = await tx.workshop.updateMany({
      where: { id: workshopId, state: 'published', openness: { not: 'all' }, reopenedAt: { not: null } },
      data: { openness: 'all', reopenedAt: null },
    })
    if (count === 0) return false
    await recordEvent(tx, actor, 'workshop.openedToAll', { subjectId: workshopId })
    await tx.$executeRaw`SELECT fill_places(${workshopId}::uuid, ${now()})`
    return true
  })
