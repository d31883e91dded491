import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { invitationEvents, invitationState, type InvitationState } from '../rules/invitations.ts'
import { invitedBy, type Manager, type StaffRole } from '../rules/roles.ts'
import { namesOf } from './team.ts'

const A_PAGE = 25

function whereState(state: InvitationState, at: Date): Prisma.InvitationWhereInput {
  const pending = { acceptedAt: null, revokedAt: null }
  switch (state) {
    case 'used':
      return { acceptedAt: { not: null } }
    case 'revoked':
      return { revokedAt: { not: null } }
    case 'open':
      return { ...pending, expiresAt: { gt: at } }
    case 'expired':
      return { ...pending, expiresAt: { lte: at } }
  }
}

/** What this manager may still do with an invitation, beside it. */
async function shown(actor: Manager, rows: Prisma.InvitationGetPayload<object>[]) {
  const names = await namesOf(rows.map((each) => each.invitedBy))
  return rows.map(({ role, ...row }) => {
    const state = invitationState(row, now())
    const mine = invitedBy(actor).includes(role as StaffRole)
    return { ...row, role: role as StaffRole, state, by: names.get(row.invitedBy), events: mine ? invitationEvents(state) : [] }
  })
}

/** Every invitation, the newest first. */
export async function listInvitations(actor: Manager, { state, page }: { state?: InvitationState | undefined; page: number }) {
  const where = state ? whereState(state, now()) : {}
  const [rows, count] = await Promise.all([
    db.invitation.findMany({ where, orderBy: [{ invitedAt: 'desc' }, { id: 'desc' }], skip: (page - 1) * A_PAGE, take: A_PAGE }),
    db.invitation.count({ where }),
  ])
  return { invitations: await shown(actor, rows), count, pages: Math.max(1, Math.ceil(count / A_PAGE)) }
}

/** Those that went to one address. */
export const listInvitationsTo = async (actor: Manager, emailKey: string) =>
  shown(actor, await db.invitation.findMany({ where: { emailKey }, orderBy: [{ invitedAt: 'desc' }, { id: 'desc' }], take: A_PAGE }))

/** An invitation as its e-mail tells of it; undefined where it can be accepted no more, or a newer e-mail has replaced this one. */
export async function findInvitationToTell(linkId: string | null) {
  const invitation = linkId === null ? null : await db.invitation.findUnique({ where: { linkId } })
  if (!invitation || invitationState(invitation, now()) !== 'open') return undefined
  const names = await namesOf([invitation.invitedBy])
  return { ...invitation, role: invitation.role as StaffRole, by: names.get(invitation.invitedBy) }
}
