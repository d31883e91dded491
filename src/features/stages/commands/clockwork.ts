import { now } from '../../../core/clock.ts'
import { londonDay, londonTime } from '../../../core/dates.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { decideImport, type ImportState } from '../rules/imports.ts'

const LINES_AT_ONCE = 200
const DAY = 86_400_000

type Running = { state: ImportState; byId: string | null; role: string }

/**
 * Saves the next lines of a confirmed file, in one transaction: where it is broken off, none of them is saved and the next
 * run begins with them. Answers whether there are more.
 */
export const saveNextLines = (importId: string, atOnce = LINES_AT_ONCE): Promise<boolean> =>
  inTransaction(async (tx) => {
    const [found] = await tx.$queryRaw<Running[]>`
      SELECT i.state, i.by_id AS "byId", coalesce((SELECT e.actor_role FROM events e WHERE e.name = 'import.confirmed' AND e.subject_id = i.id LIMIT 1), 'coordinator') AS role
      FROM stage_imports i WHERE i.id = ${importId}::uuid FOR UPDATE`
    if (found?.state !== 'running') return false
    const rows = await tx.$queryRaw<{ id: bigint }[]>`
      SELECT id FROM stage_import_rows WHERE import_id = ${importId}::uuid AND done_at IS NULL AND outcome IN ('new', 'conflict')
      ORDER BY line, id LIMIT ${atOnce}`
    if (rows.length === 0) await finish(tx, importId)
    else {
      const ids = rows.map(({ id }) => id)
      const saved = await saveLines(tx, importId, ids, found)
      await tx.$executeRaw`UPDATE stage_import_rows SET done_at = ${now()}::timestamptz WHERE id = ANY(${ids}::bigint[])`
      await tx.stageImport.update({
        where: { id: importId },
        data: { doneRows: { increment: ids.length }, savedRows: { increment: saved } },
      })
    }
    return rows.length > 0
  })

/** Lines of people who are still here become records, once: what is there already, also taken off by hand, is left alone. */
async function saveLines(tx: Tx, importId: string, ids: bigint[], { byId, role }: Running): Promise<number> {
  const at = now()
  await tx.$executeRaw`
    UPDATE candidates c SET recruitment_reference = r.reference
    FROM (SELECT DISTINCT ON (candidate_id) candidate_id, reference FROM stage_import_rows
      WHERE id = ANY(${ids}::bigint[]) AND reference IS NOT NULL ORDER BY candidate_id, line) r
    WHERE c.id = r.candidate_id AND c.closed_at IS NULL AND c.recruitment_reference IS NULL
      AND NOT EXISTS (SELECT FROM candidates o WHERE o.recruitment_reference = r.reference)`
  const [counted] = await tx.$queryRaw<{ count: number }[]>`
    WITH here AS (
      SELECT c.id FROM candidates c JOIN stage_import_rows r ON r.candidate_id = c.id
      WHERE r.id = ANY(${ids}::bigint[]) AND c.closed_at IS NULL FOR KEY SHARE OF c
    ), saved AS (
      INSERT INTO stage_records (id, candidate_id, route, stage, state, happened_on, until, source, import_id, by_id, recorded_at)
      SELECT gen_random_uuid(), r.candidate_id, r.route, r.stage, r.state, r.happened_on, r.until, 'import', ${importId}::uuid, ${byId}::uuid, ${at}::timestamptz
      FROM stage_import_rows r WHERE r.id = ANY(${ids}::bigint[]) AND r.candidate_id IN (SELECT id FROM here) ORDER BY r.line
      ON CONFLICT DO NOTHING
      RETURNING id, candidate_id, route, stage, state, happened_on, until
    ), told AS (
      INSERT INTO events (at, actor_id, actor_role, name, candidate_id, subject_id, data)
      SELECT ${at}::timestamptz, ${byId}::uuid, ${role}, 'stage.recorded', candidate_id, id,
        jsonb_build_object('route', route, 'stage', stage, 'state', state, 'source', 'import') FROM saved
    ), later AS (
      INSERT INTO stage_follow_ups (id, candidate_id, record_id, kind, due_on, made_at)
      SELECT gen_random_uuid(), candidate_id, id, 'deferral', until, ${at}::timestamptz FROM saved
      WHERE state = 'deferred' AND until >= ${londonDay(at)}::date
    ), past AS (
      UPDATE planned_stages p SET removed_at = ${at}::timestamptz FROM saved s
      WHERE p.removed_at IS NULL AND p.candidate_id = s.candidate_id AND p.route = s.route AND p.stage = s.stage
    )
    SELECT count(*)::int AS count FROM saved`
  await tx.$executeRaw`
    UPDATE stage_follow_ups f SET ended_at = ${at}::timestamptz, ended_why = 'movedOn' FROM stage_records o
    WHERE f.ended_at IS NULL AND o.id = f.record_id AND f.candidate_id IN (SELECT candidate_id FROM stage_import_rows WHERE id = ANY(${ids}::bigint[]))
      AND EXISTS (SELECT FROM stage_records x WHERE x.import_id = ${importId}::uuid AND x.candidate_id = f.candidate_id AND x.id <> o.id
        AND x.route = o.route AND x.voided_at IS NULL AND x.happened_on >= o.happened_on AND NOT (x.state = 'deferred' AND x.happened_on = o.happened_on))`
  return counted?.count ?? 0
}

