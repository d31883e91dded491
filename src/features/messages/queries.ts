import { createHash } from 'node:crypto'
import type { Team } from '../../core/access.ts'
import { db } from '../../core/db.ts'
import type { Whose } from '../../core/waiting.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
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

export const FAILURES_A_PAGE = 25

/** Addresses of candidates that send e-mails back: those that wait for somebody to ring. */
function failing({ accountId }: Team, whose: Whose): Prisma.EmailFailureWhereInput {
  const candidate = { closedAt: null, ...(whose === 'mine' && { ownerId: accountId }) }
  return { clearedAt: null, OR: [{ candidate }, { account: { candidate } }] }
}

const person = { select: { id: true, name: true, reference: true, phone: true } } as const

/** One page of them, longest waiting first, with the person, how to ring them and how much is held back. */
export async function listFailures(actor: Team, { whose, page }: { whose: Whose; page: number }) {
  const [total, found] = await Promise.all([
    db.emailFailure.count({ where: failing(actor, whose) }),
    db.emailFailure.findMany({
      where: failing(actor, whose),
      orderBy: [{ failedAt: 'asc' }, { id: 'asc' }],
      skip: (page - 1) * FAILURES_A_PAGE,
      take: FAILURES_A_PAGE,
      select: {
        ...{ id: true, code: true, failedAt: true, accountId: true },
        candidate: person,
        account: { select: { email: true, candidate: person } },
      },
    }),
  ])
  const held = await countHeld(found.map(({ accountId }) => accountId))
  const rows = found.map(({ account, candidate, accountId, ...failure }) => ({
    ...failure,
    candidate: candidate ?? account?.candidate,
    email: account?.email,
    held: accountId === null ? 0 : (held.get(accountId) ?? 0),
  }))
  return { total, rows }
}

async function countHeld(accountIds: (string | null)[]): Promise<Map<string, number>> {
  const ids = accountIds.filter((id) => id !== null)
  const groups = await db.email.groupBy({ by: ['accountId'], where: { accountId: { in: ids }, state: 'held' }, _count: true })
  return new Map(groups.map(({ accountId, _count }) => [accountId ?? '', _count]))
}

/** How many addresses send e-mails back, and since when the oldest does: the same that `listFailures` shows. */
export async function countFailures(actor: Team, whose: Whose): Promise<{ count: number; oldest: Date | undefined }> {
  const found = await db.emailFailure.aggregate({ where: failing(actor, whose), _count: true, _min: { failedAt: true } })
  return { count: found._count, oldest: found._min.failedAt ?? undefined }
}
