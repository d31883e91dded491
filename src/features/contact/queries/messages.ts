import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import type { Whose } from '../../../core/waiting.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { emailKeyOf } from '../../accounts/queries.ts'
import { findOwners, LEFT, listTeam, namesOf } from '../../accounts/queries/team.ts'
import { dueBetween, eventsFor, MEDIA, type Desk, type DueTime, type MessageState, type Topic } from '../rules.ts'

const MESSAGES_A_PAGE = 25

export type MessageFilter = {
  desk: Desk
  state: MessageState
  whose: Whose
  due?: DueTime | undefined
  topic?: Topic | undefined
  owner?: string | undefined
  q?: string | undefined
}

const dueWhere = (due: DueTime): Prisma.ContactMessageWhereInput => {
  const { from, until } = dueBetween(due, now())
  return { state: 'open', dueAt: { lt: until, ...(from && { gte: from }) } }
}

/** Looks for the words as they are: a percent sign is a percent sign. */
const searched = (q: string): Prisma.ContactMessageWhereInput => {
  const contains = q.replaceAll(/[\\%_]/g, String.raw`\$&`)
  return { OR: (['name', 'email', 'message'] as const).map((field) => ({ [field]: { contains, mode: 'insensitive' } })) }
}

/** One condition for a list and its count. */
const messagesWhere = (actor: Team, { desk, state, whose, due, topic, owner, q }: MessageFilter): Prisma.ContactMessageWhereInput => ({
  state,
  AND: [
    { topic: desk === 'media' ? MEDIA : { not: MEDIA } },
    topic === undefined ? {} : { topic },
    due === undefined ? {} : dueWhere(due),
    owner === undefined ? {} : { ownerId: owner === 'nobody' ? null : owner },
    whose === 'mine' ? { ownerId: actor.accountId } : {},
    q === undefined ? {} : searched(q),
  ],
})

/** One page of the queue: open messages with what is due first, closed ones with the latest first. */
export async function listMessages(actor: Team, filter: MessageFilter & { page: number }) {
  const where = messagesWhere(actor, filter)
  const [total, messages, ownerOf] = await Promise.all([
    db.contactMessage.count({ where }),
    db.contactMessage.findMany({
      where,
      orderBy: filter.state === 'open' ? [{ dueAt: 'asc' }, { receivedAt: 'asc' }, { id: 'asc' }] : [{ closedAt: 'desc' }, { id: 'asc' }],
      skip: (filter.page - 1) * MESSAGES_A_PAGE,
      take: MESSAGES_A_PAGE,
      select: {
        ...{
          id: true,
          topic: true,
          name: true,
          ownerId: true,
          receivedAt: true,
          dueAt: true,
          answeredAt: true,
          closedAt: true,
          outcome: true,
        },
      },
    }),
    findOwners(actor),
  ])
  const rows = messages.map(({ ownerId, ...message }) => ({
    ...message,
    owner: ownerOf(ownerId),
    mine: ownerId === actor.accountId,
    late: message.closedAt === null && message.dueAt <= now(),
  }))
  return { total, rows, pages: Math.max(1, Math.ceil(total / MESSAGES_A_PAGE)) }
}

/** How many messages each queue holds open and closed, whosever they are: what the tabs say. */
export async function countDesks(actor: Team): Promise<Record<Desk, Record<MessageState, number>>> {
  const count = (desk: Desk, state: MessageState) =>
    db.contactMessage.count({ where: messagesWhere(actor, { desk, state, whose: 'team' }) })
  const [people, peopleDone, media, mediaDone] = await Promise.all([
    count('people', 'open'),
    count('people', 'closed'),
    count('media', 'open'),
    count('media', 'closed'),
  ])
  return { people: { open: people, closed: peopleDone }, media: { open: media, closed: mediaDone } }
}

/** How many messages a filter leaves, and when the most pressing of them is due: the same that the list shows. */
export async function countMessages(actor: Team, filter: MessageFilter): Promise<{ count: number; oldest: Date | undefined }> {
  const found = await db.contactMessage.aggregate({ where: messagesWhere(actor, filter), _count: true, _min: { dueAt: true } })
  return { count: found._count, oldest: found._min.dueAt ?? undefined }
}

/** One message with everything that was written and done about it; undefined where there is none. */
export async function findMessage(actor: Team, id: string) {
  const message = await db.contactMessage.findUnique({ where: { id }, include: { replies: { orderBy: [{ at: 'asc' }, { id: 'asc' }] } } })
  if (!message) return undefined
  const [team, ownerOf, history, emails, candidate] = await Promise.all([
    listTeam(actor),
    findOwners(actor),
    db.event.findMany({ where: { subjectId: id, name: { startsWith: 'contact.' } }, orderBy: { id: 'desc' } }),
    db.email.findMany({ where: { kind: 'contact.reply', aboutId: { in: message.replies.map((reply) => reply.id) } } }),
    findCandidateOf(message.email),
  ])
  const names = await namesOf([
    ...message.replies.map(({ byId }) => byId),
    ...history.flatMap(({ actorId, data }) => [actorId, toOf(data)]),
  ])
  const nameOf = (accountId: string | null) => (accountId === null ? undefined : (names.get(accountId) ?? LEFT))
  const state = message.state as MessageState
  return {
    ...{ ...message, team, candidate, state, events: eventsFor(state) },
    owner: ownerOf(message.ownerId),
    mine: message.ownerId === actor.accountId,
    late: state === 'open' && message.dueAt <= now(),
    written: message.replies.filter(({ kind }) => kind === 'reply').length,
    replies: message.replies.map((reply) => ({
      ...reply,
      by: nameOf(reply.byId) ?? LEFT,
      email: emails.find(({ aboutId }) => aboutId === reply.id)?.state,
    })),
    history: history.map(({ name, at, actorId, actorRole, data }) => ({
      ...{ name, at, to: nameOf(toOf(data)), data: data as Record<string, unknown> },
      by: actorRole === 'coordinator' || actorRole === 'lead' ? nameOf(actorId) : undefined,
    })),
  }
}

const toOf = (data: Prisma.JsonValue): string | null => {
  const to = (data as Record<string, unknown> | null)?.['to']
  return typeof to === 'string' ? to : null
}

/** The candidate who has an account with this address, proved by a letter to it. */
const findCandidateOf = (email: string) =>
  db.candidate.findFirst({ where: { closedAt: null, account: { emailKey: emailKeyOf(email) } }, select: { id: true, name: true } })

/** What the e-mail to the sender needs; undefined once the message is gone or closed. */
export const findReceived = (id: string) =>
  db.contactMessage.findFirst({ where: { id, state: 'open' }, select: { topic: true, receivedAt: true, dueAt: true } })

/** An answer as its e-mail tells it, with what it answers; undefined once the message is gone. */
export async function findReply(id: string) {
  const reply = await db.contactReply.findUnique({ where: { id }, include: { message: true } })
  if (!reply) return undefined
  const names = await namesOf([reply.byId])
  return { ...reply, by: names.get(reply.byId)?.trim().split(/\s+/)[0] }
}
