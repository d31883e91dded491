import { now } from '../../../core/clock.ts'
import { workingDaysAfter } from '../../../core/dates.ts'
import { db, type Tx } from '../../../core/db.ts'
import type { Digest } from '../rules/reminders.ts'

/** Requests that somebody may have to be reminded of, locked for this transaction alone, and everybody of the team. */
export async function findToRemind(tx: Tx) {
  const soon = workingDaysAfter(now(), 1)
  const locked = await tx.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM support_requests r JOIN candidates c ON c.id = r.candidate_id AND c.closed_at IS NULL
    WHERE (r.state = 'requested' AND r.due_at <= ${soon}::timestamptz AND (r.reminded_late_at IS NULL OR r.reminded_soon_at IS NULL))
      OR (r.state = 'paused' AND r.reminded_review_at IS NULL)
    FOR UPDATE OF r SKIP LOCKED`
  const [requests, team] = await Promise.all([
    tx.supportRequest.findMany({ where: { id: { in: locked.map(({ id }) => id) } }, orderBy: [{ dueAt: 'asc' }, { id: 'asc' }] }),
    tx.account.findMany({
      where: { closedAt: null, deactivatedAt: null, roles: { some: { role: { in: ['coordinator', 'lead'] } } } },
      select: { id: true, roles: { select: { role: true } } },
      orderBy: { id: 'asc' },
    }),
  ])
  return { requests, team: team.map(({ id, roles }) => ({ id, coordinator: roles.some(({ role }) => role === 'coordinator') })) }
}

/** How many of those that a reminder is about still wait when it is written. */
export async function countStillWaiting({ soon, late, review }: Digest) {
  const open = { candidate: { closedAt: null } }
  const [soonNow, lateNow, reviewNow] = await Promise.all([
    db.supportRequest.count({ where: { ...open, id: { in: soon }, state: 'requested' } }),
    db.supportRequest.count({ where: { ...open, id: { in: late }, state: 'requested' } }),
    db.supportRequest.count({ where: { ...open, id: { in: review }, state: 'paused' } }),
  ])
  return { soon: soonNow, late: lateNow, review: reviewNow }
}