async function finish(tx: Tx, importId: string): Promise<void> {
  await tx.stageImportRow.deleteMany({ where: { importId, outcome: { in: ['new', 'conflict'] } } })
  const { savedRows } = await tx.stageImport.update({
    where: { id: importId },
    data: { state: 'finished', endedAt: now() },
    select: { savedRows: true },
  })
  await recordEvent(tx, { role: 'system' }, 'import.finished', { subjectId: importId, data: { saved: savedRows } })
}

/** Throws away what is a day old: files that nobody confirmed, and the lines that finished imports left out. */
export async function forgetFiles(): Promise<void> {
  const dayAgo = new Date(now().getTime() - DAY)
  const old = await db.stageImport.findMany({
    where: { purgedAt: null, OR: [{ state: { in: ['mapping', 'ready'] }, madeAt: { lte: dayAgo } }, { endedAt: { lte: dayAgo } }] },
    select: { id: true },
  })
  for (const { id } of old) await forgetFile(id)
}

const forgetFile = (importId: string): Promise<void> =>
  inTransaction(async (tx) => {
    const [found] = await tx.$queryRaw<{ state: ImportState }[]>`SELECT state FROM stage_imports WHERE id = ${importId}::uuid FOR UPDATE`
    if (!found) return
    const decision = decideImport(found.state, 'expire', 'system')
    await tx.stageImportRow.deleteMany({ where: { importId } })
    const expired = decision.ok ? { state: decision.state, endedAt: now() } : {}
    await tx.stageImport.update({ where: { id: importId }, data: { ...expired, content: null, fileName: null, purgedAt: now() } })
  })

const [OPENS, CLOSES] = ['09:00', '20:00']

/** On the day that a deferral ends, or on which a person said that we may ask again: one gentle e-mail, by day. */
export async function tellFollowUps(): Promise<void> {
  const clock = londonTime(now())
  if (clock < OPENS || clock >= CLOSES) return
  const due = await db.stageFollowUp.findMany({
    where: { endedAt: null, toldAt: null, dueOn: { lte: new Date(`${londonDay(now())}T00:00:00Z`) }, candidate: { closedAt: null } },
    select: { id: true },
    take: 500,
  })
  for (const { id } of due) await tellFollowUp(id)
}

const tellFollowUp = (id: string): Promise<void> =>
  inTransaction(async (tx) => {
    const [found] = await tx.$queryRaw<{ candidateId: string; kind: string }[]>`
      SELECT candidate_id AS "candidateId", kind FROM stage_follow_ups WHERE id = ${id}::uuid AND ended_at IS NULL AND told_at IS NULL FOR UPDATE`
    if (!found) return
    const { candidateId, kind } = found
    // Somebody who said we may ask is asked once; a deferral stays open until the team has spoken with them
    const ended = kind === 'askAgain' ? { endedAt: now(), endedWhy: 'done' } : {}
    await tx.stageFollowUp.update({ where: { id }, data: { toldAt: now(), ...ended } })
    await tx.$executeRaw`SELECT email_candidate(${candidateId}::uuid, ${`stage.${kind}`}::text, ${id}::uuid, '{}'::jsonb, ${now()}::timestamptz)`
    await recordEvent(tx, { role: 'system' }, 'stage.followedUp', { candidateId, subjectId: id, data: { kind } })
  })
