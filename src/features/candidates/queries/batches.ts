import { z } from 'zod'
import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, pool } from '../../../core/db.ts'
import { supportKinds } from '../../../forces/profile.ts'
import { cohortState } from '../../programmes/rules/cohorts.ts'
import { liveRequestStates } from '../../requests/rules/requests.ts'
import { assignReasons, type AssignReason } from '../rules/assignment.ts'
import {
  decideItem,
  type BatchAction,
  type BatchDetails,
  type BatchState,
  type ItemFacts,
  type Outcome,
  type SkipReason,
} from '../rules/batches.ts'
import { A_PAGE } from './list.ts'

const reasons = Object.keys(assignReasons) as [AssignReason, ...AssignReason[]]
const ownerId = z.uuid()
const stored = z.discriminatedUnion('action', [
  z.object({ action: z.literal('assign'), ownerId, reason: z.enum(reasons).optional() }),
  z.object({ action: z.literal('giveRequests'), kind: z.enum(supportKinds), ownerId }),
  z.object({ action: z.literal('accept'), kind: z.enum(supportKinds), ownerId }),
  z.object({ action: z.literal('invite'), cohortId: z.uuid() }),
])
/** The details as the row holds them; undefined while they are not chosen. */
export const readDetails = (action: string, details: unknown): BatchDetails | undefined =>
  stored.safeParse({ ...(typeof details === 'object' ? details : {}), action }).data

/** A batch of one's own; the lead of the team sees what others confirmed, too. */
export async function findBatch({ accountId, role }: Team, id: string) {
  const seen = role === 'lead' ? { OR: [{ byId: accountId }, { state: { not: 'draft' } }] } : { byId: accountId }
  const batch = await db.batch.findFirst({ where: { id, ...seen } })
  if (!batch) return undefined
  const action = batch.action as BatchAction
  return { ...batch, action, state: batch.state as BatchState, details: readDetails(action, batch.details), own: batch.byId === accountId }
}
export type FoundBatch = NonNullable<Awaited<ReturnType<typeof findBatch>>>

type ItemRow = ItemFacts & { position: number; id: string; name: string; reference: string }

/** Everybody of a batch that nothing was done to yet, as they stand now. */
async function listFacts(batchId: string, details: BatchDetails): Promise<ItemRow[]> {
  const { rows } = await pool.query<ItemRow>(
    `SELECT i.position, c.id, c.name, c.reference, c.closed_at IS NOT NULL AS closed, c.owner_id AS "ownerId",
      (SELECT json_build_object('state', r.state, 'ownerId', r.owner_id) FROM support_requests r
        WHERE r.candidate_id = c.id AND r.kind = $2 AND r.state = ANY ($3)) AS request,
      (SELECT m.state FROM memberships m WHERE m.candidate_id = c.id AND m.cohort_id = $4 AND m.ended_at IS NULL) AS membership
    FROM batch_items i JOIN candidates c ON c.id = i.candidate_id WHERE i.batch_id = $1 ORDER BY i.position`,
    [batchId, 'kind' in details ? details.kind : null, [...liveRequestStates], 'cohortId' in details ? details.cohortId : null],
  )
  return rows
}

/** What confirming would do: for whom, and who is left out with the reason, a page of one of the two at a time. */
export async function previewBatch(
  _actor: Team,
  batchId: string,
  details: BatchDetails,
  { show, page }: { show: 'go' | 'skip'; page: number },
) {
  const items = (await listFacts(batchId, details)).map((item) => ({ ...item, decision: decideItem(details, item) }))
  const going = items.filter(({ decision }) => decision.ok)
  const left = items.filter(({ decision }) => !decision.ok)
  const why = new Map<SkipReason, number>()
  for (const { decision } of left) if (!decision.ok) why.set(decision.reason, (why.get(decision.reason) ?? 0) + 1)
  const shown = show === 'go' ? going : left
  return {
    ...{ total: items.length, going: going.length, left: left.length, why: [...why] },
    shown: shown.length,
    rows: shown.slice((page - 1) * A_PAGE, page * A_PAGE).map(({ id, name, reference, decision }) => ({
      ...{ id, name, reference },
      reason: decision.ok ? undefined : decision.reason,
    })),
  }
}

export type ResultFilter = Outcome | 'waiting' | undefined

/** How far a confirmed batch is, and what came of each person: one page of those asked for. */
export async function findResults(_actor: Team, batchId: string, { outcome, page }: { outcome: ResultFilter; page: number }) {
  const where = { batchId, ...(outcome !== undefined && { outcome: outcome === 'waiting' ? null : outcome }) }
  const [groups, rows] = await Promise.all([
    db.batchItem.groupBy({ by: ['outcome'], where: { batchId }, _count: true }),
    db.batchItem.findMany({
      where,
      orderBy: { position: 'asc' },
      skip: (page - 1) * A_PAGE,
      take: A_PAGE,
      select: { outcome: true, reason: true, candidate: { select: { id: true, name: true, reference: true, closedAt: true } } },
    }),
  ])
  const count = (of: string | null) => groups.find((group) => group.outcome === of)?._count ?? 0
  const counts = { done: count('done'), skipped: count('skipped'), failed: count('failed'), waiting: count(null) }
  const all = counts.done + counts.skipped + counts.failed + counts.waiting
  return { counts, all, shown: outcome === undefined ? all : counts[outcome], rows }
}

/** What was done to many at once, latest first: one's own, and for the lead everybody's. */
export async function listBatches({ accountId, role }: Team, page: number) {
  const where = { state: { not: 'draft' }, ...(role === 'lead' ? {} : { byId: accountId }) }
  const [total, rows] = await Promise.all([
    db.batch.count({ where }),
    db.batch.findMany({ where, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], skip: (page - 1) * A_PAGE, take: A_PAGE }),
  ])
  return { total, rows: rows.map((row) => ({ ...row, action: row.action as BatchAction, details: readDetails(row.action, row.details) })) }
}

/** The cohorts that somebody can be invited to: those that are not over. */
export async function listOpenCohorts(_actor: Team) {
  const cohorts = await db.cohort.findMany({ where: { closedAt: null }, orderBy: [{ startsOn: 'asc' }, { id: 'asc' }] })
  return cohorts.filter((cohort) => cohortState(cohort, 0, now()) !== 'closed').map(({ id, name }) => ({ id, name }))
}
