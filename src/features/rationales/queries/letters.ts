import { db } from '../../../core/db.ts'

/** A version that a lead has decided about, for the e-mail that says so. */
export const findDecided = (id: string) =>
  db.rationale.findFirst({
    where: { id, state: { in: ['approved', 'returned'] } },
    select: { id: true, title: true, state: true, reason: true },
  })

/** A workshop that is open to all because its rationale ended, unless that has changed since. */
export const findReopened = (id: string) =>
  db.workshop.findFirst({
    where: { id, state: 'published', openness: { not: 'all' }, reopenedAt: { not: null } },
    select: { id: true, title: true, startsAt: true, endsAt: true, rationale: { select: { title: true } } },
  })
