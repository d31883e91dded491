import { now } from '../../../core/clock.ts'
import { instantAt, londonDay } from '../../../core/dates.ts'
import { inTransaction } from '../../../core/db.ts'
import { queueEmail } from '../../messages/commands.ts'

const MORNING = '08:00'
const KEPT_DAYS = 30

/**
 * Reminds everybody of the team, once a day from eight in London, of the tasks that fall due on it. Who was reminded is a
 * row with the day as its key, in the transaction that asks for the e-mail: a restart, or two processes at once, remind
 * nobody twice. A task that came later than that morning is no surprise to whoever has it.
 */
export async function remindOfTasks(): Promise<number> {
  const day = londonDay(now())
  const morning = instantAt(day, MORNING)
  if (morning === undefined || now() < morning) return 0
  return inTransaction(async (tx) => {
    await tx.$executeRaw`DELETE FROM task_reminders WHERE "day" < ${day}::date - ${KEPT_DAYS}::int`
    const reminded = await tx.$queryRaw<{ owner_id: string }[]>`
      INSERT INTO task_reminders (owner_id, "day", at)
      SELECT DISTINCT t.owner_id, t.due_on, ${now()}::timestamptz FROM tasks t
        JOIN accounts a ON a.id = t.owner_id AND a.closed_at IS NULL AND a.deactivated_at IS NULL
        LEFT JOIN candidates c ON c.id = t.candidate_id
      WHERE t.state = 'open' AND t.due_on = ${day}::date AND t.given_at < ${morning}::timestamptz AND c.closed_at IS NULL
      ON CONFLICT DO NOTHING RETURNING owner_id`
    for (const { owner_id: accountId } of reminded) await queueEmail(tx, { kind: 'tasks.due', accountId, data: { day } })
    return reminded.length
  })
}
