import type { Team } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { db, inTransaction, type Tx } from '../../core/db.ts'
import type { Letter, Send } from '../../core/mail.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { writeEmail } from './documents.ts'
import { digestOf, findEmailToSend, type EmailToSend } from './queries.ts'
import { bounceCode, decideDelivery, type Clearing } from './rules/delivery.ts'
import type { EmailContent, EmailKind } from './rules.ts'

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
 * Writes and sends one e-mail of the log. By night what can wait waits for the morning; what goes to an address that sends
 * e-mails back is held; what is no longer true, or no longer wanted, is left out and says so. A failure is kept without a
 * word of the letter, and thrown, so that the job comes again. Sent once, it is not sent again.
 */
export async function deliverEmail(emailId: string, post: Post): Promise<void> {
  const email = await findEmailToSend(emailId)
  if (!email || !['queued', 'failed'].includes(email.state)) return
  const delivery = decideDelivery(email, now())
  if (delivery.step === 'wait') await waitUntil(emailId, delivery.until)
  else if (delivery.step === 'hold') await settle(emailId, { state: 'held', reason: 'failing' })
  else if (delivery.step === 'skip') await settle(emailId, { state: 'skipped', reason: delivery.reason })
  else await send(email, post)
}

const settle = (id: string, data: Prisma.EmailUpdateManyMutationInput) => db.email.updateMany({ where: { id }, data })

async function send(email: EmailToSend, { kinds, send: handOver, baseUrl, force }: Post): Promise<void> {
  const { id: emailId, accountId, candidateId, aboutId, data } = email
  try {
    const write = kinds[email.kind]
    if (!write) throw new Error(`no e-mail is called ${email.kind}`)
    const content = await write({ emailId, accountId, candidateId, aboutId, data, baseUrl, force })
    if (content === undefined || email.to === undefined) {
      await settle(emailId, { state: 'skipped', reason: 'untrue' })
      return
    }
    const { subject, replyTo } = content
    const headers = content.unsubscribe === undefined ? {} : { headers: oneClick(content.unsubscribe) }
    const written = await writeEmail(content, force)
    const more = { ...headers, ...(replyTo !== undefined && { replyTo }), ...attached(content) }
    await handOver({ id: emailId, to: email.to, subject, date: now(), ...more, ...written })
    await settle(emailId, { state: 'sent', sentAt: now(), subject: content.subject, lastError: null, reason: null, waitsUntil: null })
  } catch (error) {
    const code = bounceCode(error)
    if (code !== undefined) {
      await markBounced(email, code)
      return
    }
    const attempts = email.attempts + 1
    const state = attempts >= LAST_ATTEMPT ? 'failed' : 'queued'
    await settle(emailId, { attempts, state, lastError: nameOf(error) })
    throw error
  }
}

const attached = ({ calendar }: EmailContent): Pick<Letter, 'attachments'> =>
  calendar === undefined
    ? {}
    : {
        attachments: [
          {
            filename: calendar.name ?? 'workshop.ics',
            content: calendar.file,
            contentType: `text/calendar; charset=utf-8; method=${calendar.method}`,
          },
        ],
      }

/** What RFC 8058 asks for, so that a mail program can offer its own button. */
const oneClick = (href: string): Record<string, string> => ({
  'List-Unsubscribe': `<${href}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
})

/** Puts an e-mail off until the morning: the note and the job together, so that a kill loses neither. */
const waitUntil = (emailId: string, until: Date): Promise<void> =>
  inTransaction(async (tx) => {
    const { count } = await tx.email.updateMany({ where: { id: emailId, state: 'queued' }, data: { waitsUntil: until } })
    if (count === 0) return
    await tx.$executeRaw`SELECT graphile_worker.add_job('messages.deliver', ${JSON.stringify({ emailId })}::json, max_attempts => 8,
      run_at => ${until}::timestamptz, job_key => ${`email:${emailId}`})`
  })

/** The address will never take this: it is not tried again, later ones are held back, and the team sees whom to ring. */
const markBounced = ({ id, to, accountId, candidateId }: EmailToSend, code: string): Promise<void> =>
  inTransaction(async (tx) => {
    await tx.email.updateMany({ where: { id }, data: { state: 'bounced', lastError: code, reason: null } })
    if (to === undefined || (accountId === null && candidateId === null)) return
    const made = await tx.$executeRaw`INSERT INTO email_failures (id, account_id, candidate_id, address_hash, code, failed_at)
      VALUES (gen_random_uuid(), ${accountId}::uuid, ${candidateId}::uuid, ${digestOf(to)}, ${code}, ${now()}::timestamptz)
      ON CONFLICT (address_hash) WHERE cleared_at IS NULL DO NOTHING`
    if (made > 0) await record(tx, { accountId: null, role: 'system' }, 'email.cameBack', candidateId, id)
  })

/** By the function that recordEvent's table has of its own, as messages imports no feature. */
const record = (tx: Tx, doer: { accountId: string | null; role: string }, name: string, candidateId: string | null, subjectId: string) =>
  tx.$executeRaw`SELECT record_event(${doer.accountId}::uuid, ${doer.role}, ${name}, ${candidateId}::uuid, ${subjectId}::uuid, '{}', ${now()}::timestamptz)`

/** The team lets an address have another try: what was held goes, and with `retried` what came back too. False where it is over already. */
export const clearFailure = (actor: Team, failureId: string, how: Clearing): Promise<boolean> =>
  inTransaction(async (tx) => {
    const [failure] = await tx.$queryRaw<{ account_id: string | null; candidate_id: string | null }[]>`
      UPDATE email_failures SET cleared_at = ${now()}::timestamptz, cleared_how = ${how}, cleared_by = ${actor.accountId}::uuid
      WHERE id = ${failureId}::uuid AND cleared_at IS NULL RETURNING account_id, candidate_id`
    if (!failure) return false
    const states = how === 'retried' ? ['held', 'bounced'] : ['held']
    await tx.$queryRaw`SELECT release_emails(${failure.account_id}::uuid, ${failure.candidate_id}::uuid, ${states}::text[])`
    await record(tx, actor, 'email.triedAgain', failure.candidate_id, failureId)
    return true
  })

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
    await record(tx, actor, 'email.resent', candidateId, emailId)
    return true
  })
