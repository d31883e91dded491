import type { Team } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { db, inTransaction, type Tx } from '../../core/db.ts'
import type { Send } from '../../core/mail.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { writeEmail } from './documents.ts'
import { findEmailToSend } from './queries.ts'
import type { EmailKind } from './rules.ts'

type Wanted = {
  kind: string
  accountId?: string
  candidateId?: string
  /** Where there is no account; otherwise the account's own address at the time of sending. */
  address?: string
  about?: string
  data?: Prisma.InputJsonObject
}

/** Asks for an e-mail in this transaction: both the row of the log and the job that delivers it, or neither. Answers with its id. */
export async function queueEmail(tx: Tx, { kind, accountId, candidateId, address, about, data }: Wanted): Promise<string> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT queue_email(${accountId ?? null}::uuid, ${candidateId ?? null}::uuid, ${address ?? null}::text, ${kind}::text,
      ${about ?? null}::uuid, ${JSON.stringify(data ?? {})}::jsonb, ${now()}::timestamptz) AS id`
  return rows[0]?.id ?? ''
}

/** Tells a candidate: by e-mail where they have an account, else by asking the team to do so by phone or letter. */
export async function tellCandidate(
  tx: Tx,
  { candidateId, kind, about, data }: Pick<Wanted, 'kind' | 'about' | 'data'> & { candidateId: string },
): Promise<void> {
  await tx.$executeRaw`SELECT email_candidate(${candidateId}::uuid, ${kind}::text, ${about ?? null}::uuid, ${JSON.stringify(data ?? {})}::jsonb, ${now()}::timestamptz)`
}

/** What the clockwork needs to write and hand over an e-mail; composed where it starts. */
export type Post = { kinds: Record<string, EmailKind>; send: Send; baseUrl: string; force: ForceProfile }

const LAST_ATTEMPT = 8

/**
 * Writes and sends one e-mail of the log. What is no longer true, or has nobody to go to, is left out and says so; a
 * failure is kept without a word of the letter, and thrown, so that the job comes again. Sent once, it is not sent again.
 */
export async function deliverEmail(emailId: string, { kinds, send, baseUrl, force }: Post): Promise<void> {
  const email = await findEmailToSend(emailId)
  if (!email || email.state === 'sent' || email.state === 'skipped') return
  try {
    const { accountId, candidateId, aboutId } = email
    const write = kinds[email.kind]
    if (!write) throw new Error(`no e-mail is called ${email.kind}`)
    const content = await write({ emailId, accountId, candidateId, aboutId, data: email.data, baseUrl, force })
    if (content === undefined || email.to === undefined) {
      await db.email.update({ where: { id: emailId }, data: { state: 'skipped' } })
      return
    }
    await send({ id: emailId, to: email.to, subject: content.subject, date: now(), ...(await writeEmail(content, force)) })
    await db.email.update({ where: { id: emailId }, data: { state: 'sent', sentAt: now(), subject: content.subject, lastError: null } })
  } catch (error) {
    const attempts = email.attempts + 1
    const state = attempts >= LAST_ATTEMPT ? 'failed' : 'queued'
    await db.email.updateMany({ where: { id: emailId }, data: { attempts, state, lastError: nameOf(error) } })
    throw error
  }
}

/** A kind of fault, never its text: a mail server's answer repeats the address. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }
  return [error.name, code, responseCode].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ')
}

/** Sends an e-mail of a candidate's log once more: written anew, so that it says what is true now. False where there is none. */
export const resendEmail = (actor: Team, emailId: string, candidateId: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const email = await tx.email.findFirst({ where: { id: emailId, candidateId }, select: { accountId: true, kind: true, aboutId: true } })
    if (email?.accountId == null) return false
    const { accountId, kind, aboutId } = email
    await queueEmail(tx, { kind, accountId, candidateId, ...(aboutId !== null && { about: aboutId }) })
    // by the function that recordEvent's table has of its own, as messages imports no feature
    await tx.$executeRaw`SELECT record_event(${actor.accountId}::uuid, ${actor.role}, 'email.resent', ${candidateId}::uuid, ${emailId}::uuid, '{}', ${now()}::timestamptz)`
    return true
  })
