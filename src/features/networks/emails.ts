import { date } from '../../core/dates.ts'
import { signOutsideLink } from '../../core/links.ts'
import type { Network } from '../../forces/profile.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../messages/rules.ts'
import { findOutsideLink } from '../outside/queries.ts'
import { findNetwork } from './queries/own.ts'
import * as letters from './queries/letters.ts'

/** To the one person of the network who is told: an address of their own, and no word of whom it is about. */
const contactTold: EmailKind = async ({ aboutId, baseUrl, force }) => {
  const link = aboutId === null ? null : await findOutsideLink(aboutId)
  const membership = link && (await letters.findToldMembership(link.aboutId))
  const network = membership && findNetwork(force, membership.network)
  if (!link || !network) return undefined
  return {
    subject: 'Somebody would like to be part of your network',
    heading: 'Somebody has joined',
    greeting: `Hello ${network.contact.name},`,
    paragraphs: [
      `Somebody has joined ${network.name} on the support portal of ${force.name}, and agreed that you, and nobody else, are told who they are and how to reach them.`,
      'This e-mail holds no names. The address below is yours alone. Each opening is written down and shown to them. Please do not pass it on, and put nobody on a list without asking them.',
    ],
    facts: [{ label: 'It opens until', value: `${date(link.endsAt)}, or until they leave` }],
    button: { text: 'See who', href: `${baseUrl}/networks/contact/${signOutsideLink(link.id)}` },
    why: `You get this e-mail because you are the contact of ${network.name} on the support portal.`,
  }
}

const leftWords = ({ name, contact }: Network): EmailContent => ({
  subject: 'One person has left your network',
  heading: 'One person has left',
  greeting: `Hello ${contact.name},`,
  paragraphs: [
    `One person has left ${name} on the support portal. We do not say who, and the address by which you were told of them opens nothing any more.`,
    'If you kept a note of anybody who has told you that they are leaving, please delete it. Nobody else needs to know.',
  ],
  why: `You get this e-mail because you are the contact of ${name} on the support portal.`,
})

const contactLeft: EmailKind = ({ data, force }) => {
  const network = typeof data['network'] === 'string' ? findNetwork(force, data['network']) : undefined
  return Promise.resolve(network && leftWords(network))
}

type Told = { network: string | null } | null
const news =
  (find: (id: string) => Promise<Told>, words: Pick<EmailContent, 'subject' | 'heading'> & { text: string }): EmailKind =>
  async ({ accountId, aboutId, baseUrl }: EmailAbout) => {
    const found = aboutId === null ? null : await find(aboutId)
    const member = found?.network && accountId !== null ? await letters.findMember(accountId, found.network) : undefined
    if (!member) return undefined
    return {
      ...{ subject: words.subject, heading: words.heading, greeting: `Hello ${member.name},` },
      paragraphs: [words.text, 'What it is stands on your page, behind your sign-in, so that nobody learns of it from this e-mail.'],
      button: { text: 'Have a look', href: `${baseUrl}${member.candidate ? '/my' : '/supporting'}/networks` },
      why: 'You get this e-mail because you take news of something that you joined. You can pause it on the page of it, with one button.',
    }
  }

const event = news(letters.findEventToTell, {
  subject: 'Something new for you to come to',
  heading: 'There is something new to come to',
  text: 'Something that you belong to has a new event.',
})
const opportunity = news(letters.findOpportunityToTell, {
  subject: 'Something you might like to take on',
  heading: 'There is something you might like to take on',
  text: 'Something that you belong to looks for somebody to lead or to help.',
})

const outcomes: Record<string, string> = {
  takenUp: 'It is yours, if you still would like it. What happens next is on your page.',
  notThisTime: 'It did not work out this time. Why, and what could be next, is on your page.',
  later: 'Not now, and not forgotten: we come back to you. More is on your page.',
}
const answered: EmailKind = async ({ aboutId, baseUrl }) => {
  const interest = aboutId === null ? null : await letters.findAnsweredInterest(aboutId)
  const reader = interest?.candidate ?? interest?.account
  if (!interest || !reader) return undefined
  return {
    subject: 'An answer for you',
    heading: 'There is an answer to what you would like to take on',
    greeting: `Hello ${reader.name},`,
    paragraphs: [outcomes[interest.state] ?? '', 'Thank you for putting yourself forward.'],
    button: {
      text: 'Read the answer',
      href: `${baseUrl}${interest.candidate ? '/my' : '/supporting'}/networks/opportunities/${interest.opportunityId}`,
    },
    why: 'You get this e-mail because you said on the portal that you would like to take something on.',
  }
}

export const networkEmails: Record<string, EmailKind> = {
  'network.contactTold': contactTold,
  'network.contactLeft': contactLeft,
  'network.event': event,
  'network.opportunity': opportunity,
  'network.answered': answered,
}
