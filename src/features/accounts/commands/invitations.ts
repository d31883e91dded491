import { now } from '../../../core/clock.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import { allow } from '../../../core/rate-limit.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import { emailKeyOf } from '../queries.ts'
import { findStaffToChange } from '../queries/staff.ts'
import { limits } from '../rules.ts'
import {
  decideInvitation,
  decideInvite,
  INVITATION_LIFE,
  invitationState,
  KEPT_DAYS,
  type InvitationEvent,
  type InviteDecision,
} from '../rules/invitations.ts'
import type { Manager, StaffRole } from '../rules/roles.ts'
import { makeLink } from './register.ts'

/** Changes of who works here go one at a time, in every process; the trigger that keeps an administrator takes the same lock. */
export async function holdStaff(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('the last administrator', 0))`
}

/** Makes the one link that opens an invitation from now on, and asks for the e-mail that carries it. */
async function sendLink(tx: Tx, { email, role }: { email: string; role: string }) {
  const link = await makeLink(tx, 'invite', { email, role }, INVITATION_LIFE)
  await queueEmail(tx, { address: email, kind: 'accounts.invite', about: link.id })
  return { linkId: link.id, expiresAt: link.expiresAt, sentAt: now() }
}

async function voidLink(tx: Tx, linkId: string | null): Promise<void> {
  if (linkId !== null) await tx.link.updateMany({ where: { id: linkId, usedAt: null }, data: { usedAt: now() } })
}

/** Asks somebody by e-mail to take a role. Whether the address is a candidate's is neither looked at nor told. */
export async function invite(actor: Manager, { email, role }: { email: string; role: StaffRole }): Promise<InviteDecision> {
  if (!(await allow('invite', actor.accountId, limits.invite))) return { ok: false, reason: 'tooMany' }
  const emailKey = emailKeyOf(email)
  return inTransaction(async (tx) => {
    await holdStaff(tx)
    const account = await tx.account.findUnique({ where: { emailKey }, select: { id: true } })
    const known = account ? await findStaffToChange(tx, account.id) : undefined
    const waiting = await tx.invitation.count({ where: { emailKey, role, acceptedAt: null, revokedAt: null } })
    const decision = decideInvite(actor, role, known, waiting > 0)
    if (!decision.ok) return decision
    const sent = await sendLink(tx, { email, role })
    const { id } = await tx.invitation.create({
      data: { email, emailKey, role, invitedBy: actor.accountId, invitedAt: sent.sentAt, ...sent },
      select: { id: true },
    })
    await recordEvent(tx, actor, 'account.invited', { subjectId: id, data: { role } })
    return decision
  })
}

type Invitation = Prisma.InvitationGetPayload<object>
type Write = (tx: Tx, invitation: Invitation) => Promise<void>

const change = (actor: Manager, id: string, event: InvitationEvent, write: Write): Promise<InviteDecision | undefined> =>
  inTransaction(async (tx) => {
    await holdStaff(tx)
    const invitation = await tx.invitation.findUnique({ where: { id } })
    if (!invitation) return undefined
    const decision = decideInvitation(actor, invitation.role as StaffRole, invitationState(invitation, now()), event)
    if (decision.ok) await write(tx, invitation)
    return decision
  })

/** Sends an invitation once more, for another seven days; the link of the earlier e-mail ends. */
export const resendInvitation = async (actor: Manager, id: string): Promise<InviteDecision | undefined> => {
  if (!(await allow('invite', actor.accountId, limits.invite))) return { ok: false, reason: 'tooMany' }
  return change(actor, id, 'resend', async (tx, { linkId, email, role }) => {
    await voidLink(tx, linkId)
    await tx.invitation.update({ where: { id }, data: await sendLink(tx, { email, role }) })
    await recordEvent(tx, actor, 'account.invitedAgain', { subjectId: id, data: { role } })
  })
}

async function revoke(tx: Tx, actor: Manager, { id, linkId, role }: Invitation): Promise<void> {
  await voidLink(tx, linkId)
  await tx.invitation.update({ where: { id }, data: { revokedAt: now() } })
  await recordEvent(tx, actor, 'account.invitationRevoked', { subjectId: id, data: { role } })
}

export const revokeInvitation = (actor: Manager, id: string) =>
  change(actor, id, 'revoke', (tx, invitation) => revoke(tx, actor, invitation))

/** Takes back what somebody who may no longer invite has sent and nobody has answered. */
export async function revokeAllOf(tx: Tx, actor: Manager, invitedBy: string, roles?: readonly StaffRole[]): Promise<void> {
  const ofRoles = roles ? { role: { in: [...roles] } } : {}
  const open = await tx.invitation.findMany({ where: { invitedBy, acceptedAt: null, revokedAt: null, ...ofRoles } })
  for (const invitation of open) await revoke(tx, actor, invitation)
}

/** Marks the invitation that a followed link belongs to, and answers with who sent it; nobody, where a command printed the link. */
export async function acceptInvitation(tx: Tx, linkId: string): Promise<string | undefined> {
  const invitation = await tx.invitation.findUnique({ where: { linkId } })
  if (!invitation) return undefined
  await tx.invitation.update({ where: { linkId }, data: { acceptedAt: now() } })
  return invitation.invitedBy
}

/** Deletes invitations that came to nothing a while ago. */
export async function tidyInvitations(): Promise<void> {
  const before = new Date(now().getTime() - KEPT_DAYS * 86_400_000)
  await db.invitation.deleteMany({ where: { acceptedAt: null, expiresAt: { lt: before } } })
}
