import { dateTime } from '../../../core/dates.ts'
import { signLink } from '../../../core/links.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../../messages/rules.ts'
import { findAccount } from '../queries.ts'
import { findLiveChange } from '../queries/own.ts'

type Words = Pick<EmailContent, 'subject' | 'paragraphs'> & {
  notYou: string
  /** Why they get it, where nothing of the account has changed. */
  because?: string
}

/** A letter to somebody about how they sign in: what happened, and what to do if it was not them. */
const changed =
  (wordsOf: (about: EmailAbout) => Words): EmailKind =>
  async (about) => {
    const account = about.accountId === null ? null : await findAccount(about.accountId)
    if (!account) return undefined
    const { email, phone } = about.force.contacts.team
    const { subject, paragraphs, notYou, because = `your account with ${about.force.name} changed` } = wordsOf(about)
    return {
      ...{ subject, heading: subject, greeting: `Hello ${account.name},`, paragraphs },
      button: { text: 'See how you sign in', href: `${about.baseUrl}/account` },
      after: [`${notYou} Tell us too: ${email} or ${phone}.`],
      why: `You get this e-mail because ${because}. It comes even if you said no to news.`,
    }
  }

const newPassword = ({ baseUrl }: EmailAbout) => `If this was not you, choose another password at ${baseUrl}/forgotten now.`

const emailConfirm: EmailKind = async ({ aboutId, baseUrl, force }) => {
  const change = await findLiveChange(aboutId)
  if (!change) return undefined
  return {
    subject: 'Confirm your new e-mail address',
    heading: 'Confirm your new e-mail address',
    // Not by name: whoever typed the address may have mistyped it.
    greeting: 'Hello,',
    paragraphs: [
      'Follow this link, sign in as you have until now, and press the button there. Then this address is the one of your account.',
    ],
    facts: [{ label: 'The link works until', value: `${dateTime(change.expiresAt)}, UK time` }],
    button: { text: 'Confirm this address', href: `${baseUrl}/account/email/${signLink(change.id)}` },
    after: ['If you did not ask for this, do nothing. Somebody probably mistyped their own address.'],
    why: `You get this e-mail because this address was typed into the portal of ${force.name}.`,
  }
}

/** To the address that an account has just left. */
const emailLeft: EmailKind = ({ force, baseUrl }) => {
  const { email, phone } = force.contacts.team
  return Promise.resolve({
    subject: 'Your e-mail address was changed',
    heading: 'Your e-mail address was changed',
    greeting: 'Hello,',
    paragraphs: [`The account with ${force.name} that had this address now has another one. Nothing more is sent here.`],
    button: { text: 'Go to the portal', href: baseUrl },
    after: [`If this was not you, tell us at once: ${email} or ${phone}.`],
    why: `You get this e-mail because your account with ${force.name} changed. It comes even if you said no to news.`,
  })
}

export const ownAccountEmails = {
  'accounts.emailConfirm': emailConfirm,
  'accounts.emailLeft': emailLeft,
  'accounts.emailAsked': changed((about) => ({
    subject: 'Another e-mail address was asked for',
    paragraphs: [
      'Somebody, probably you, asked for your account to have another e-mail address. It changes only when the link that was sent to the new address is followed.',
    ],
    notYou: newPassword(about),
    because: `a change to your account with ${about.force.name} was asked for`,
  })),
  'accounts.emailTaken': changed((about) => ({
    subject: 'You already have an account',
    paragraphs: [
      'Somebody, perhaps you, typed this address as the new one of another account. It has an account of its own, so nothing was changed.',
      `You can sign in to it at ${about.baseUrl}/sign-in, or choose a new password at ${about.baseUrl}/forgotten.`,
    ],
    notYou: 'If this was not you, whoever it was has not been told that this address has an account, and nothing about it changes.',
    because: `this address was typed into the portal of ${about.force.name}`,
  })),
  'accounts.emailChanged': changed((about) => ({
    subject: 'Your e-mail address is changed',
    paragraphs: ['This is the address of your account now. You sign in with it, and what we write to you comes here.'],
    notYou: newPassword(about),
  })),
  'accounts.codesSetUp': changed((about) => ({
    subject: 'Codes are set up for your account',
    paragraphs: [
      'From now on, signing in to your account takes a code of your phone after the password. Codes of an earlier phone no longer work.',
    ],
    notYou: newPassword(about),
  })),
  'accounts.codesRemoved': changed((about) => ({
    subject: 'Your account no longer asks for a code',
    paragraphs: ['You took the codes of your phone off your account. Your password alone signs you in.'],
    notYou: newPassword(about),
  })),
  'accounts.codesReset': changed((about) => ({
    subject: 'Your codes were reset',
    paragraphs: [
      'Somebody who looks after staff accounts took the codes of your phone off your account, as is done when a phone is lost. You are signed out everywhere.',
      'Sign in with your password, and set up codes on your new phone.',
    ],
    notYou: `If you did not ask for this, choose another password at ${about.baseUrl}/forgotten before anything else.`,
  })),
  'accounts.recoveryCodeUsed': changed((about) => ({
    subject: 'A recovery code of yours was used',
    paragraphs: ['One of your recovery codes was given in place of the code of your phone. It does not work again.'],
    notYou: newPassword(about),
    because: `somebody signed in to your account with ${about.force.name}`,
  })),
  'accounts.recoveryCodesRenewed': changed((about) => ({
    subject: 'You have new recovery codes',
    paragraphs: [`New recovery codes were made for your account. Those you had before no longer work.`],
    notYou: newPassword(about),
  })),
} satisfies Record<string, EmailKind>
