import { db } from '../../../core/db.ts'

/** A case as its letters need it; undefined once whose it was has gone. */
export const findCaseForLetter = (id: string) =>
  db.barrierCase.findFirst({
    where: { id, candidate: { closedAt: null } },
    select: {
      id: true,
      state: true,
      ownerId: true,
      answeredAt: true,
      outcomeDueAt: true,
      escalatedAt: true,
      candidate: { select: { name: true } },
    },
  })

/** Somebody of the team, as a letter greets them. */
export const findReader = (accountId: string) => db.account.findUnique({ where: { id: accountId }, select: { name: true } })

/** A systemic barrier whose day to be measured again has come, and is not done. */
export const findToRemeasure = (id: string) =>
  db.systemicBarrier.findFirst({ where: { id, state: { in: ['decided', 'changed'] } }, select: { id: true, remeasureOn: true } })
