import type { Actor, Team } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { monthsAfter } from '../../core/dates.ts'
import { db, inTransaction, type Tx } from '../../core/db.ts'
import { allow } from '../../core/rate-limit.ts'
import { findOfTeam } from '../accounts/queries/team.ts'
import { recordEvent } from '../audit/commands.ts'
import { queueEmail } from '../messages/commands.ts'
import type { ContactInput } from './forms.ts'
import * as rules from './rules.ts'
import type { MessageDecision, MessageState, Outcome, Topic } from './rules.ts'

type Sent = { ok: true; dueAt: Date } | { ok: false; reason: 'tooMany' }

/** Puts a message in the team's queue and tells the sender when to expect an answer. */
export async function sendMessage(actor: Actor, network: string, input: ContactInput, replyDays: number): Promise<Sent> {
  const { contactLimits } = rules
  const allowed =
    (await allow('contact-network', network, contactLimits.network)) && (await allow('contact-address', input.email, contactLimits.address))
  if (!allowed) return { ok: false, reason: 'tooMany' }
  const receivedAt = now()
  const dueAt = rules.replyDue(receivedAt, replyDays)
  const { topic, name, email, message } = input
  await inTransaction(async (tx) => {
    const { id } = await tx.contactMessage.create({ data: { topic, name, email, message, receivedAt, dueAt }, select: { id: true } })
    await recordEvent(tx, actor, 'contact.sent', { subjectId: id })
    await queueEmail(tx, { address: email, kind: 'contact.received', about: id })
  })
  return { ok: true, dueAt }
}

type Decided = Promise<MessageDecision | undefined>

export const takeMessage = (actor: Team, id: string): Decided =>
  onMessage(id, async (tx, message) => {
    const decision = rules.decideMessage(message.state, 'take')
    if (decision.ok) {
      await tx.contactMessage.update({ where: { id }, data: { ownerId: actor.accountId } })
      await recordEvent(tx, actor, 'contact.taken', { subjectId: id })
    }
    return decision
  })

/** Gives a message to somebody of the team; `seen` is whose it was on the page that asks. */
export const giveMessage = (actor: Team, id: string, { to, seen }: { to: string; seen: string | null }): Decided =>
  onMessage(id, async (tx, message) => {
    const toIsOfTeam = (await findOfTeam(to, tx)) !== undefined
    const decision = rules.decideOwner(message.state, { from: message.ownerId, seen, toIsOfTeam })
    if (decision.ok) {
      await tx.contactMessage.update({ where: { id }, data: { ownerId: to } })
      await recordEvent(tx, actor, 'contact.given', { subjectId: id, data: { to } })
    }
    return decision
  })

/** Puts a message under another topic, and so perhaps into the other queue. */
export const fileMessage = (actor: Team, id: string, topic: Topic): Decided =>
  onMessage(id, async (tx, message) => {
    const decision = rules.decideMessage(message.state, 'file')
    if (!decision.ok) return decision
    if (message.topic === topic) return { ok: false, reason: 'sameTopic' }
    await tx.contactMessage.update({ where: { id }, data: { topic } })
    await recordEvent(tx, actor, 'contact.filed', { subjectId: id, data: { topic } })
    return decision
  })

type Reply = { text: string; seen: number; close: boolean }

/** Sends an answer by e-mail and keeps it with the message. Two who answer at once: the second is told, and nothing of theirs goes. */
export const replyToMessage = (actor: Team, id: string, { text, seen, close }: Reply, replyDays: number): Decided =>
  onMessage(id, async (tx, message) => {
    const written = await tx.contactReply.count({ where: { messageId: id, kind: 'reply' } })
    const decision = rules.decideReply(message.state, { seen, written }, close)
    if (!decision.ok) return decision
    const at = now()
    const reply = await addReply(tx, actor, id, 'reply', text)
    await tx.contactMessage.update({
      where: { id },
      data: {
        ...{ ownerId: message.ownerId ?? actor.accountId, answeredAt: message.answeredAt ?? at },
        ...(close ? ended('answered') : { dueAt: rules.replyDue(at, replyDays) }),
      },
    })
    await queueEmail(tx, { address: message.email, kind: 'contact.reply', about: reply })
    await recordEvent(tx, actor, 'contact.answered', { subjectId: id })
    if (close) await recordEvent(tx, actor, 'contact.closed', { subjectId: id, data: { outcome: 'answered' } })
    return decision
  })

/** Notes something down beside a message, for the team alone. */
export const noteOnMessage = (actor: Team, id: string, text: string): Decided =>
  onMessage(id, async (tx, message) => {
    const decision = rules.decideMessage(message.state, 'note')
    if (decision.ok) {
      await addReply(tx, actor, id, 'note', text)
      await recordEvent(tx, actor, 'contact.noted', { subjectId: id })
    }
    return decision
  })

export const closeMessage = (actor: Team, id: string, outcome: Outcome): Decided =>
  onMessage(id, async (tx, message) => {
    const decision = rules.decideMessage(message.state, 'close')
    if (decision.ok) {
      await tx.contactMessage.update({ where: { id }, data: { ...ended(outcome), ownerId: message.ownerId ?? actor.accountId } })
      await recordEvent(tx, actor, 'contact.closed', { subjectId: id, data: { outcome } })
    }
    return decision
  })

/** Takes back that a message was closed. */
export const reopenMessage = (actor: Team, id: string, replyDays: number): Decided =>
  onMessage(id, async (tx, message) => {
    const decision = rules.decideMessage(message.state, 'reopen')
    if (decision.ok) {
      const dueAt = rules.reopenedDue(message, now(), replyDays)
      await tx.contactMessage.update({ where: { id }, data: { state: 'open', closedAt: null, outcome: null, dueAt } })
      await recordEvent(tx, actor, 'contact.reopened', { subjectId: id })
    }
    return decision
  })

/** Messages go a while after they were dealt with; one that nobody has answered stays until somebody does. */
export async function deleteOldMessages(months: number): Promise<void> {
  await db.contactMessage.deleteMany({ where: { state: 'closed', closedAt: { lte: monthsAfter(now(), -months) } } })
}

const ended = (outcome: Outcome) => ({ state: 'closed', closedAt: now(), outcome })

const addReply = async (tx: Tx, actor: Team, messageId: string, kind: 'reply' | 'note', text: string): Promise<string> =>
  (
    await tx.contactReply.create({
      data: { messageId, kind, text, byId: actor.accountId, byRole: actor.role, at: now() },
      select: { id: true },
    })
  ).id

type Locked = {
  state: MessageState
  topic: string
  email: string
  ownerId: string | null
  dueAt: Date
  closedAt: Date | null
  answeredAt: Date | null
}

/** One message, one decision under its lock, in one transaction; undefined where there is no such message. */
const onMessage = (id: string, happen: (tx: Tx, message: Locked) => Promise<MessageDecision>): Decided =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM contact_messages WHERE id = ${id}::uuid FOR UPDATE`
    const message = await tx.contactMessage.findUnique({ where: { id } })
    return message ? happen(tx, { ...message, state: message.state as MessageState }) : undefined
  })
