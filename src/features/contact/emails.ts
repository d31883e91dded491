import { date, dateTime } from '../../core/dates.ts'
import type { EmailKind } from '../messages/rules.ts'
import { findReceived, findReply } from './queries/messages.ts'
import { topicName } from './rules.ts'

/** Nothing that was typed is sent back: anybody can type anybody's address. */
const contactReceivedEmail: EmailKind = async ({ aboutId, force }) => {
  const message = aboutId === null ? null : await findReceived(aboutId)
  if (!message) return undefined
  const { team } = force.contacts
  return {
    subject: 'We got your message',
    heading: `We will answer by ${date(message.dueAt)}`,
    paragraphs: [
      'Your message reached us, and a person on the team will answer it at this address.',
      'If you do not hear by then, or it cannot wait, please ring us.',
    ],
    facts: [
      { label: 'About', value: topicName(message.topic) },
      { label: 'Received', value: dateTime(message.receivedAt) },
      { label: 'Phone', value: `${team.phone}. ${force.workingHours.text}` },
    ],
    after: ['In danger now? Ring 999. To report a crime, ring 101.'],
    why: `Someone gave this address on the contact page of ${force.name}. If it was not you, there is nothing to do.`,
  }
}

const lines = (text: string): string[] => text.split(/\n+/).filter((line) => line.trim() !== '')

/** What somebody of the team wrote, with what it answers below. Answers to it reach the team's own mailbox. */
const contactReplyEmail: EmailKind = async ({ aboutId, force }) => {
  const reply = aboutId === null ? undefined : await findReply(aboutId)
  if (!reply) return undefined
  const { team } = force.contacts
  const { message } = reply
  return {
    subject: 'Our answer to your message',
    heading: 'Our answer to your message',
    greeting: `Hello ${message.name},`,
    paragraphs: [...lines(reply.text), [reply.by, force.service, force.name].filter((part) => part !== undefined).join(', ')],
    replyTo: team.email,
    quote: { title: `You wrote on ${date(message.receivedAt)}:`, paragraphs: lines(message.message) },
    why: `You get this e-mail because this address was given on our contact page. Answer it, and your answer reaches us at ${team.email}.`,
  }
}

export const contactEmails: Record<string, EmailKind> = { 'contact.received': contactReceivedEmail, 'contact.reply': contactReplyEmail }
