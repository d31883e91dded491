import { date } from '../../core/dates.ts'
import { signConcernLink } from '../../core/links.ts'
import type { EmailKind } from '../messages/rules.ts'
import { openIn, queueOf } from './queries/concerns.ts'
import { findLink } from './queries/outside.ts'

const words = {
  pairing: {
    heading: 'A concern was raised',
    lead: 'Somebody in a pairing, or somebody of the team, has raised a concern.',
    outside: (force: string) => `Somebody in a pairing of ${force} has raised a concern about the other person.`,
    path: 'concerns',
  },
  visit: {
    heading: 'Something on a visit was reported',
    lead: 'Somebody has reported something that happened on a visit to a department.',
    outside: (force: string) => `Somebody has reported something that happened on a visit to a department of ${force}.`,
    path: 'incidents',
  },
} as const

/** To whoever heads the team. It names nobody: whoever sees this e-mail by chance learns only that there is work. */
const toLead: EmailKind = async ({ aboutId, baseUrl }) => {
  const queue = aboutId === null ? undefined : await openIn(aboutId)
  if (aboutId === null || queue === undefined) return undefined
  const { heading, lead, path } = words[queue]
  return {
    subject: 'Something in the portal needs you today',
    heading,
    paragraphs: [
      `${lead} Please sign in and read it today.`,
      'Only the heads of the team can open it. The contacts outside the team have been written to. Please do not speak of it to either side before you have read it.',
    ],
    button: { text: 'Sign in and read it', href: `${baseUrl}/staff/${path}/${aboutId}` },
    why: 'You get this e-mail because you head the positive action team.',
  }
}

/** To a contact outside the team: an address of their own, and no word of what was raised or about whom. */
const toContact: EmailKind = async ({ aboutId, baseUrl, force }) => {
  const link = aboutId === null ? null : await findLink(aboutId)
  if (!link) return undefined
  const { heading, outside } = words[queueOf(link.concern)]
  return {
    subject: `${heading} in the support portal`,
    heading,
    paragraphs: [
      `${outside(force.name)} You get it as well as the head of the positive action team, so that it never depends on one person.`,
      'This e-mail holds no names. The address below is yours alone and opens this one report. Each opening is written down. Please do not pass the address on.',
    ],
    facts: [{ label: 'It opens until', value: date(link.endsAt) }],
    button: { text: 'Open it', href: `${baseUrl}/concerns/${signConcernLink(link.id)}` },
    after: ['When it is closed, or the day has passed, the address opens nothing any more. The head of the team can send a new one.'],
    why: `You get this e-mail because ${force.name} named you as the contact for ${link.contact === 'safeguarding' ? 'safeguarding' : 'professional standards'}.`,
  }
}

export const concernEmails: Record<string, EmailKind> = { 'concern.lead': toLead, 'concern.contact': toContact }
