import { createHash } from 'node:crypto'
import type { Team } from '../../core/access.ts'
import { db } from '../../core/db.ts'
import { emailWords, whyNotSent, type EmailState } from './rules/delivery.ts'
import { factsOf } from './rules/kinds.ts'

/** An address as it is compared: it is never kept itself. */
export const digestOf = (address: string): string => createHash('sha256').update(address.trim().toLowerCase()).digest('hex')

/** What the log says of an e-mail to be sent, where it goes now, and what is known of whom it is for; undefined where it was erased. */
export async function findEmailToSend(emailId: string) {
  const email = await db.email.findUnique({ where: { id: emailId } })
  if (!email) return undefined
  const { accountId, candidateId } = email
  const account = accountId === null ? null : await db.account.findUnique({ where: { id: accountId }, select: { email: true } })
  const to = email.address ?? account?.email
  const [failing, wishes] = await Promise.all([isFailing(to), findWishes(candidateId)])
  return { ...email, data: email.data as Record<string, unknown>, to, hasAddress: to !== undefined, failing, ...wishes }
}
export type EmailToSend = NonNullable<Awaited<ReturnType<typeof findEmailToSend>>>

const isFailing = async (address: string | undefined): Promise<boolean> =>
  address !== undefined && (await db.emailFailure.count({ where: { addressHash: digestOf(address), clearedAt: null } })) > 0

/** What a candidate takes beside what has to come; nobody's wishes are known where the e-mail is about no candidate. */
async function findWishes(candidateId: string | null): Promise<{ reminders: boolean; news: boolean }> {
  if (candidateId === null) return { reminders: true, news: false }
  const [preference, news] = await Promise.all([
    db.messagePreference.findUnique({ where: { candidateId }, select: { reminders: true } }),
    db.consent.count({ where: { candidateId, purpose: 'news', withdrawnAt: null } }),
  ])
  return { reminders: preference?.reminders ?? true, news: news > 0 }
}

/** The e-mails of one candidate, newest first, each named in words. */
export async function listEmails(_actor: Team, candidateId: string, take = 20) {
  const emails = await db.email.findMany({
    where: { candidateId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take,
    select: {
      ...{ id: true, kind: true, state: true, subject: true, attempts: true, lastError: true, createdAt: true, sentAt: true },
      ...{ reason: true, waitsUntil: true },
    },
  })
  return emails.map((email) => ({
    ...email,
    title: factsOf(email.kind).title,
    words: emailWords[email.state as EmailState],
    why: email.state === 'skipped' ? whyNotSent(email.reason) : undefined,
  }))
}

/** Whether the e-mails of this candidate come back, and since when. */
export const findFailure = (_actor: Team, candidate: { id: string; accountId: string | null }) =>
  db.emailFailure.findFirst({
    where: {
      clearedAt: null,
      OR: [{ candidateId: candidate.id }, ...(candidate.accountId === null ? [] : [{ accountId: candidate.accountId }])],
    },
    select: { id: true, code: true, failedAt: true },
  })
