import type { Member } from '../../../core/access.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { nameOfSession } from '../queries/own.ts'

/** Signs an account out everywhere, or everywhere but in one session. */
export async function endSessions(tx: Tx, accountId: string, butSid = ''): Promise<number> {
  return tx.$executeRaw`DELETE FROM sessions WHERE sess #>> '{passport,user}' = ${accountId} AND sid <> ${butSid}`
}

/** Ends one session of one's own, known by the name its list gave it; false where it has ended already. */
export const endSession = (actor: Member, name: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const rows = await tx.$queryRaw<{ sid: string }[]>`SELECT sid FROM sessions WHERE sess #>> '{passport,user}' = ${actor.accountId}`
    const found = rows.find(({ sid }) => nameOfSession(sid) === name)
    if (!found) return false
    await tx.session.deleteMany({ where: { sid: found.sid } })
    await recordEvent(tx, actor, 'account.sessionEnded', { subjectId: actor.accountId })
    return true
  })

/** Ends every other session of one's own. */
export const endOtherSessions = (actor: Member, sid: string): Promise<number> =>
  inTransaction(async (tx) => {
    const count = await endSessions(tx, actor.accountId, sid)
    await recordEvent(tx, actor, 'account.sessionsEnded', { subjectId: actor.accountId, data: { count } })
    return count
  })

/** Ends every session of one's own, this one too. */
export const endAllSessions = (actor: Member): Promise<number> => endOtherSessions(actor, '')
