import { workingDaysAfter } from '../../src/core/dates.ts'
import { now } from '../../src/core/clock.ts'
import { db } from '../../src/core/db.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'

/** A request made now and not answered yet, with its first row of history. */
export async function aRequest(candidateId: string, overrides: Partial<Prisma.SupportRequestUncheckedCreateInput> = {}) {
  const requestedAt = overrides.requestedAt === undefined ? now() : new Date(overrides.requestedAt)
  return db.supportRequest.create({
    data: {
      candidateId,
      kind: 'insight',
      requestedAt,
      dueAt: workingDaysAfter(requestedAt, 5),
      changedAt: requestedAt,
      ...overrides,
      changes: { create: { toState: 'requested', byRole: 'candidate', at: requestedAt } },
    },
  })
}
