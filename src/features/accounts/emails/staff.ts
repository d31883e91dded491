import { date, dateTime } from '../../../core/dates.ts'
import { signLink } from '../../../core/links.ts'
import type { EmailKind } from '../../messages/rules.ts'
import { findAccount } from '../queries.ts'
import { findInvitationToTell } from '../queries/invitations.ts'
import { findAsked } from '../queries/staff.ts'
import { accessEnds } from '../rules/confirming.ts'
import { roleWords } from '../rules/words.ts'
import type { StaffRole } from '../rules/roles.ts'

const inviteEmail: EmailKind = async ({ aboutId, baseUrl, force }) => {
  const invitation = await findInvitationToTell(aboutId)
  if (!invitation) return undefined
  const { role, by, expiresAt } = invitation
  const words = roleWords[role]
  return {
    subject: 'Your invitation to the Positive Action portal',
    heading: 'You are invited',
    greeting: 'Hello,',
    paragraphs: [
      `${by ?? 'A colleague'} invites you to the portal of ${force.name} as ${words.a}.`,
      'Follow this link to accept. If this address has an account already, you type its password and the role is added; otherwise you choose a name and a password.',
    ],
    facts: [
      { label: 'Role', value: words.name },
      { label: 'What it is for', value: words.about },
      { label: 'The link works once, until', value: `${dateTime(expiresAt)}, UK time` },
    ],
    button: { text: 'Accept the invitation', href: `${baseUrl}/join/${signLink(aboutId ?? '')}` },
    after: [
      'If you did not expect this, do nothing: the invitation ends by itself. Nobody at the portal asks for your password by e-mail or on the phone.',
    ],
    why: `You get this e-mail because a colleague typed this address into the staff pages of ${force.name}.`,
  }
}

const told: Record<string, (role: string) => string[]> = {
  roleAdded: (role) => [
    `The role ${role} was added to your account. Sign in again to use it; with several roles you choose the one to act in.`,
  ],
  roleRemoved: (role) => [`The role ${role} was taken from your account. You are signed out on every phone and computer.`],
  deactivated: () => [
    'Your staff account was deactivated, and you are signed out on every phone and computer. What you have worked on stays with the team.',
  ],
  reactivated: () => ['Your staff account is active again. Sign in with the password you had, or choose another one by e-mail.'],
}

const accessChangedEmail: EmailKind = async ({ accountId, baseUrl, force, data }) => {
  const account = accountId === null ? null : await findAccount(accountId)
  const role = roleWords[data['role'] as StaffRole] as (typeof roleWords)[StaffRole] | undefined
  const paragraphs = told[String(data['what'])]?.(role?.name.toLowerCase() ?? '')
  if (!account || !paragraphs) return undefined
  const { email, phone } = force.contacts.team
  return {
    subject: 'Your staff account changed',
    heading: 'Your staff account changed',
    greeting: `Hello ${account.name},`,
    paragraphs,
    ...(data['what'] === 'deactivated' ? {} : { button: { text: 'Sign in', href: `${baseUrl}/sign-in` } }),
    after: [`If you think that this is a mistake, ask your head of team or an administrator, or write to ${email} or ring ${phone}.`],
    why: `You get this e-mail because your staff account with ${force.name} changed.`,
  }
}

const SHOWN = 20

const toConfirmEmail: EmailKind = async ({ accountId, baseUrl, force }) => {
  const manager = accountId === null ? null : await findAccount(accountId)
  const asked = accountId === null ? [] : await findAsked(accountId)
  if (!manager || asked.length === 0) return undefined
  const more = asked.length - SHOWN
  return {
    subject: 'Staff access that needs your confirmation',
    heading: asked.length === 1 ? 'One colleague needs your confirmation' : `${String(asked.length)} colleagues need your confirmation`,
    greeting: `Hello ${manager.name},`,
    paragraphs: [
      'Staff access ends 90 days after somebody last confirmed that the person still works here and still needs it. Please look at each of these.',
      'If somebody has left, or does something else now, deactivate the account or take the role away instead.',
    ],
    facts: asked.slice(0, SHOWN).map(({ name, confirmedAt }) => ({ label: name, value: `until ${date(accessEnds(confirmedAt))}` })),
    button: { text: 'See who is to be confirmed', href: `${baseUrl}/staff/accounts/confirm` },
    after: more > 0 ? [`And ${String(more)} more, in the list.`] : [],
    why: `You get this e-mail because you look after staff accounts at ${force.name}.`,
  }
}

export const staffEmails = {
  'accounts.invite': inviteEmail,
  'accounts.accessChanged': accessChangedEmail,
  'accounts.toConfirm': toConfirmEmail,
} satisfies Record<string, EmailKind>
