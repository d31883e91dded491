import type { AccessState } from './confirming.ts'
import type { InvitationState } from './invitations.ts'
import type { StaffRole } from './roles.ts'

/** What each role is called on pages and in e-mails. */
export const roleWords: Record<StaffRole, { name: string; a: string; about: string }> = {
  coordinator: { name: 'Coordinator', a: 'a coordinator', about: 'Candidates, cohorts, workshops, places and messages' },
  lead: { name: 'Lead', a: 'head of the team', about: 'All that a coordinator does, and what only the head of the team decides' },
  recruiter: { name: 'Recruiter', a: 'a recruiter', about: 'The support history of candidates who agreed to share it, and nothing else' },
  supporter: { name: 'Supporter', a: 'a supporter', about: 'Buddy, mentor, coach or host, with pages of their own' },
  administrator: { name: 'Administrator', a: 'an administrator', about: 'Staff accounts and settings. No records of candidates' },
}

type Tag = { text: string; colour: string }
export const accessWords: Record<AccessState, Tag> = {
  active: { text: 'Active', colour: 'green' },
  ending: { text: 'To be confirmed', colour: 'orange' },
  lapsed: { text: 'Lapsed', colour: 'red' },
  deactivated: { text: 'Deactivated', colour: 'grey' },
}

export const invitationWords: Record<InvitationState, Tag> = {
  open: { text: 'Open', colour: 'blue' },
  used: { text: 'Used', colour: 'green' },
  expired: { text: 'Expired', colour: 'orange' },
  revoked: { text: 'Revoked', colour: 'grey' },
}

/** One change of a staff account, as its history tells it. */
export function historyWords(name: string, role: StaffRole | undefined): string {
  const of = role === undefined ? 'a role' : roleWords[role].name.toLowerCase()
  const words: Record<string, string> = {
    'account.invited': `Invited as ${of}`,
    'account.invitedAgain': `Invitation as ${of} sent again`,
    'account.invitationRevoked': `Invitation as ${of} revoked`,
    'account.joined': `Accepted the invitation as ${of}`,
    'account.roleAdded': `Given the role ${of}`,
    'account.roleRemoved': `Role ${of} taken away`,
    'account.deactivated': 'Deactivated',
    'account.reactivated': 'Reactivated',
    'account.confirmed': 'Access confirmed',
    'account.codesSetUp': 'Set up codes on a phone',
    'account.codesReplaced': 'Set up codes on another phone',
    'account.codesReset': 'Codes reset, as the phone was lost',
  }
  return words[name] ?? 'Changed'
}
