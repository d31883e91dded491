import type { MemberRole } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import { signLink } from '../../../core/links.ts'
import { hashPassword, passwordFits } from '../../../core/passwords.ts'
import { allow } from '../../../core/rate-limit.ts'
import { recordEvent } from '../../audit/commands.ts'
import { emailKeyOf, findLink } from '../queries.ts'
import { limits, linkState, rolesClash, type LinkState } from '../rules.ts'
import { acceptInvitation, holdStaff } from './invitations.ts'
import { endSessions } from './sessions.ts'
import { holdAddress, makeLink } from './register.ts'

type Joined =
  | { ok: true; accountId: string; email: string }
  | { ok: false; reason: Exclude<LinkState, 'live'> | 'wrongPassword' | 'tooMany' | 'clash' | 'deactivated' }

/** Accepts an invitation: makes the account with the role, or adds the role to the account that the address has, for whoever knows its password. */
export async function join(text: string, { name, password }: { name: string; password: string }): Promise<Joined> {
  const { state, row } = await findLink(text, 'invite')
  if (state !== 'live') return { ok: false, reason: state }
  if (row?.email == null) return { ok: false, reason: 'unknown' }
  const { id, email } = row
  if (!(await allow('link', id, limits.link))) return { ok: false, reason: 'tooMany' }
  const held = await db.account.findUnique({ where: { emailKey: emailKeyOf(email) }, select: { passwordHash: true } })
  if (held && !(await passwordFits(held.passwordHash, password))) return { ok: false, reason: 'wrongPassword' }
  const passwordHash = held?.passwordHash ?? (await hashPassword(password))
  return inTransaction(async (tx) => {
    if (row.role === 'administrator') await holdAddress(tx, FIRST_ADMINISTRATOR)
    return accept(tx, id, { name, passwordHash })
  })
}

/** Whoever invites the first administrator and whoever becomes one go one at a time. */
const FIRST_ADMINISTRATOR = 'the first administrator'

async function accept(tx: Tx, linkId: string, typed: { name: string; passwordHash: string }): Promise<Joined> {
  await holdStaff(tx)
  await tx.$queryRaw`SELECT id FROM links WHERE id = ${linkId}::uuid FOR UPDATE`
  const link = await tx.link.findUnique({ where: { id: linkId } })
  const state = linkState(link, 'invite', now())
  if (state !== 'live') return { ok: false, reason: state }
  if (link?.email == null || link.role === null) return { ok: false, reason: 'unknown' }
  const { email } = link
  const role = link.role as MemberRole
  const holder = await holderOf(tx, email, typed)
  if (holder.passwordHash !== typed.passwordHash) return { ok: false, reason: 'wrongPassword' }
  const held = holder.roles.map((one) => one.role as MemberRole)
  if (holder.deactivatedAt !== null) return { ok: false, reason: 'deactivated' }
  if (rolesClash(held, role)) return { ok: false, reason: 'clash' }
  await tx.link.update({ where: { id: linkId }, data: { usedAt: now() } })
  const grantedBy = (await acceptInvitation(tx, linkId)) ?? null
  // Whoever has worked here before goes on with the confirmation they have.
  if (held.every((one) => one === 'candidate')) await tx.account.update({ where: { id: holder.id }, data: { confirmedAt: now() } })
  if (!held.includes(role)) await tx.accountRole.create({ data: { accountId: holder.id, role, grantedAt: now(), grantedBy } })
  await endSessions(tx, holder.id)
  await recordEvent(tx, { role: 'visitor' }, 'account.joined', { subjectId: holder.id, data: { role } })
  return { ok: true, accountId: holder.id, email }
}

const holderShape = { id: true, passwordHash: true, deactivatedAt: true, roles: { select: { role: true } } } as const

/** The account of an address: the one it has, or a new one. */
async function holderOf(tx: Tx, email: string, { name, passwordHash }: { name: string; passwordHash: string }) {
  const emailKey = emailKeyOf(email)
  await holdAddress(tx, emailKey)
  const known = await tx.account.findUnique({ where: { emailKey }, select: holderShape })
  const made = { name, email, emailKey, passwordHash, createdAt: now(), passwordChangedAt: now() }
  return known ?? tx.account.create({ data: made, select: holderShape })
}

type Invited = { ok: true; address: string; expiresAt: Date } | { ok: false; reason: 'administratorExists' }

/**
 * The one way to the first administrator of a deployment: a link for one day, for whoever runs the command to hand over.
 * Not sent by e-mail, as a mistyped address would make a stranger administrator. A newer link ends the older ones.
 */
export const inviteFirstAdministrator = (email: string, baseUrl: string): Promise<Invited> =>
  inTransaction(async (tx) => {
    await holdAddress(tx, FIRST_ADMINISTRATOR)
    if ((await tx.accountRole.count({ where: { role: 'administrator', account: { closedAt: null, deactivatedAt: null } } })) > 0) {
      return { ok: false, reason: 'administratorExists' }
    }
    await tx.link.updateMany({ where: { purpose: 'invite', role: 'administrator', usedAt: null }, data: { usedAt: now() } })
    const { id, expiresAt } = await makeLink(tx, 'invite', { email, role: 'administrator' })
    await recordEvent(tx, { role: 'system' }, 'account.invited', { subjectId: id, data: { role: 'administrator' } })
    return { ok: true, address: `${baseUrl}/join/${signLink(id)}`, expiresAt }
  })
