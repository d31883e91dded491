import type { Administrator, Lead, MemberRole } from '../../../core/access.ts'
import { rolesClash } from '../rules.ts'
import { accessState } from './confirming.ts'

export type StaffRole = Exclude<MemberRole, 'candidate'>
export const staffRoles = ['coordinator', 'lead', 'recruiter', 'supporter', 'administrator'] as const satisfies readonly StaffRole[]

/** Who looks after staff accounts. */
export type Manager = Lead | Administrator

const ofTheTeam: readonly StaffRole[] = ['coordinator', 'supporter', 'recruiter']

/** The roles that each may give, take away and vouch for. */
const manages: Record<Manager['role'], readonly StaffRole[]> = { lead: ofTheTeam, administrator: staffRoles }
/** Whom each may invite: the lead knows the team, the administrator knows the leads. */
const invites: Record<Manager['role'], readonly StaffRole[]> = { lead: ofTheTeam, administrator: ['lead', 'administrator'] }

export const managedBy = ({ role }: Pick<Manager, 'role'>): readonly StaffRole[] => manages[role]
export const invitedBy = ({ role }: Pick<Manager, 'role'>): readonly StaffRole[] => invites[role]

export type StaffAccount = { id: string; roles: readonly StaffRole[]; deactivatedAt: Date | null; confirmedAt: Date | null }
/** What the other administrators can do: `able` are not deactivated, `confirmed` have not lapsed either. */
export type Others = { able: number; confirmed: number }
type By = Pick<Manager, 'role' | 'accountId'>

export type StaffRefusal =
  'yourself' | 'notYours' | 'deactivated' | 'notDeactivated' | 'held' | 'notHeld' | 'clash' | 'onlyRole' | 'lastAdministrator'
export type StaffDecision = { ok: true } | { ok: false; reason: StaffRefusal }

const ok: StaffDecision = { ok: true }
const no = (reason: StaffRefusal): StaffDecision => ({ ok: false, reason })

/** Everything that somebody is here is in this manager's hands. */
export const isInHands = (by: Pick<Manager, 'role'>, roles: readonly StaffRole[]): boolean =>
  roles.every((role) => managedBy(by).includes(role))

/** What is wrong with touching this role of this account at all. */
function barTo(by: By, account: StaffAccount, role: StaffRole): StaffRefusal | undefined {
  if (by.accountId === account.id) return 'yourself'
  if (!managedBy(by).includes(role)) return 'notYours'
  return account.deactivatedAt === null ? undefined : 'deactivated'
}

export function decideAddRole(by: By, account: StaffAccount, role: StaffRole): StaffDecision {
  const bar = barTo(by, account, role)
  if (bar) return no(bar)
  if (account.roles.includes(role)) return no('held')
  return rolesClash(account.roles, role) ? no('clash') : ok
}

export function decideRemoveRole(by: By, account: StaffAccount, role: StaffRole, others: Others): StaffDecision {
  const bar = barTo(by, account, role)
  if (bar) return no(bar)
  if (!account.roles.includes(role)) return no('notHeld')
  if (role === 'administrator' && others.able === 0) return no('lastAdministrator')
  return account.roles.length === 1 ? no('onlyRole') : ok
}

export function decideDeactivate(by: By, account: StaffAccount, others: Others): StaffDecision {
  if (by.accountId === account.id) return no('yourself')
  if (!isInHands(by, account.roles)) return no('notYours')
  if (account.deactivatedAt !== null) return no('deactivated')
  return account.roles.includes('administrator') && others.able === 0 ? no('lastAdministrator') : ok
}

export function decideReactivate(by: By, account: StaffAccount): StaffDecision {
  if (by.accountId === account.id) return no('yourself')
  if (!isInHands(by, account.roles)) return no('notYours')
  return account.deactivatedAt === null ? no('notDeactivated') : ok
}

/** Another person vouches. Only where no other administrator could, an administrator vouches for themselves: nobody is locked out. */
export function decideConfirm(by: By, account: StaffAccount, others: Others): StaffDecision {
  const self = by.accountId === account.id
  if (self && !(by.role === 'administrator' && mayConfirmOneself(account.roles, others))) return no('yourself')
  if (!isInHands(by, account.roles)) return no('notYours')
  return account.deactivatedAt === null ? ok : no('deactivated')
}

export const mayConfirmOneself = (roles: readonly MemberRole[], others: Others): boolean =>
  roles.includes('administrator') && others.confirmed === 0

/** Which of these managers are asked to vouch for an account: leads for their team, administrators for leads, for each other and where there is no lead. */
export function askedToConfirm(
  account: StaffAccount,
  managers: readonly StaffAccount[],
  now: Date,
): { id: string; role: Manager['role'] }[] {
  const able = managers.filter((each) => each.deactivatedAt === null)
  const awake = able.filter((each) => accessState(each, now) !== 'lapsed' && each.id !== account.id)
  const asked = (role: Manager['role'], from: readonly StaffAccount[]) =>
    from.filter(({ roles }) => roles.includes(role)).map(({ id }) => ({ id, role }))
  const leads = isInHands({ role: 'lead' }, account.roles) ? asked('lead', awake) : []
  if (leads.length > 0) return leads
  const administrators = asked('administrator', awake)
  return administrators.length > 0 ? administrators : asked('administrator', able)
}
