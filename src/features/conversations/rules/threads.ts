import { workingDaysAfter } from '../../../core/dates.ts'

export const threadStates = ['waitingTeam', 'waitingCandidate', 'closed'] as const
export type ThreadState = (typeof threadStates)[number]

export const threadEvents = ['write', 'close', 'reopen', 'take', 'assign'] as const
export type ThreadEvent = (typeof threadEvents)[number]
/** Who does something with a conversation: the person it is with, or the team. */
export const threadSides = ['candidate', 'team'] as const
export type ThreadSide = (typeof threadSides)[number]

/** What the team may do. Writing opens a closed conversation again: nobody's words are turned away. */
const teamMoves: Record<ThreadState, Partial<Record<ThreadEvent, ThreadState>>> = {
  waitingTeam: { write: 'waitingCandidate', close: 'closed', take: 'waitingTeam', assign: 'waitingTeam' },
  waitingCandidate: { write: 'waitingCandidate', close: 'closed', take: 'waitingCandidate', assign: 'waitingCandidate' },
  closed: { write: 'waitingCandidate', reopen: 'waitingTeam' },
}

/** A candidate writes; closing and owning are the team's business. */
const candidateMoves: Record<ThreadState, Partial<Record<ThreadEvent, ThreadState>>> = {
  waitingTeam: { write: 'waitingTeam' },
  waitingCandidate: { write: 'waitingTeam' },
  closed: { write: 'waitingTeam' },
}

const moves = { team: teamMoves, candidate: candidateMoves }

export type ThreadRefusal = 'notTheirs' | 'alreadyClosed' | 'stillOpen'
export type ThreadDecision = { ok: true; state: ThreadState } | { ok: false; reason: ThreadRefusal }

/** Decides what an event makes of a conversation, when this side sends it. */
export function decideThread(state: ThreadState, event: ThreadEvent, side: ThreadSide): ThreadDecision {
  const next = moves[side][state][event]
  if (next !== undefined) return { ok: true, state: next }
  if (side === 'candidate') return { ok: false, reason: 'notTheirs' }
  return { ok: false, reason: state === 'closed' ? 'alreadyClosed' : 'stillOpen' }
}

/** What this side may do with a conversation now: the buttons of its page. */
export const eventsFor = (state: ThreadState, side: ThreadSide): ThreadEvent[] =>
  threadEvents.filter((event) => decideThread(state, event, side).ok)

type Before = { state: ThreadState; dueAt: Date | null }

/**
 * By when the team answers: the force's working days from the first message that it has not answered, so that writing
 * once more puts nobody further back. Undefined where nobody waits for the team.
 */
export function answerDue(before: Before | undefined, next: ThreadState, now: Date, replyDays: number): Date | undefined {
  if (next !== 'waitingTeam') return undefined
  return before?.state === 'waitingTeam' && before.dueAt !== null ? before.dueAt : workingDaysAfter(now, replyDays)
}

/** Whether a notice goes out for what the team has just written: one until it is read, so that ten messages make one e-mail. */
export const isNoticeDue = (noticedAt: Date | null): boolean => noticedAt === null

const HOUR = 3_600_000

/** When whoever owns a conversation is next told that somebody waits: at once, but at most once an hour. */
export const nextTeamNotice = (lastToldAt: Date | undefined, now: Date): Date =>
  lastToldAt === undefined ? now : new Date(Math.max(now.getTime(), lastToldAt.getTime() + HOUR))

/** A conversation's state in the words of the team, and of the person it is with. */
export const threadWords: Record<ThreadState, { team: string; candidate: string; colour: string }> = {
  waitingTeam: { team: 'Waits for us', candidate: 'We will answer', colour: 'orange' },
  waitingCandidate: { team: 'We have written', candidate: 'Answered', colour: 'blue' },
  closed: { team: 'Closed', candidate: 'Closed', colour: 'grey' },
}

/** The parts of the inbox. Waiting is overdue, today and later together. */
export const threadShows = ['waiting', 'overdue', 'today', 'later', 'open', 'closed', 'all'] as const
export type ThreadShow = (typeof threadShows)[number]

/** Whether what is written here reaches this person at all: without an account there is no page on which to read it. */
export const isReachable = ({ accountId }: { accountId: string | null }): boolean => accountId !== null

/** Messages that one candidate may send in an hour. */
export const writeLimit = { points: 30, seconds: 3600 }
