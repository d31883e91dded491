import type { EmailAbout, EmailContent, EmailKind } from '../../messages/rules.ts'
import { findAccount } from '../queries.ts'

type Words = Pick<EmailContent, 'subject' | 'paragraphs'> & { notYou: string }

/** A letter to somebody about a change to how they sign in: what happened, and what to do if it was not them. */
const changed =
  (wordsOf: (about: EmailAbout) => Words): EmailKind =>
  async (about) => {
    const account = about.accountId === null ? null : await findAccount(about.accountId)
    if (!account) return undefined
    const { email, phone } = about.force.contacts.team
    const { subject, paragraphs, notYou } = wordsOf(about)
    return {
      ...{ subject, heading: subject, greeting: `Hello ${account.name},`, paragraphs },
      button: { text: 'See how you sign in', href: `${about.baseUrl}/account` },
      after: [`${notYou} Tell us too: ${email} or ${phone}.`],
      why: `You get this e-mail because your account with ${about.force.name} changed. It comes even if you said no to news.`,
    }
  }

const newPassword = ({ baseUrl }: EmailAbout) => `If this was not you, choose another password at ${baseUrl}/forgotten now.`

export const ownAccountEmails = {
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
  })),
  'accounts.recoveryCodesRenewed': changed((about) => ({
    subject: 'You have new recovery codes',
    paragraphs: [`New recovery codes were made for your account. Those you had before no longer work.`],
    notYou: newPassword(about),
  })),
} satisfies Record<string, EmailKind>
