import type { Actor, Team } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { monthsAfter } from '../../core/dates.ts'
import { db, inTransaction, type Tx } from '../../core/db.ts'
import { allow } from '../../core/rate-limit.ts'
import { recordEvent } from '../audit/commands.ts'
import { queueEmail } from '../messages/commands.ts'
import type { ContactInput } from './forms.ts'
import {
  contactLimits,
  decideMessage,
  replyDue,
  type MessageDecision,
  type MessageEvent,
  type MessageState,
  type Outcome,
} from './rules.ts'

type Sent = { ok: true; dueAt: Date } | { ok: false; reason: 'tooMany' }

/** Puts a message in the team's queue and tells the sender when to expect an answer. */
export async function sendMessage(actor: Actor, network: string, input: ContactInput, replyDays: number): Promise<Sent> {
  const allowed =
    (await allow('contact-network', network, contactLimits.network)) && (await allow('contact-address', input.email, contactLimits.address))
  if (!allowed) return { ok: false, reason: 'tooMany' }
  const receivedAt = now()
  const dueAt = replyDue(receivedAt, replyDays)
  const { topic, name, email, message } = input
  await inTransaction(async (tx) => {
    const { id } = await tx.contactMessage.create({ data: { topic, name, email, message, receivedAt, dueAt }, select: { id: true } })
    await recordEvent(tx, actor, 'contact.sent', { subjectId: id })
    await queueEmail(tx, { address: email, kind: 'contact.received', about: id })
  })
  return { ok: true, dueAt }
}

export const takeMessage = (actor: Team, messageId: string) => change(actor, messageId, 'take', () => ({ ownerId: actor.accountId }))

export const closeMessage = (actor: Team, messageId: string, outcome: Outcome) =>
  change(actor, messageId, 'close', () => ({ closedAt: now(), outcome, ownerId: actor.accountId }))

export const reopenMessage = (actor: Team, messageId: string) =>
  change(actor, messageId, 'reopen', () => ({ closedAt: null, outcome: null }))

/** Messages go a while after they were dealt with; one that nobody has answered stays until somebody does. */
export async function deleteOldMessages(months: number): Promise<void> {
  await db.contactMessage.deleteMany({ where: { state: 'closed', closedAt: { lte: monthsAfter(now(), -months) } } })
}

const past: Record<MessageEvent, string> = { take: 'contact.taken', close: 'contact.closed', reopen: 'contact.reopened' }
type Change = Parameters<Tx['contactMessage']['update']>[0]['data']

/** One message, one decision, in one transaction; undefined where there is no such message. */
const change = (actor: Team, id: string, event: MessageEvent, data: () => Change): Promise<MessageDecision | undefined> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM contact_messages WHERE id = ${id}::uuid FOR UPDATE`
    const message = await tx.contactMessage.findUnique({ where: { id }, select: { state: true } })
    if (!message) return undefined
    const decision = decideMessage(message.state as MessageState, event)
    if (!decision.ok) return decision
    await tx.contactMessage.update({ where: { id }, data: { ...data(), state: decision.state } })
    await recordEvent(tx, actor, past[event], { subjectId: id })
    return decision
  })
