import type { EmailKind } from '../messages/rules.ts'

/** The last letter to somebody who has gone: nothing is left that knows their name. */
const closedEmail: EmailKind = ({ force }) =>
  Promise.resolve({
    subject: 'Your account is closed',
    heading: 'Your account is closed',
    paragraphs: [
      'As you asked, your account is closed and your details are deleted. Places you held have gone to the next people in line.',
      'What stays is counted without a name, and cannot be led back to you. This letter is deleted from our side once it is sent.',
    ],
    after: [`If you did not ask for this, write to ${force.contacts.team.email} or call ${force.contacts.team.phone}.`],
    why: 'You get this e-mail because an account with this address was closed.',
  })

export const privacyEmails: Record<string, EmailKind> = { 'privacy.closed': closedEmail }
