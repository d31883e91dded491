import { dateTime } from '../../core/dates.ts'
import { signLink } from '../../core/links.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../messages/rules.ts'
import { findAccount, findLiveLink } from './queries.ts'

const until = (expiresAt: Date): string => `${dateTime(expiresAt)}, UK time`

/** The link is signed here, when the e-mail is written out: no table holds an address that opens anything. */
const addressOf = (baseUrl: string, page: 'verify' | 'reset' | 'claim', id: string): string => `${baseUrl}/${page}/${signLink(id)}`

const verifyEmail: EmailKind = async ({ aboutId, baseUrl, force }) => {
  const link = await findLiveLink(aboutId, 'verify')
  if (!link?.registration) return undefined
  return {
    subject: 'Confirm your e-mail address',
    heading: 'Confirm your e-mail address',
    // Not by the name: whoever typed the address typed that too, and it could say anything to its owner.
    greeting: 'Hello,',
    paragraphs: ['Follow this link to confirm that this address is yours. Then your account is ready.'],
    facts: [{ label: 'The link works until', value: until(link.expiresAt) }],
    button: { text: 'Confirm my address', href: addressOf(baseUrl, 'verify', link.id) },
    after: ['If you did not ask for this, do nothing. Without your confirmation there is no account, and what was typed is deleted.'],
    why: `You get this e-mail because this address was typed into the registration page of ${force.name}.`,
  }
}

const alreadyRegisteredEmail: EmailKind = (about) =>
  aboutLink(about, ({ expires, href, baseUrl, force }) => ({
    subject: 'You already have an account',
    heading: 'You already have an account',
    paragraphs: [
      'Somebody, perhaps you, has just tried to register with this address. It has an account already, so nothing was changed.',
      `You can sign in at ${baseUrl}/sign-in with the password you have.`,
      'If you have forgotten it, choose a new one here.',
    ],
    facts: [{ label: 'The link works until', value: expires }],
    button: { text: 'Choose a new password', href },
    after: ['If this was not you, do nothing. Whoever it was has not been told that this address has an account.'],
    why: `You get this e-mail because this address was typed into the registration page of ${force.name}.`,
  }))

const resetEmail: EmailKind = (about) =>
  aboutLink(about, ({ expires, href, force }) => ({
    subject: 'Choose a new password',
    heading: 'Choose a new password',
    paragraphs: ['Follow this link to a page where you choose a new password. It works once.'],
    facts: [{ label: 'The link works until', value: expires }],
    button: { text: 'Choose a new password', href },
    after: ['If you did not ask for this, do nothing. The password you have goes on working, and nobody else has this link.'],
    why: `You get this e-mail because a new password was asked for with this address at the portal of ${force.name}.`,
  }))

type Words = (given: Pick<EmailAbout, 'baseUrl' | 'force'> & { expires: string; href: string }) => EmailContent

async function aboutLink({ aboutId, baseUrl, force }: EmailAbout, words: Words): Promise<EmailContent | undefined> {
  const link = await findLiveLink(aboutId, 'reset')
  if (link?.account?.closedAt !== null) return undefined
  const content = words({ baseUrl, force, expires: until(link.expiresAt), href: addressOf(baseUrl, 'reset', link.id) })
  return { greeting: `Hello ${link.account.name},`, ...content }
}

const passwordChangedEmail: EmailKind = async ({ accountId, baseUrl, force }) => {
  const account = accountId === null ? null : await findAccount(accountId)
  if (!account) return undefined
  const { email, phone } = force.contacts.team
  return {
    subject: 'Your password was changed',
    heading: 'Your password was changed',
    greeting: `Hello ${account.name},`,
    paragraphs: [
      `The password of your account was changed on ${until(account.passwordChangedAt)}. You are signed out on every phone and computer, and sign in again with the new one.`,
    ],
    button: { text: 'Sign in', href: `${baseUrl}/sign-in` },
    after: [`If this was not you, choose another password at ${baseUrl}/forgotten now, and tell us: ${email} or ${phone}.`],
    why: `You get this e-mail because your account with ${force.name} changed. It comes even if you said no to news.`,
  }
}

/** Says no name and nothing that was told us: an address taken down by ear may be a stranger's. */
const claimEmail: EmailKind = async ({ aboutId, baseUrl, force }) => {
  const link = await findLiveLink(aboutId, 'claim')
  if (link?.email == null) return undefined
  return {
    subject: 'Take over what we registered for you',
    heading: 'Take over what we registered for you',
    greeting: 'Hello,',
    paragraphs: [
      'When we spoke, somebody of our team registered you, and this address was given to us.',
      'Follow this link, show us with your name that it is you, and choose a password. Then you see and change everything yourself. You need not: we can go on by phone or letter.',
    ],
    facts: [{ label: 'The link works until', value: until(link.expiresAt) }],
    button: { text: 'Make it mine', href: addressOf(baseUrl, 'claim', link.id) },
    after: ['If you never spoke to us, do nothing. The link stops working by itself.'],
    why: `You get this e-mail because this address was given to the positive action team of ${force.name} by phone or in person.`,
  }
}

export const accountEmails = {
  'accounts.verify': verifyEmail,
  'accounts.alreadyRegistered': alreadyRegisteredEmail,
  'accounts.reset': resetEmail,
  'accounts.passwordChanged': passwordChangedEmail,
  'accounts.claim': claimEmail,
} satisfies Record<string, EmailKind>
