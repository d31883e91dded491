import type { AccessState } from './confirming.ts'
import type { InvitationState, InviteRefusal } from './invitations.ts'
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

/** Why somebody cannot be invited, in words. */
export const inviteRefusals: Record<InviteRefusal, string> = {
  notYours: 'Choose one of the roles shown',
  alreadyInvited: 'This address has an invitation to that role already. Send it again, or revoke it, in the list of invitations',
  held: 'A colleague with this address has that role already',
  clash:
    'A colleague with this address has a role that does not go with this one: a recruiter cannot also be coordinator, lead or supporter',
  deactivated: 'A colleague with this address is deactivated. Reactivate their account instead',
  used: 'This invitation has been accepted, so there is nothing left to send or revoke',
  revoked: 'This invitation was revoked. Invite the person anew',
  tooMany: 'You have sent many invitations in the last hour. Wait an hour and send the rest',
}
