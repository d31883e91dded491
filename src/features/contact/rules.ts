import { daysAfter, londonDay, startOfDay, workingDaysAfter } from '../../core/dates.ts'

export const topics = ['support', 'workshop', 'access', 'recruitment', 'data', 'press', 'other'] as const
export type Topic = (typeof topics)[number]

export const topicNames: Record<Topic, string> = {
  support: 'Support for me, or for someone I know',
  workshop: 'A workshop or a place',
  access: 'Access, adjustments or this website',
  recruitment: 'Applying, or a stage of recruitment',
  data: 'My information, or a complaint about it',
  press: 'A media or community request',
  other: 'Something else',
}

const isTopic = (topic: string): topic is Topic => (topics as readonly string[]).includes(topic)
export const topicName = (topic: string): string => (isTopic(topic) ? topicNames[topic] : topicNames.other)

/** Messages stand in two queues: what people ask, and what the press and communities ask. */
export const deskNames = { people: 'From people', media: 'Media and communities' } as const
export type Desk = keyof typeof deskNames
export const MEDIA: Topic = 'press'

export const outcomes = ['answered', 'phoned', 'passedOn', 'becameCandidate', 'nothingNeeded', 'notGenuine'] as const
export type Outcome = (typeof outcomes)[number]

export const outcomeNames: Record<Outcome, string> = {
  answered: 'Answered in writing',
  phoned: 'Answered by phone',
  passedOn: 'Passed to someone else, and they were told',
  becameCandidate: 'Became a candidate',
  nothingNeeded: 'No answer was needed',
  notGenuine: 'Not a genuine message',
}

const isOutcome = (outcome: string): outcome is Outcome => (outcomes as readonly string[]).includes(outcome)
export const outcomeName = (outcome: string | null): string => (outcome !== null && isOutcome(outcome) ? outcomeNames[outcome] : '')

export const messageStates = ['open', 'closed'] as const
export type MessageState = (typeof messageStates)[number]
export const messageEvents = ['take', 'give', 'file', 'reply', 'note', 'close', 'reopen'] as const
export type MessageEvent = (typeof messageEvents)[number]
export type MessageRefusal = 'alreadyClosed' | 'stillOpen' | 'answeredMeanwhile' | 'takenMeanwhile' | 'notOfTeam' | 'sameTopic'
export type MessageDecision = { ok: true; state: MessageState } | { ok: false; reason: MessageRefusal }

/** Everybody of the team may do all of this; somebody else may be ill when an answer is due. */
const moves: Record<MessageState, Partial<Record<MessageEvent, MessageState>>> = {
  open: { take: 'open', give: 'open', file: 'open', reply: 'open', note: 'open', close: 'closed' },
  closed: { note: 'closed', reopen: 'open' },
}

/** What may be done to a message now: the buttons of its page. */
export const eventsFor = (state: MessageState): MessageEvent[] => Object.keys(moves[state]) as MessageEvent[]

/** Decides whether a message that is open or closed may be taken, answered, closed or opened again. */
export function decideMessage(state: MessageState, event: MessageEvent): MessageDecision {
  const next = moves[state][event]
  if (next !== undefined) return { ok: true, state: next }
  return { ok: false, reason: state === 'closed' ? 'alreadyClosed' : 'stillOpen' }
}

/** Decides whether an answer may go: not where another went since the page was opened, so that nobody hears twice and differently. */
export function decideReply(state: MessageState, { seen, written }: { seen: number; written: number }, close: boolean): MessageDecision {
  const decision = decideMessage(state, 'reply')
  if (!decision.ok) return decision
  if (written > seen) return { ok: false, reason: 'answeredMeanwhile' }
  return { ok: true, state: close ? 'closed' : 'open' }
}

/** Decides whether somebody gets a message: somebody of the team, from whoever the page showed. */
export function decideOwner(
  state: MessageState,
  given: { from: string | null; seen: string | null; toIsOfTeam: boolean },
): MessageDecision {
  const decision = decideMessage(state, 'give')
  if (!decision.ok) return decision
  if (given.from !== given.seen) return { ok: false, reason: 'takenMeanwhile' }
  return given.toIsOfTeam ? decision : { ok: false, reason: 'notOfTeam' }
}

/** When a person who writes now can expect an answer. */
export const replyDue = (receivedAt: Date, replyDays: number): Date => workingDaysAfter(receivedAt, replyDays)

/** When a message that is opened again is due: as before, but afresh where it was closed in time and its day has passed since. */
export const reopenedDue = ({ dueAt, closedAt }: { dueAt: Date; closedAt: Date | null }, now: Date, replyDays: number): Date =>
  closedAt !== null && closedAt <= dueAt && dueAt <= now ? replyDue(now, replyDays) : dueAt

export const dueTimes = ['overdue', 'today', 'week'] as const
/** When an answer falls due: before now, before today is over, or in the seven days after it. */
export type DueTime = (typeof dueTimes)[number]

/** From when, and until before when, something falls due at a time. */
export function dueBetween(time: DueTime, now: Date): { from?: Date; until: Date } {
  const tomorrow = startOfDay(londonDay(daysAfter(now, 1)))
  if (time === 'overdue') return { until: new Date(now.getTime() + 1) }
  return time === 'today'
    ? { from: new Date(now.getTime() + 1), until: tomorrow }
    : { from: tomorrow, until: startOfDay(londonDay(daysAfter(now, 8))) }
}

/** Complaints about data are acknowledged within 30 days by law; ours is always sooner. Both limits count by network and by address. */
export const contactLimits = { network: { points: 60, seconds: 3600 }, address: { points: 5, seconds: 3600 } }
