import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import { queueEmail } from '../../messages/commands.ts'
import { liveCaseStates } from '../rules/cases.ts'
import { doneBy, lockCase, record } from './steps.ts'

const MOST = 200
const system = { role: 'system' } as const

/** The heads of the team, but whoever's own case it is. */
async function leadsBut(tx: Tx, accountId: string | null): Promise<string[]> {
  const leads = await tx.account.findMany({
    where: {
      closedAt: null,
      deactivatedAt: null,
      roles: { some: { role: 'lead' } },
      ...(accountId !== null && { id: { not: accountId } }),
    },
    orderBy: { id: 'asc' },
    select: { id: true },
  })
  return leads.map(({ id }) => id)
}

/** Once a promise has passed, the heads of the team and whoever has the case hear of it, once. A second run finds nothing to do. */
export async function escalateCases(): Promise<void> {
  const at = now()
  const late = {
    ...{ state: { in: [...liveCaseStates] }, escalatedAt: null, candidate: { closedAt: null } },
    OR: [{ outcomeDueAt: { lte: at } }, { answeredAt: null, answerDueAt: { lte: at } }],
  }
  const found = await db.barrierCase.findMany({ where: late, orderBy: { id: 'asc' }, take: MOST, select: { id: true } })
  for (const { id } of found)
    await inTransaction(async (tx) => {
      const locked = await lockCase(tx, system, id)
      if (!locked || (await tx.barrierCase.count({ where: { id, ...late } })) === 0) return
      await tx.barrierCase.update({ where: { id }, data: { escalatedAt: at, ...doneBy(system, at) }, select: { id: true } })
      await record(tx, system, locked, 'escalated')
      const { accountId } = await tx.candidate.findUniqueOrThrow({ where: { id: locked.candidateId }, select: { accountId: true } })
      const told = new Set([...(await leadsBut(tx, accountId)), ...(locked.ownerId === null ? [] : [locked.ownerId])])
      for (const reader of told) await queueEmail(tx, { kind: 'barrier.escalated', accountId: reader, about: id })
    })
}

/** Reminds whoever has a systemic barrier on the day that it is measured again, once for each such day. */
export async function remindToRemeasure(): Promise<void> {
  const today = new Date(`${londonDay(now())}T00:00:00Z`)
  const due = { state: { in: ['decided', 'changed'] }, remeasureOn: { lte: today } }
  const found = await db.systemicBarrier.findMany({ where: due, take: MOST, select: { id: true } })
  for (const { id } of found)
    await inTransaction(async (tx) => {
      await tx.$queryRaw`SELECT id FROM systemic_barriers WHERE id = ${id}::uuid FOR UPDATE`
      const barrier = await tx.systemicBarrier.findFirst({
        where: { id, ...due },
        select: { ownerId: true, remeasureOn: true, remindedFor: true },
      })
      if (!barrier || barrier.remindedFor?.getTime() === barrier.remeasureOn?.getTime()) return
      await tx.systemicBarrier.update({ where: { id }, data: { remindedFor: barrier.remeasureOn }, select: { id: true } })
      const readers = barrier.ownerId === null ? await leadsBut(tx, null) : [barrier.ownerId]
      for (const reader of readers) await queueEmail(tx, { kind: 'systemic.remeasure', accountId: reader, about: id })
    })
}
