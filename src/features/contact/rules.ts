import { workingDaysAfter } from '../../core/dates.ts'

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

export const outcomes = ['answered', 'phoned', 'passedOn', 'nothingNeeded', 'notGenuine'] as const
export type Outcome = (typeof outcomes)[number]

export const outcomeNames: Record<Outcome, string> = {
  answered: 'Answered in writing',
  phoned: 'Answered by phone',
  passedOn: 'Passed to someone else, and they were told',
  nothingNeeded: 'No answer was needed',
  notGenuine: 'Not a genuine message',
}

const isOutcome = (outcome: string): outcome is Outcome => (outcomes as readonly string[]).includes(outcome)
export const outcomeName = (outcome: string | null): string => (outcome !== null && isOutcome(outcome) ? outcomeNames[outcome] : '')

export type MessageState = 'open' | 'closed'
export type MessageEvent = 'take' | 'close' | 'reopen'
export type MessageRefusal = 'alreadyClosed' | 'stillOpen'
export type MessageDecision = { ok: true; state: MessageState } | { ok: false; reason: MessageRefusal }

const moves: Record<MessageState, Partial<Record<MessageEvent, MessageState>>> = {
  open: { take: 'open', close: 'closed' },
  closed: { reopen: 'open' },
}

/** What may be done to a message now: the buttons of its page. */
export const eventsFor = (state: MessageState): MessageEvent[] => Object.keys(moves[state]) as MessageEvent[]

/** Decides whether a message that is open or closed may be taken, closed or opened again. */
export function decideMessage(state: MessageState, event: MessageEvent): MessageDecision {
  const next = moves[state][event]
  if (next !== undefined) return { ok: true, state: next }
  return { ok: false, reason: state === 'closed' ? 'alreadyClosed' : 'stillOpen' }
}

/** When a person who writes now can expect an answer. */
export const replyDue = (receivedAt: Date, replyDays: number): Date => workingDaysAfter(receivedAt, replyDays)

/** Complaints about data are acknowledged within 30 days by law; ours is always sooner. Both limits count by network and by address. */
export const contactLimits = { network: { points: 60, seconds: 3600 }, address: { points: 5, seconds: 3600 } }
