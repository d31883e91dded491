import { date } from '../../core/dates.ts'
import type { EmailKind } from '../messages/rules.ts'
import { findMergeToTell, findNameAndReference } from './queries/letters.ts'

const joinedEmail: EmailKind = async ({ aboutId, baseUrl, force }) => {
  const merge = await findMergeToTell(aboutId)
  if (merge?.undoneAt !== null) return undefined
  const { email, phone } = force.contacts.team
  return {
    subject: 'Your two records with us are now one',
    heading: 'Your two records with us are now one',
    greeting: `Hello ${merge.survivor.name},`,
    paragraphs: [
      'You were registered with us twice. We have put the two together, so that everything stands in one place: what you asked for, your places, and what you told us.',
      'Where you had answered a question about your data in two ways, we kept the more careful answer. Please look at those answers when you have a moment.',
    ],
    facts: [{ label: 'Your reference', value: merge.survivor.reference }],
    button: { text: 'See my answers', href: `${baseUrl}/my/privacy` },
    after: [`If these were not both yours, tell us by ${date(merge.undoUntil)} and we make them two again: ${email} or ${phone}.`],
    why: `You get this because the positive action team of ${force.name} put your records together. It comes even if you said no to news.`,
  }
}

/** To the address with which nobody signs in any more; it names no other address. */
const signInClosedEmail: EmailKind = async ({ aboutId, baseUrl, force }) => {
  const merge = await findMergeToTell(aboutId)
  if (merge?.undoneAt !== null) return undefined
  const { email, phone } = force.contacts.team
  return {
    subject: 'You now sign in with your other address',
    heading: 'You now sign in with your other address',
    greeting: 'Hello,',
    paragraphs: [
      'You were registered with us twice, with two e-mail addresses. We have put the two records together, and you sign in with your other address from now on. Nothing you told us is lost.',
    ],
    button: { text: 'Sign in', href: `${baseUrl}/sign-in` },
    after: [`If you have only ever registered once, tell us by ${date(merge.undoUntil)} and we put it right: ${email} or ${phone}.`],
    why: `You get this because an account with this address at ${force.name} was put together with another.`,
  }
}

const partedEmail: EmailKind = async ({ aboutId, candidateId, baseUrl, force }) => {
  const [merge, person] = [await findMergeToTell(aboutId), await findNameAndReference(candidateId)]
  if (!merge?.undoneAt || !person) return undefined
  const { email, phone } = force.contacts.team
  return {
    subject: 'A mistake of ours, put right',
    heading: 'We had mixed up two records',
    greeting: `Hello ${person.name},`,
    paragraphs: [
      'We had put your record together with another one by mistake. They are two again, each as it was before, and you sign in as you did then. We are sorry for the muddle.',
    ],
    facts: [{ label: 'Your reference', value: person.reference }],
    button: { text: 'See my pages', href: `${baseUrl}/my` },
    after: [`If something does not look right, tell us: ${email} or ${phone}.`],
    why: `You get this because it is about your own record with ${force.name}. It comes even if you said no to news.`,
  }
}

export const duplicateEmails: Record<string, EmailKind> = {
  'duplicates.joined': joinedEmail,
  'duplicates.signInClosed': signInClosedEmail,
  'duplicates.parted': partedEmail,
}
