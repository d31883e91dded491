import { date } from '../../core/dates.ts'
import type { EmailKind } from '../messages/rules.ts'
import { countWaitingFor, findUnreadThread } from './queries/threads.ts'
import { TEAM_NOTICE } from './rules/notices.ts'

/** Says that something waits, and nothing of what: a shared inbox or a lit screen tells nobody else. */
const unreadEmail: EmailKind = async ({ aboutId, baseUrl, force }) => {
  const thread = aboutId === null ? null : await findUnreadThread(aboutId)
  if (!thread) return undefined
  return {
    subject: 'A message is waiting for you',
    heading: 'A message is waiting for you',
    greeting: `Hello ${thread.candidate.name},`,
    paragraphs: [
      'The team has written to you. The message itself stays on the site, so that only you read it.',
      'We will ask you to sign in first. You can answer there.',
    ],
    button: { text: 'Read the message', href: `${baseUrl}/my/messages/${thread.id}` },
    after: [`Please do not answer this e-mail. If you would rather talk, ring ${force.contacts.team.phone}.`],
    why: 'You get one such e-mail for a conversation until you have read it. It is about your support, so it comes even if you said no to news.',
  }
}

/** How many, by when, and nobody's name: the rest stands in the inbox. */
const teamEmail: EmailKind = async ({ accountId, baseUrl, force }) => {
  const { _count: count, _min: first } = accountId === null ? { _count: 0, _min: { dueAt: null } } : await countWaitingFor(accountId)
  if (count === 0) return undefined
  return {
    subject: count === 1 ? 'One message waits for you' : `${String(count)} messages wait for you`,
    heading: count === 1 ? 'One conversation waits for your answer' : `${String(count)} conversations wait for your answer`,
    paragraphs: ['People have written to you on the portal.'],
    facts: first.dueAt === null ? [] : [{ label: 'First answer due', value: date(first.dueAt) }],
    button: { text: 'Open my messages', href: `${baseUrl}/staff/messages?show=waiting&whose=mine` },
    why: `You get this e-mail, at most once an hour, because you own conversations at the portal of ${force.name}.`,
  }
}

export const conversationEmails: Record<string, EmailKind> = { 'conversation.unread': unreadEmail, [TEAM_NOTICE]: teamEmail }
