import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Member } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import { hashPassword, passwordFits } from '../../../core/passwords.ts'
import { allow } from '../../../core/rate-limit.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { emailKeyOf, findLink } from '../queries.ts'
import { limits, linkLife, linkState, type LinkPurpose, type LinkState } from '../rules.ts'

type Refused<R extends string> = { ok: false; reason: R }
const refused = <R extends string>(reason: R): Refused<R> => ({ ok: false, reason })

/** Every answer that must not tell whether an address is known takes at least this long, whatever was done. */
const EVEN = 200
const evenly = async <T>(work: Promise<T>): Promise<T> => (await Promise.all([work, wait(EVEN)]))[0]

export const mayMail = async (email: string, network: string): Promise<boolean> =>
  (await allow('mail-pair', `${emailKeyOf(email)} ${network}`, limits.mailPair)) &&
  (await allow('mail-address', emailKeyOf(email), limits.mailAddress))

/**
 * Takes down what was typed, and writes to the address: with a link that confirms it, or, where it has an account
 * already, with the way to that account. The answer is the same, and a password is hashed either way; `registrationId`
 * is known to this browser alone and stands for nothing where there was nothing to take down.
 */
export async function register(typed: { name: string; email: string; password: string }, network: string) {
  if (!(await allow('form-network', network, limits.formNetwork))) return refused('tooMany')
  return { ok: true, registrationId: await evenly(takeDown(typed, network)) } as const
}

async function takeDown({ name, email, password }: { name: string; email: string; password: string }, network: string): Promise<string> {
  const passwordHash = await hashPassword(password)
  if (!(await mayMail(email, network))) return randomUUID()
  const emailKey = emailKeyOf(email)
  return inTransaction(async (tx) => {
    if (await writeToKnown(tx, emailKey, 'accounts.alreadyRegistered')) return randomUUID()
    const { id } = await tx.registration.create({ data: { name, email, emailKey, passwordHash, createdAt: now() }, select: { id: true } })
    await recordEvent(tx, { role: 'visitor' }, 'registration.begun', { subjectId: id })
    await sendVerification(tx, id, email)
    return id
  })
}

/** Sends the link again, or what is true instead; the same answer for every address. */
export async function sendAgain(email: string, network: string, registrationId: string | undefined) {
  if (!(await allow('form-network', network, limits.formNetwork))) return refused('tooMany')
  await evenly(mailAgain(email, network, registrationId, 'accounts.alreadyRegistered'))
  return { ok: true } as const
}

/** Sends a link to choose a new password; to somebody who never confirmed the address, the link that does. */
export async function recover(email: string, network: string, registrationId: string | undefined) {
  if (!(await allow('form-network', network, limits.formNetwork))) return refused('tooMany')
  await evenly(mailAgain(email, network, registrationId, 'accounts.reset'))
  return { ok: true } as const
}

async function mailAgain(email: string, network: string, registrationId: string | undefined, toKnown: KnownKind): Promise<void> {
  if (!(await mayMail(email, network))) return
  const emailKey = emailKeyOf(email)
  await inTransaction(async (tx) => {
    if (await writeToKnown(tx, emailKey, toKnown)) return
    // Somebody else may have typed the same address: whoever asks from the browser of a registration gets that one.
    const pending = await tx.registration.findMany({
      where: { emailKey },
      orderBy: { createdAt: 'desc' },
      select: { id: true, email: true },
    })
    const chosen = pending.find(({ id }) => id === registrationId) ?? pending[0]
    if (chosen) await sendVerification(tx, chosen.id, chosen.email)
  })
}

type KnownKind = 'accounts.alreadyRegistered' | 'accounts.reset'

async function writeToKnown(tx: Tx, emailKey: string, kind: KnownKind): Promise<boolean> {
  const account = await tx.account.findUnique({
    where: { emailKey },
    select: { id: true, closedAt: true, candidate: { select: { id: true } } },
  })
  if (!account) return false
  if (account.closedAt !== null) return true
  const { id: about } = await makeLink(tx, 'reset', { accountId: account.id })
  await queueEmail(tx, { accountId: account.id, kind, about, ...(account.candidate && { candidateId: account.candidate.id }) })
  return true
}

export const makeLink = (
  tx: Tx,
  purpose: LinkPurpose,
  about: { accountId?: string; registrationId?: string; candidateId?: string; email?: string; role?: string },
  life: number = linkLife[purpose],
) =>
  tx.link.create({
    data: { purpose, ...about, createdAt: now(), expiresAt: new Date(now().getTime() + life) },
    select: { id: true, expiresAt: true },
  })

