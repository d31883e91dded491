import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import { addJob } from '../../../core/jobs.ts'
import { recordEvent } from '../../audit/commands.ts'
import { findOfTeam } from '../../accounts/queries/team.ts'
import { readDetails } from '../queries/batches.ts'
import { whereOf } from '../queries/list.ts'
import { AT_ONCE, detailsSeen, type BatchAction, type BatchDetails, type ConfirmRefusal } from '../rules/batches.ts'
import { savedFilter, type CandidateFilter } from '../rules/list.ts'
import { perform } from './batch-items.ts'

type Chosen = { ids: string[] } | { filter: CandidateFilter }

/** Begins a batch: keeps who was chosen, or whoever the filter leaves now, in the order of the list. Undefined for nobody. */
export const startBatch = (actor: Team, action: BatchAction, chosen: Chosen): Promise<string | undefined> =>
  inTransaction(async (tx) => {
    const { from, where, values } = 'ids' in chosen ? chosenWhere(chosen.ids) : whereOf(actor, chosen.filter, 1)
    const found = await tx.$queryRawUnsafe<{ id: string }[]>(
      `SELECT c.id FROM ${from} WHERE ${where} ORDER BY c.registered_at DESC, c.id`,
      ...values,
    )
    if (found.length === 0) return undefined
    const id = randomUUID()
    const filter = 'filter' in chosen ? { filter: savedFilter(chosen.filter) } : {}
    const by = { byId: actor.accountId, byRole: actor.role, createdAt: now() }
    await tx.batch.create({ data: { id, action, total: found.length, ...filter, ...by } })
    await tx.$executeRaw`INSERT INTO batch_items (batch_id, position, candidate_id)
      SELECT ${id}::uuid, place, candidate FROM unnest(${found.map((each) => each.id)}::uuid[]) WITH ORDINALITY AS chosen (candidate, place)`
    return id
  })

const chosenWhere = (ids: string[]) => ({ from: 'candidates c', where: 'c.closed_at IS NULL AND c.id = ANY ($1::uuid[])', values: [ids] })

/** The draft under its lock, so that two windows take turns. */
async function lockDraft(tx: Tx, actor: Team, id: string) {
  await tx.$queryRaw`SELECT id FROM batches WHERE id = ${id}::uuid FOR UPDATE`
  return tx.batch.findFirst({ where: { id, byId: actor.accountId } })
}

/** Chooses what the action needs to know; false where there is no such draft of one's own. */
export const detailBatch = (actor: Team, id: string, details: BatchDetails): Promise<boolean> =>
  inTransaction(async (tx) => {
    const batch = await lockDraft(tx, actor, id)
    if (batch?.state !== 'draft' || batch.action !== details.action) return false
    await tx.batch.update({ where: { id }, data: { details: { ...details } } })
    return true
  })

/** Throws a draft away. Nothing was done to anybody. False where there is none. */
export const discardBatch = (actor: Team, id: string): Promise<boolean> =>
  inTransaction(async (tx) => (await tx.batch.deleteMany({ where: { id, byId: actor.accountId, state: 'draft' } })).count > 0)

type Confirmed = { ok: true; again: boolean; many: boolean } | { ok: false; reason: ConfirmRefusal }

/**
 * Confirms what was looked through, once: whoever sends it again finds it confirmed. The clockwork carries it to its end,
 * whatever becomes of the process that was asked. Undefined where there is no such batch of one's own.
 */
export const confirmBatch = (actor: Team, id: string, seen: string): Promise<Confirmed | undefined> =>
  inTransaction(async (tx) => {
    const batch = await lockDraft(tx, actor, id)
    if (!batch) return undefined
    const many = batch.total > AT_ONCE
    if (batch.state !== 'draft') return { ok: true, again: true, many }
    const details = readDetails(batch.action, batch.details)
    if (!details || detailsSeen(details) !== seen) return { ok: false, reason: 'changedMeanwhile' }
    await tx.batch.update({ where: { id }, data: { state: 'running', confirmedAt: now() } })
    await recordEvent(tx, actor, 'batch.confirmed', { subjectId: id, data: { action: batch.action, total: batch.total } })
    // A small one is done while the page is asked for; the job is for the case that this process does not live to do it
    await addJob(tx, runBatchTask, { batchId: id }, { key: `batch:${id}`, ...(!many && { runAt: new Date(now().getTime() + SAFETY) }) })
    return { ok: true, again: false, many }
  })

/** The job that does a batch; its name and what it needs to know. */
export const runBatchTask = { name: 'candidates.runBatch', payload: z.object({ batchId: z.uuid() }) }
const SAFETY = 30_000
const PORTION = 100

/** Does what is left of a confirmed batch, person by person, each in a transaction of its own. Two at once share the work. */
export async function runBatch(batchId: string): Promise<void> {
  const batch = await db.batch.findUnique({ where: { id: batchId } })
  const details = batch ? readDetails(batch.action, batch.details) : undefined
  if (batch?.state !== 'running' || !details) return
  const actor = await actorOf(batch)
  for (let after = 0; ;) {
    const items = await db.batchItem.findMany({
      where: { batchId, outcome: null, position: { gt: after } },
      orderBy: { position: 'asc' },
      take: PORTION,
      select: { batchId: true, position: true, candidateId: true },
    })
    for (const item of items) await perform(actor, details, item)
    const last = items.at(-1)
    if (!last) break
    after = last.position
  }
  await finish(batchId)
}

/** Whoever confirmed it, while they are of the team. */
async function actorOf({ byId, byRole }: { byId: string; byRole: string }): Promise<Team | undefined> {
  const name = await findOfTeam(byId)
  const role = byRole === 'lead' ? 'lead' : 'coordinator'
  return name === undefined ? undefined : { role, accountId: byId, name, roles: [role] }
}

/** Ends the batch once nobody is left; another process that still holds somebody ends it instead. */
const finish = (batchId: string): Promise<void> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM batches WHERE id = ${batchId}::uuid FOR UPDATE`
    if ((await tx.batchItem.count({ where: { batchId, outcome: null } })) > 0) return
    const { count } = await tx.batch.updateMany({ where: { id: batchId, state: 'running' }, data: { state: 'done', finishedAt: now() } })
    if (count > 0) await recordEvent(tx, { role: 'system' }, 'batch.done', { subjectId: batchId })
  })

/** Drafts that nobody confirmed are forgotten after a day. */
export async function forgetDrafts(): Promise<void> {
  await db.batch.deleteMany({ where: { state: 'draft', createdAt: { lt: new Date(now().getTime() - 86_400_000) } } })
}
