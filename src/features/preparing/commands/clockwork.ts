import { now } from '../../../core/clock.ts'
import { dayAfter, daysAfter, londonDay } from '../../../core/dates.ts'
import { inTransaction } from '../../../core/db.ts'
import { queueEmail } from '../../messages/commands.ts'
import { UNDO_DAYS } from '../rules/plan.ts'
import { asDay } from './own.ts'

/**
 * The day before a step of a plan is due, whoever wished for it is reminded: one letter a person, however many steps there are. The
 * day that was told of is kept, so that a second run tells nobody, and a step that moves is told of anew.
 */
export const remindOfSteps = (): Promise<number> =>
  inTransaction(async (tx) => {
    const tomorrow = dayAfter(londonDay(now()), 1)
    const rows = await tx.$queryRaw<{ candidateId: string; accountId: string }[]>`
      UPDATE plan_steps s SET reminded_for = s.due_on FROM candidates c
      WHERE c.id = s.candidate_id AND c.closed_at IS NULL AND c.account_id IS NOT NULL AND s.remind AND s.done_at IS NULL AND s.removed_at IS NULL
        AND s.due_on = ${tomorrow}::date AND s.reminded_for IS DISTINCT FROM s.due_on
      RETURNING c.id AS "candidateId", c.account_id AS "accountId"`
    const people = new Map(rows.map(({ candidateId, accountId }) => [candidateId, accountId]))
    for (const [candidateId, accountId] of people)
      await queueEmail(tx, { kind: 'preparing.stepDue', candidateId, accountId, data: { day: tomorrow } })
    return people.size
  })

/** Deletes for good what people took out of their plan or log more than a day ago, and ends what was shared until a day that is over. */
export const forgetRemoved = (): Promise<number> =>
  inTransaction(async (tx) => {
    const at = now()
    const where = { removedAt: { lt: daysAfter(at, -UNDO_DAYS) } }
    const [steps, entries] = [await tx.planStep.deleteMany({ where }), await tx.fitnessEntry.deleteMany({ where })]
    await tx.preparingShare.updateMany({ where: { endedAt: null, untilOn: { lt: asDay(londonDay(at)) } }, data: { endedAt: at } })
    return steps.count + entries.count
  })