async function sendVerification(tx: Tx, registrationId: string, address: string): Promise<void> {
  const { id: about } = await makeLink(tx, 'verify', { registrationId })
  await queueEmail(tx, { address, kind: 'accounts.verify', about })
}

type Proof = { registrationId: string | undefined; password: string }
type Verified = { ok: true; accountId: string; email: string } | Refused<Exclude<LinkState, 'live'> | 'known' | 'wrongPassword' | 'tooMany'>

/**
 * Makes the account that a registration asked for. Holding the link proves the mailbox, but not who chose the password:
 * anybody can type another person's address, and that person, pressing the button, would give a stranger's password
 * the way into their account. So the link works at once only in the browser that registered; anywhere else it asks for
 * the password chosen there. Whoever passes holds both, and may be signed in.
 */
export async function verify(text: string, proof: Proof): Promise<Verified> {
  const { state, row } = await findLink(text, 'verify')
  if (state !== 'live') return refused(state)
  if (!row?.registration || row.registrationId === null) return refused('unknown')
  if (row.registrationId !== proof.registrationId) {
    if (!(await allow('link', row.id, limits.link))) return refused('tooMany')
    if (!(await passwordFits(row.registration.passwordHash, proof.password))) return refused('wrongPassword')
  }
  const { id, registration } = row
  return inTransaction((tx) => makeAccount(tx, id, registration.emailKey))
}

async function makeAccount(tx: Tx, linkId: string, address: string): Promise<Verified> {
  await holdAddress(tx, address)
  const link = await tx.link.findUnique({ where: { id: linkId }, include: { registration: true } })
  const state = linkState(link, 'verify', now())
  if (state !== 'live') return refused(state)
  if (!link?.registration) return refused('unknown')
  const { name, email, emailKey, passwordHash } = link.registration
  await tx.link.updateMany({ where: { registration: { emailKey }, usedAt: null }, data: { usedAt: now() } })
  await tx.registration.updateMany({ where: { emailKey }, data: { passwordHash: '' } })
  if ((await tx.account.count({ where: { emailKey } })) > 0) return refused('known')
  const account = await tx.account.create({
    data: {
      ...{ name, email, emailKey, passwordHash, createdAt: now(), passwordChangedAt: now(), signedInAt: now() },
      roles: { create: { role: 'candidate', grantedAt: now() } },
      candidate: { create: { reference: await newReference(tx), name, registeredAt: now(), activeAt: now() } },
    },
    select: { id: true, candidate: { select: { id: true } } },
  })
  const candidateId = account.candidate?.id ?? ''
  await recordEvent(tx, { role: 'candidate', accountId: account.id, candidateId, name, roles: ['candidate'] }, 'account.verified', {
    candidateId,
  })
  return { ok: true, accountId: account.id, email }
}

/** Lets a member of staff ask for support for themselves, with the account they have: a PCSO may apply for constable. */
export const becomeCandidate = (actor: Member): Promise<void> =>
  inTransaction(async (tx) => {
    const { accountId, name } = actor
    await tx.$queryRaw`SELECT id FROM accounts WHERE id = ${accountId}::uuid FOR UPDATE`
    if ((await tx.candidate.count({ where: { accountId } })) > 0) return
    await tx.accountRole.createMany({ data: { accountId, role: 'candidate', grantedAt: now() }, skipDuplicates: true })
    const { id: candidateId } = await tx.candidate.create({
      data: { accountId, reference: await newReference(tx), name, registeredAt: now(), activeAt: now() },
      select: { id: true },
    })
    await recordEvent(tx, actor, 'candidate.registered', { candidateId })
  })

/** One at a time for one address, until the transaction ends: two links for it may be followed at once. */
export async function holdAddress(tx: Tx, emailKey: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`account:${emailKey}`}::text, 0))`
}

/** Letters and digits that nobody mixes up on the phone. */
const CLEAR = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A reference that no candidate has: random, so that it tells nothing of when somebody came or how many there are. */
export async function newReference(tx: Tx): Promise<string> {
  const reference = `PA-${Array.from({ length: 6 }, () => CLEAR[randomInt(CLEAR.length)]).join('')}`
  return (await tx.candidate.count({ where: { reference } })) === 0 ? reference : newReference(tx)
}

/** Deletes what nobody needs any more: registrations that were never confirmed, links that stopped working a week ago, ended sessions. */
export async function tidyAccounts(): Promise<void> {
  const weekAgo = new Date(now().getTime() - 7 * linkLife.verify)
  await db.registration.deleteMany({ where: { createdAt: { lt: weekAgo }, links: { none: { expiresAt: { gte: weekAgo } } } } })
  await db.link.deleteMany({ where: { expiresAt: { lt: weekAgo } } })
  await db.session.deleteMany({ where: { expire: { lt: now() } } })
}
