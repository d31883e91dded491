import { z } from 'zod'
import { accessStates, CONFIRMED_FOR_DAYS } from '../rules/confirming.ts'
import { invitationStates } from '../rules/invitations.ts'
import { staffRoles, type StaffRefusal } from '../rules/roles.ts'

const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const chosen = <T extends readonly [string, ...string[]]>(values: T) => z.enum(values).optional().catch(undefined)
const notice = z.string().max(30).optional().catch(undefined)

export const staffQuery = z.object({
  q: z.string().trim().max(100).optional().catch(undefined),
  role: chosen(staffRoles),
  state: chosen(accessStates),
  page,
})
export type StaffQuery = z.infer<typeof staffQuery>

export const accountParams = z.object({ accountId: z.uuid() })
export type AccountParams = z.infer<typeof accountParams>
export const accountQuery = z.object({ notice, page })
export type AccountQuery = z.infer<typeof accountQuery>

export const addRoleForm = z.object({ role: z.enum(staffRoles, 'Choose the role to add') })
export const removeRoleForm = z.object({ role: z.enum(staffRoles, 'Choose the role to take away') })
export type RoleInput = z.infer<typeof addRoleForm>

export const invitationsQuery = z.object({ state: chosen(invitationStates), notice, page })
export type InvitationsQuery = z.infer<typeof invitationsQuery>
export const invitationParams = z.object({ invitationId: z.uuid() })
export type InvitationParams = z.infer<typeof invitationParams>

export const inviteForm = z.object({
  email: z
    .string('Enter an e-mail address')
    .trim()
    .min(1, 'Enter an e-mail address')
    .max(254, 'The e-mail address must be 254 characters or fewer')
    .pipe(z.email('Enter an e-mail address like name@example.org')),
  role: z.enum(staffRoles, 'Choose the role to invite them to'),
})
export type InviteInput = z.infer<typeof inviteForm>

export const confirmQuery = z.object({
  due: chosen(['lapsed', 'ending'] as const),
  done: z.coerce.number().int().min(0).optional().catch(undefined),
  page,
})
export type ConfirmQuery = z.infer<typeof confirmQuery>
export const confirmForm = z.object({
  accounts: z
    .union(
      [z.array(z.uuid('Choose people from this list')).min(1).max(100), z.uuid().transform((one) => [one])],
      'Choose at least one person',
    )
    .transform((ids) => [...new Set(ids)]),
})
export type ConfirmInput = z.infer<typeof confirmForm>

export const accessQuery = z.object({ notice })
export type AccessQuery = z.infer<typeof accessQuery>

export const staffRefusals: Record<StaffRefusal, string> = {
  yourself: 'Nobody changes their own access. Ask another lead or administrator',
  notYours: 'An administrator looks after this. Ask one of them',
  deactivated: 'This account is deactivated. Reactivate it first',
  notDeactivated: 'This account is active already',
  held: 'This person has that role already',
  notHeld: 'This person does not have that role any more',
  clash: 'A recruiter cannot also be coordinator, lead or supporter: support and selection stay apart. Take the other role away first',
  onlyRole: 'This is the only role this person has. Deactivate the account instead, so that its history stays to be seen',
  lastAdministrator: 'This is the last administrator. Make somebody else administrator first',
}

export const staffNotices: Record<string, string> = {
  roleAdded: 'The role is added. The person was told by e-mail and signs in again.',
  roleRemoved: 'The role is taken away. The person was told by e-mail and is signed out.',
  deactivated: 'The account is deactivated, and the person is signed out everywhere.',
  reactivated: `The account is active again, and confirmed for ${String(CONFIRMED_FOR_DAYS)} days.`,
  confirmed: `Confirmed for another ${String(CONFIRMED_FOR_DAYS)} days.`,
  invited: 'The invitation is on its way.',
  resent: 'A new link is on its way. The earlier one has ended.',
  revoked: 'The invitation is revoked. Its link works no more.',
}
