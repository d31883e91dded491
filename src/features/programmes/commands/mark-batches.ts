import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { checkWindow, type UndoRefusal } from '../rules/attendance.ts'
import { lockWorkshop } from './workshops.ts'

/** Keeps which changes one press made: the newest of each of these places, under the workshop's lock. */
export async function keepBatch(tx: Tx, actor: Team, workshopId: string, places: { id: string }[]): Promise<void> {
  await tx.$executeRaw`INSERT INTO mark_batches (id, workshop_id, change_ids, by_id, made_at)
    SELECT gen_random_uuid(), ${workshopId}::uuid, array_agg(c.id), ${actor.accountId}::uuid, ${now()}::timestamptz
    FROM (SELECT max(id) AS id FROM place_changes WHERE place_id = ANY (${places.map(({ id }) => id)}::uuid[]) GROUP BY place_id) c`
}

type Undone = { ok: true; count: number } | { ok: false; reason: UndoRefusal }

/**
 * Takes back what one press marked, each as a change of its own that is kept. Whoever was marked otherwise since stays as they
 * are. Undefined where there is no such press at this workshop.
 */
export const undoBatch = (actor: Team, workshopId: string, batchId: string, reason: string): Promise<Undone | undefined> =>
  inTransaction(async (tx) => {
    const workshop = await lockWorkshop(tx, workshopId)
    const batch = workshop && (await tx.markBatch.findFirst({ where: { id: batchId, workshopId }, select: { undoneAt: true } }))
    if (!workshop || !batch) return undefined
    if (batch.undoneAt !== null) return { ok: false, reason: 'alreadyUndone' }
    const late = checkWindow(workshop.endsAt, actor.role, reason, now())
    if (late !== undefined) return { ok: false, reason: late }
    const why = reason === '' ? null : reason
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT p.id, set_place_state(p, 'booked', NULL, ${why}, ${actor.accountId}::uuid, ${actor.role}, ${now()})::text
      FROM places p JOIN place_changes c ON c.place_id = p.id JOIN mark_batches b ON c.id = ANY (b.change_ids)
      WHERE b.id = ${batchId}::uuid AND p.state = 'attended' AND NOT EXISTS (SELECT FROM place_changes o WHERE o.place_id = p.id AND o.id > c.id)`
    await tx.markBatch.update({ where: { id: batchId }, data: { undoneAt: now() }, select: { id: true } })
    await recordEvent(tx, actor, 'register.batchUndone', { subjectId: workshopId, data: { marks: rows.length } })
    return { ok: true, count: rows.length }
  })
