import { randomUUID } from 'node:crypto'
import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { whereOf } from '../queries/list.ts'
import { EXPORT_PAGE, exportPurposes, type ExportPurpose } from '../rules/export.ts'
import { savedFilter, type CandidateFilter } from '../rules/list.ts'

/**
 * Writes down that a list is made into a file, before anything of it is read: once for the audit, with how many and by which
 * filter, and once for each person on it, who sees it among who looked. Answers with who that is, in the order of the list.
 */
export const recordExport = (actor: Team, filter: CandidateFilter, { purpose, contact }: { purpose: ExportPurpose; contact: boolean }) =>
  inTransaction(async (tx) => {
    const look = [actor.accountId, actor.role, EXPORT_PAGE, exportPurposes[purpose], now()]
    const { from, where, values } = whereOf(actor, filter, look.length + 1)
    const found = await tx.$queryRawUnsafe<{ id: string }[]>(
      `INSERT INTO looks (id, candidate_id, viewer_id, viewer_role, page, purpose, at)
        SELECT gen_random_uuid(), c.id, $1::uuid, $2, $3, $4, $5::timestamptz FROM ${from} WHERE ${where} ORDER BY c.registered_at DESC, c.id
        RETURNING candidate_id AS id`,
      ...look,
      ...values,
    )
    const data = { count: found.length, purpose, contact, filter: savedFilter(filter), searched: filter.q !== undefined }
    if (found.length > 0) await recordEvent(tx, actor, 'candidates.exported', { subjectId: randomUUID(), data })
    return found.map(({ id }) => id)
  })
