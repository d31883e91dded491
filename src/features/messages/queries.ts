import type { Team } from '../../core/access.ts'
import { db } from '../../core/db.ts'

/** What the log says of an e-mail to be sent, and where it goes now; undefined where it has been erased. */
export async function findEmailToSend(emailId: string) {
  const email = await db.email.findUnique({ where: { id: emailId } })
  if (!email) return undefined
  const account = email.accountId === null ? null : await db.account.findUnique({ where: { id: email.accountId }, select: { email: true } })
  return { ...email, data: email.data as Record<string, unknown>, to: email.address ?? account?.email }
}

/** The e-mails of one candidate, newest first. */
export const listEmails = (_actor: Team, candidateId: string, take = 20) =>
  db.email.findMany({
    where: { candidateId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take,
    select: { id: true, kind: true, state: true, subject: true, attempts: true, lastError: true, createdAt: true, sentAt: true },
  })
