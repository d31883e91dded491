import type { Team } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { db } from '../../core/db.ts'
import type { MessageState } from './rules.ts'

const MESSAGES_A_PAGE = 20

/** One page of the queue: open messages with the longest waiting first, closed ones with the latest first. */
export async function listMessages(_actor: Team, { state, page }: { state: MessageState; page: number }) {
  const [messages, open, closed] = await Promise.all([
    db.contactMessage.findMany({
      where: { state },
      orderBy: state === 'open' ? [{ receivedAt: 'asc' }, { id: 'asc' }] : [{ closedAt: 'desc' }, { id: 'asc' }],
      skip: (page - 1) * MESSAGES_A_PAGE,
      take: MESSAGES_A_PAGE,
      select: { id: true, topic: true, name: true, ownerId: true, receivedAt: true, dueAt: true, closedAt: true, outcome: true },
    }),
    db.contactMessage.count({ where: { state: 'open' } }),
    db.contactMessage.count({ where: { state: 'closed' } }),
  ])
  const owners = await namesOf(messages.map(({ ownerId }) => ownerId))
  const rows = messages.map(({ ownerId, ...message }) => ({
    ...message,
    owner: ownerId === null ? undefined : owners.get(ownerId),
    late: message.closedAt === null && message.dueAt <= now(),
  }))
  return { rows, counts: { open, closed }, pages: Math.max(1, Math.ceil((state === 'open' ? open : closed) / MESSAGES_A_PAGE)) }
}

/** How many messages wait for an answer, and since when the oldest does: the same that `listMessages` shows as open. */
export async function countOpenMessages(_actor: Team): Promise<{ count: number; oldest: Date | undefined; late: number }> {
  const [{ _count: count, _min: least }, late] = await Promise.all([
    db.contactMessage.aggregate({ where: { state: 'open' }, _count: true, _min: { receivedAt: true } }),
    db.contactMessage.count({ where: { state: 'open', dueAt: { lte: now() } } }),
  ])
  return { count, oldest: least.receivedAt ?? undefined, late }
}

export async function findMessage(actor: Team, id: string) {
  const message = await db.contactMessage.findUnique({ where: { id } })
  if (!message) return undefined
  const owners = await namesOf([message.ownerId])
  return {
    ...message,
    owner: message.ownerId === null ? undefined : owners.get(message.ownerId),
    mine: message.ownerId === actor.accountId,
    late: message.state === 'open' && message.dueAt <= now(),
  }
}

/** What the e-mail to the sender needs; undefined once the message is gone or closed. */
export const findReceived = (id: string) =>
  db.contactMessage.findFirst({ where: { id, state: 'open' }, select: { topic: true, receivedAt: true, dueAt: true } })

async function namesOf(ids: (string | null)[]): Promise<Map<string, string>> {
  const known = [...new Set(ids.filter((id) => id !== null))]
  if (known.length === 0) return new Map()
  const accounts = await db.account.findMany({ where: { id: { in: known } }, select: { id: true, name: true } })
  return new Map(accounts.map(({ id, name }) => [id, name]))
}
