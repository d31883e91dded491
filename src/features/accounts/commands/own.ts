import { setTimeout as wait } from 'node:timers/promises'
import type { Member } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import { readLink } from '../../../core/links.ts'
import { hashPassword, passwordFits } from '../../../core/passwords.ts'
import { allow } from '../../../core/rate-limit.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { emailKeyOf } from '../queries.ts'
import { limits, linkLife } from '../rules.ts'
import { changeState, type ChangeState } from '../rules/own.ts'
import { holdAddress } from './register.ts'
import { endSessions } from './sessions.ts'

/** Changes the name that colleagues and candidates see; that of a candidate is kept with their details. */
export const renameAccount = (actor: Member, name: string): Promise<void> =>
  inTransaction(async (tx) => {
    const { accountId } = actor
    await tx.account.update({ where: { id: accountId }, data: { name }, select: { id: true } })
    await recordEvent(tx, actor, 'account.renamed', { subjectId: accountId })
  })

type PasswordChange = { ok: true; at: Date } | { ok: false; reason: 'samePassword' }

/** Sets a new password for somebody who has just given the old one, and ends every session but the one they are in. */
export async function changePassword(actor: Member, password: string, sid: string): Promise<PasswordChange> {
  const { accountId } = actor
  const { passwordHash: old } = await db.account.findUniqueOrThrow({ where: { id: accountId }, select: { passwordHash: true } })
  if (await passwordFits(old, password)) return { ok: false, reason: 'samePassword' }
  const passwordHash = await hashPassword(password)
  return inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM accounts WHERE id = ${accountId}::uuid FOR UPDATE`
    const at = now()
    await tx.account.update({ where: { id: accountId }, data: { passwordHash, passwordChangedAt: at }, select: { id: true } })
    await tx.link.updateMany({ where: { accountId, purpose: 'reset', usedAt: null }, data: { usedAt: at } })
    await endSessions(tx, accountId, sid)
    await recordEvent(tx, actor, 'account.passwordChanged', { subjectId: accountId })
    await queueEmail(tx, { accountId, kind: 'accounts.passwordChanged', about: accountId })
    return { ok: true, at }
  })
}

/** The answer tells nobody whether an address is known, so it takes at least this long, whatever was done. */
const EVEN = 200

type Asked = { ok: true } | { ok: false; reason: 'sameEmail' | 'tooMany' }

/**
 * Asks for another address. The one of now is told; the new one gets a link, or, where it has an account of its own,
 * its owner is told so and there is no link. The page says the same.
 */
export async function askForEmail(actor: Member, email: string, network: string): Promise<Asked> {
  const emailKey = emailKeyOf(email)
  const account = await db.account.findUniqueOrThrow({ where: { id: actor.accountId }, select: { emailKey: true } })
  if (account.emailKey === emailKey) return { ok: false, reason: 'sameEmail' }
  const mayWrite =
    (await allow('mail-pair', `${emailKey} ${network}`, limits.mailPair)) && (await allow('mail-address', emailKey, limits.mailAddress))
  if (!mayWrite) return { ok: false, reason: 'tooMany' }
  await Promise.all([inTransaction((tx) => writeToBoth(tx, actor, email, emailKey)), wait(EVEN)])
  return { ok: true }
}

async function writeToBoth(tx: Tx, actor: Member, email: string, emailKey: string): Promise<void> {
  const { accountId } = actor
  await tx.$queryRaw`SELECT id FROM accounts WHERE id = ${accountId}::uuid FOR UPDATE`
  await tx.emailChange.updateMany({ where: { accountId, usedAt: null }, data: { usedAt: now() } })
  const expiresAt = new Date(now().getTime() + linkLife.verify)
  const { id: about } = await tx.emailChange.create({
    data: { accountId, email, emailKey, createdAt: now(), expiresAt },
    select: { id: true },
  })
  const taken = await tx.account.findUnique({ where: { emailKey }, select: { id: true } })
  if (taken) await queueEmail(tx, { accountId: taken.id, kind: 'accounts.emailTaken' })
  else await queueEmail(tx, { address: email, kind: 'accounts.emailConfirm', about })
  await queueEmail(tx, { accountId, kind: 'accounts.emailAsked', about })
  await recordEvent(tx, actor, 'account.emailChangeAsked', { subjectId: accountId })
}

type Changed = { ok: true } | { ok: false; reason: Exclude<ChangeState, 'live'> | 'known' }

/** Makes the address of a link that its mailbox was sent this account's own. Both addresses are told. */
export async function confirmEmail(actor: Member, text: string): Promise<Changed> {
  const id = readLink(text)
  const wanted = id === undefined ? null : await db.emailChange.findUnique({ where: { id } })
  if (!wanted) return { ok: false, reason: 'unknown' }
  return inTransaction(async (tx) => {
    await holdAddress(tx, wanted.emailKey)
    const { accountId } = actor
    await tx.$queryRaw`SELECT id FROM accounts WHERE id = ${accountId}::uuid FOR UPDATE`
    const change = await tx.emailChange.findUnique({ where: { id: wanted.id } })
    const state = changeState(change, accountId, now())
    if (state !== 'live') return { ok: false, reason: state }
    if ((await tx.account.count({ where: { emailKey: wanted.emailKey } })) > 0) return { ok: false, reason: 'known' }
    const { email: old } = await tx.account.findUniqueOrThrow({ where: { id: accountId }, select: { email: true } })
    await tx.account.update({ where: { id: accountId }, data: { email: wanted.email, emailKey: wanted.emailKey }, select: { id: true } })
    await tx.emailChange.update({ where: { id: wanted.id }, data: { usedAt: now() }, select: { id: true } })
    // Links that went to the old mailbox open nothing any more.
    await tx.link.updateMany({ where: { accountId, purpose: 'reset', usedAt: null }, data: { usedAt: now() } })
    await recordEvent(tx, actor, 'account.emailChanged', { subjectId: accountId })
    await queueEmail(tx, { accountId, kind: 'accounts.emailChanged' })
    await queueEmail(tx, { address: old, kind: 'accounts.emailLeft' })
    return { ok: true }
  })
}

/** Deletes addresses that were asked for and are done with, a week after their link stopped working. */
export async function tidyEmailChanges(): Promise<void> {
  const weekAgo = new Date(now().getTime() - 7 * linkLife.verify)
  await db.emailChange.deleteMany({ where: { expiresAt: { lt: weekAgo } } })
}
