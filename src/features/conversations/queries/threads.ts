import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter, londonDay, startOfDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import type { Whose } from '../../../core/waiting.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { findOwners, namesOf } from '../../accounts/queries/team.ts'
import type { ThreadShow, ThreadState } from '../rules/threads.ts'

export const THREADS_A_PAGE = 25

export type ThreadFilter = { show: ThreadShow; whose: Whose }

const tomorrow = () => startOfDay(londonDay(daysAfter(now(), 1)))

/** Which conversations each part of the inbox holds. Waiting is overdue, today and later together. */
const shown: Record<ThreadShow, () => Prisma.ThreadWhereInput> = {
  waiting: () => ({ state: 'waitingTeam' }),
  overdue: () => ({ state: 'waitingTeam', dueAt: { lte: now() } }),
  today: () => ({ state: 'waitingTeam', dueAt: { gt: now(), lt: tomorrow() } }),
  later: () => ({ state: 'waitingTeam', dueAt: { gt: now(), gte: tomorrow() } }),
  open: () => ({ state: { not: 'closed' } }),
  closed: () => ({ state: 'closed' }),
  all: () => ({}),
}

/** One condition for a list and its count; nobody's who closed their account. */
const where = ({ show, whose }: ThreadFilter, { accountId }: Team): Prisma.ThreadWhereInput => ({
  ...shown[show](),
  candidate: { closedAt: null },
  ...(whose === 'mine' && { ownerId: accountId }),
})

const unread = (side: 'candidate' | 'team') => ({ where: { side, readAt: null } })

/** One page of the inbox: what waits for the team first, by when it is due; then the latest. */
export async function listThreads(actor: Team, filter: ThreadFilter & { page: number }) {
  const [total, threads] = await Promise.all([
    db.thread.count({ where: where(filter, actor) }),
    db.thread.findMany({
      where: where(filter, actor),
      orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { lastAt: 'desc' }, { id: 'asc' }],
      skip: (filter.page - 1) * THREADS_A_PAGE,
      take: THREADS_A_PAGE,
      include: {
        candidate: { select: { id: true, name: true, reference: true } },
        _count: { select: { messages: unread('candidate') } },
      },
    }),
  ])
  const ownerOf = await findOwners(actor)
  const rows = threads.map(({ _count, ...thread }) => ({
    ...withState(thread),
    owner: ownerOf(thread.ownerId),
    mine: thread.ownerId === actor.accountId,
    unread: _count.messages,
    late: thread.dueAt !== null && thread.dueAt <= now(),
  }))
  return { total, rows }
}

/** How many there are, and when the most pressing is due: the same that `listThreads` shows. */
export async function countThreads(actor: Team, filter: ThreadFilter): Promise<{ count: number; oldest: Date | undefined }> {
  const found = await db.thread.aggregate({ where: where(filter, actor), _count: true, _min: { dueAt: true } })
  return { count: found._count, oldest: found._min.dueAt ?? undefined }
}

const withState = <T extends { state: string }>(thread: T) => ({ ...thread, state: thread.state as ThreadState })

/** Who a conversation is with, before it begins; undefined where there is no such candidate. */
export const findCorrespondent = (_actor: Team, candidateId: string) =>
  db.candidate.findFirst({
    where: { id: candidateId, closedAt: null },
    select: { id: true, name: true, reference: true, phone: true, accountId: true, preference: { select: { contactBy: true } } },
  })

/** One conversation whole, oldest message first, with who wrote for the team and whether it was read. */
export async function findThread(actor: Team, id: string) {
  const thread = await db.thread.findFirst({
    where: { id, candidate: { closedAt: null } },
    include: {
      messages: { orderBy: [{ at: 'asc' }, { id: 'asc' }] },
      candidate: { select: { id: true, name: true, reference: true, phone: true, accountId: true } },
    },
  })
  if (!thread) return undefined
  const [ownerOf, names] = await Promise.all([findOwners(actor), namesOf(thread.messages.map(({ byId }) => byId))])
  return {
    ...withState(thread),
    owner: ownerOf(thread.ownerId),
    mine: thread.ownerId === actor.accountId,
    late: thread.dueAt !== null && thread.dueAt <= now(),
    messages: thread.messages.map((message) => ({ ...message, by: message.byId === null ? undefined : names.get(message.byId) })),
  }
}

const LATEST = 5

/** The latest conversations with one candidate, as their page shows them. */
export async function listThreadsWith(_actor: Team, candidateId: string) {
  const threads = await db.thread.findMany({
    where: { candidateId },
    orderBy: [{ lastAt: 'desc' }, { id: 'asc' }],
    take: LATEST,
    select: {
      ...{ id: true, subject: true, state: true, lastAt: true },
      _count: { select: { messages: unread('candidate') } },
    },
  })
  return threads.map(({ _count, ...thread }) => ({ ...withState(thread), unread: _count.messages }))
}

/** One page of a candidate's own conversations, latest first, with how many messages they have not read. */
export async function listOwnThreads({ candidateId }: Candidate, page: number) {
  const [total, threads] = await Promise.all([
    db.thread.count({ where: { candidateId } }),
    db.thread.findMany({
      where: { candidateId },
      orderBy: [{ lastAt: 'desc' }, { id: 'asc' }],
      skip: (page - 1) * THREADS_A_PAGE,
      take: THREADS_A_PAGE,
      select: { ...{ id: true, subject: true, state: true, lastAt: true, dueAt: true }, _count: { select: { messages: unread('team') } } },
    }),
  ])
  return { total, threads: threads.map(({ _count, ...thread }) => ({ ...withState(thread), unread: _count.messages })) }
}

/** How many messages of the team this candidate has not read. */
export const countOwnUnread = ({ candidateId }: Candidate): Promise<number> =>
  db.threadMessage.count({ where: { side: 'team', readAt: null, thread: { candidateId } } })

/** An own conversation, oldest message first; undefined for another's. The team is the team: no name of staff, no mark of reading. */
export async function findOwnThread({ candidateId }: Candidate, id: string) {
  const thread = await db.thread.findFirst({
    where: { id, candidateId },
    include: { messages: { orderBy: [{ at: 'asc' }, { id: 'asc' }], select: { id: true, side: true, body: true, at: true } } },
  })
  return thread ? withState(thread) : undefined
}

/** What the notice to a candidate needs: undefined once everything is read, or the conversation is gone. */
export const findUnreadThread = (id: string) =>
  db.thread.findFirst({
    where: { id, messages: { some: { side: 'team', readAt: null } } },
    select: { id: true, candidate: { select: { name: true } } },
  })

/** How many conversations of one owner wait for an answer, and by when the first is due. */
export const countWaitingFor = (ownerId: string) =>
  db.thread.aggregate({ where: { ownerId, state: 'waitingTeam', candidate: { closedAt: null } }, _count: true, _min: { dueAt: true } })
