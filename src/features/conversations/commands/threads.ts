import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { addJob } from '../../../core/jobs.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { findOfTeam } from '../../accounts/queries/team.ts'
import { recordEvent, recordLook } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import {
  answerDue,
  decideThread,
  isNoticeDue,
  nextTeamNotice,
  type ThreadDecision,
  type ThreadEvent,
  type ThreadSide,
  type ThreadState,
} from '../rules/threads.ts'
import { teamNotice, TEAM_NOTICE } from '../rules/notices.ts'

type Words = { subject: string; body: string }
type Doing = Candidate | Team
const sideOf = (doer: Doing): ThreadSide => (doer.role === 'candidate' ? 'candidate' : 'team')

/** Begins a conversation with its first message; undefined where the candidate is gone, or has no account to read it with. */
export const beginThread = (
  doer: Doing,
  candidateId: string,
  { subject, body }: Words,
  { replyDays }: Pick<ForceProfile, 'replyDays'>,
): Promise<string | undefined> =>
  inTransaction(async (tx) => {
    const [candidate] = await tx.$queryRaw<{ account_id: string | null; owner_id: string | null }[]>`
      SELECT account_id, owner_id FROM candidates WHERE id = ${candidateId}::uuid AND closed_at IS NULL FOR KEY SHARE`
    if (candidate?.account_id == null) return undefined
    const side = sideOf(doer)
    const state: ThreadState = side === 'team' ? 'waitingCandidate' : 'waitingTeam'
    const at = now()
    const { id } = await tx.thread.create({
      data: {
        ...{ candidateId, subject, state, begunBy: side, begunAt: at, lastAt: at },
        ownerId: side === 'team' ? doer.accountId : candidate.owner_id,
        dueAt: answerDue(undefined, state, at, replyDays) ?? null,
      },
      select: { id: true },
    })
    await addMessage(tx, doer, { id, candidateId, ownerId: candidate.owner_id, noticedAt: null }, body)
    await recordEvent(tx, doer, 'thread.begun', { candidateId, subjectId: id })
    return id
  })

type Locked = { id: string; candidateId: string; state: ThreadState; ownerId: string | null; dueAt: Date | null; noticedAt: Date | null }

/** Takes the row lock of a conversation; a candidate's own only, where a candidate asks. */
async function lockThread(tx: Tx, doer: Doing, id: string): Promise<Locked | undefined> {
  const own = doer.role === 'candidate' ? doer.candidateId : null
  const [thread] = await tx.$queryRaw<Locked[]>`
    SELECT t.id, t.candidate_id AS "candidateId", t.state, t.owner_id AS "ownerId", t.due_at AS "dueAt", t.noticed_at AS "noticedAt"
    FROM threads t JOIN candidates c ON c.id = t.candidate_id
    WHERE t.id = ${id}::uuid AND c.closed_at IS NULL AND (${own}::uuid IS NULL OR t.candidate_id = ${own}::uuid) FOR UPDATE OF t`
  return thread
}

/** Adds a message. It opens a closed conversation again; undefined where there is no such conversation of theirs. */
export const writeMessage = (
  doer: Doing,
  threadId: string,
  body: string,
  { replyDays }: Pick<ForceProfile, 'replyDays'>,
): Promise<ThreadDecision | undefined> =>
  inTransaction(async (tx) => {
    const thread = await lockThread(tx, doer, threadId)
    if (!thread) return undefined
    const decision = decideThread(thread.state, 'write', sideOf(doer))
    if (!decision.ok) return decision
    const at = now()
    await tx.thread.update({
      where: { id: threadId },
      data: {
        ...{ state: decision.state, lastAt: at, closedAt: null, dueAt: answerDue(thread, decision.state, at, replyDays) ?? null },
        ...(sideOf(doer) === 'team' && thread.ownerId === null && { ownerId: doer.accountId }),
      },
      select: { id: true },
    })
    await addMessage(tx, doer, thread, body)
    await recordEvent(tx, doer, 'thread.written', { candidateId: thread.candidateId, subjectId: threadId })
    return decision
  })

type Told = Pick<Locked, 'id' | 'candidateId' | 'ownerId' | 'noticedAt'>

