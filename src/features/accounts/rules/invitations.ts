import { rolesClash } from '../rules.ts'
import { invitedBy, type Manager, type StaffAccount, type StaffRole } from './roles.ts'

const DAY = 86_400_000
export const INVITATION_DAYS = 7
export const INVITATION_LIFE = INVITATION_DAYS * DAY
/** An invitation that came to nothing is kept so long, for whoever asks what became of it. */
export const KEPT_DAYS = 90

export const invitationStates = ['open', 'used', 'expired', 'revoked'] as const
export type InvitationState = (typeof invitationStates)[number]
type Dates = { acceptedAt: Date | null; revokedAt: Date | null; expiresAt: Date }

export function invitationState({ acceptedAt, revokedAt, expiresAt }: Dates, now: Date): InvitationState {
  if (acceptedAt !== null) return 'used'
  if (revokedAt !== null) return 'revoked'
  return expiresAt <= now ? 'expired' : 'open'
}

export type InvitationEvent = 'resend' | 'revoke'
const moves: Record<InvitationState, Partial<Record<InvitationEvent, InvitationState>>> = {
  open: { resend: 'open', revoke: 'revoked' },
  expired: { resend: 'open', revoke: 'revoked' },
  used: {},
  revoked: {},
}

/** What can still be done with an invitation; buttons come from here. */
export const invitationEvents = (state: InvitationState): InvitationEvent[] => Object.keys(moves[state]) as InvitationEvent[]

export type InviteRefusal = 'notYours' | 'alreadyInvited' | 'held' | 'clash' | 'deactivated' | 'used' | 'revoked' | 'tooMany'
export type InviteDecision = { ok: true } | { ok: false; reason: InviteRefusal }
const no = (reason: InviteRefusal): InviteDecision => ({ ok: false, reason })

type Known = Pick<StaffAccount, 'roles' | 'deactivatedAt'> | undefined

/** `known` is a staff account with this address, which the list shows anyway; that an address is a candidate's is never looked at. */
export function decideInvite(by: Pick<Manager, 'role'>, role: StaffRole, known: Known, alreadyInvited: boolean): InviteDecision {
  if (!invitedBy(by).includes(role)) return no('notYours')
  if (known?.deactivatedAt != null) return no('deactivated')
  if (known?.roles.includes(role)) return no('held')
  if (known && rolesClash(known.roles, role)) return no('clash')
  return alreadyInvited ? no('alreadyInvited') : { ok: true }
}

export function decideInvitation(
  by: Pick<Manager, 'role'>,
  role: StaffRole,
  state: InvitationState,
  event: InvitationEvent,
): InviteDecision {
  if (!invitedBy(by).includes(role)) return no('notYours')
  if (moves[state][event] !== undefined) return { ok: true }
  return no(state === 'revoked' ? 'revoked' : 'used')
}