/** The message itself, and the notice to the other side. What the writer had not read, they have seen now. */
async function addMessage(tx: Tx, doer: Doing, thread: Told, body: string): Promise<void> {
  const side = sideOf(doer)
  const byId = doer.role === 'candidate' ? null : doer.accountId
  await tx.threadMessage.create({ data: { threadId: thread.id, side, byId, body, at: now() }, select: { id: true } })
  if (doer.role === 'candidate') {
    await tx.candidate.update({ where: { id: doer.candidateId }, data: { activeAt: now() }, select: { id: true } })
    if (thread.ownerId !== null) await planTeamNotice(tx, thread.ownerId)
  } else if (isNoticeDue(thread.noticedAt)) await tellCandidate(tx, thread)
}

/** One notice until it is read, however many messages follow. */
async function tellCandidate(tx: Tx, { id, candidateId }: Told): Promise<void> {
  const candidate = await tx.candidate.findUnique({ where: { id: candidateId }, select: { accountId: true } })
  if (candidate?.accountId == null) return
  await tx.thread.update({ where: { id }, data: { noticedAt: now() }, select: { id: true } })
  await queueEmail(tx, { kind: 'conversation.unread', accountId: candidate.accountId, candidateId, about: id })
}

/** Whoever owns it hears of it at once, but at most once an hour: a second message joins the notice that is planned. */
async function planTeamNotice(tx: Tx, accountId: string): Promise<void> {
  const last = await tx.email.findFirst({
    where: { accountId, kind: TEAM_NOTICE },
    orderBy: { createdAt: 'desc' },
    select: { createdAt: true },
  })
  await addJob(tx, teamNotice, { accountId }, { runAt: nextTeamNotice(last?.createdAt, now()), key: `${teamNotice.name}:${accountId}` })
}

/** Asks for the notice to one of the team, if something still waits for them. */
export const tellTeam = (accountId: string): Promise<void> =>
  inTransaction(async (tx) => {
    const waiting = await tx.thread.count({ where: { ownerId: accountId, state: 'waitingTeam', candidate: { closedAt: null } } })
    if (waiting > 0) await queueEmail(tx, { kind: TEAM_NOTICE, accountId })
  })

type Step = Exclude<ThreadEvent, 'write'>
const past: Record<Step, string> = { close: 'thread.closed', reopen: 'thread.reopened', take: 'thread.taken', assign: 'thread.assigned' }

/** What else the team does with a conversation, decided under its lock; undefined where there is none, or the new owner is not of the team. */
export const moveThread = (
  actor: Team,
  threadId: string,
  event: Step,
  { replyDays, ownerId }: Pick<ForceProfile, 'replyDays'> & { ownerId?: string },
): Promise<ThreadDecision | undefined> =>
  inTransaction(async (tx) => {
    const thread = await lockThread(tx, actor, threadId)
    if (!thread || (ownerId !== undefined && (await findOfTeam(ownerId, tx)) === undefined)) return undefined
    const decision = decideThread(thread.state, event, 'team')
    if (!decision.ok) return decision
    const at = now()
    await tx.thread.update({
      where: { id: threadId },
      data: {
        ...{ state: decision.state, dueAt: answerDue(thread, decision.state, at, replyDays) ?? null },
        closedAt: decision.state === 'closed' ? at : null,
        ...(event === 'take' && { ownerId: actor.accountId }),
        ...(event === 'assign' && ownerId !== undefined && { ownerId }),
      },
      select: { id: true },
    })
    await recordEvent(tx, actor, past[event], { candidateId: thread.candidateId, subjectId: threadId })
    return decision
  })

/** The candidate has opened it: the team sees that it was read, and the next message is told of again. */
export const readAsCandidate = (threadId: string): Promise<void> =>
  inTransaction(async (tx) => {
    await tx.threadMessage.updateMany({ where: { threadId, side: 'team', readAt: null }, data: { readAt: now() } })
    await tx.thread.updateMany({ where: { id: threadId, noticedAt: { not: null } }, data: { noticedAt: null } })
  })

/** One of the team opens it: the look is recorded before anything is shown. */
export const readAsTeam = (actor: Team, { id, candidateId }: { id: string; candidateId: string }): Promise<void> =>
  inTransaction(async (tx) => {
    await recordLook(tx, actor, candidateId, 'messages with the team', 'To answer your messages')
    await tx.threadMessage.updateMany({ where: { threadId: id, side: 'candidate', readAt: null }, data: { readAt: now() } })
  })

/** Conversations go a while after they were closed; one that waits for an answer stays until somebody gives it. */
export const deleteOldThreads = (before: Date): Promise<void> =>
  inTransaction(async (tx) => {
    await tx.thread.deleteMany({ where: { state: 'closed', closedAt: { lte: before } } })
  })
