import type { TemplatePurpose } from '../../conversations/rules/templates.ts'

export const mailingStates = ['draft', 'discarded', 'sending', 'sent', 'cancelled'] as const
export type MailingState = (typeof mailingStates)[number]
export const mailingEvents = ['confirm', 'discard', 'finish', 'cancel'] as const
export type MailingEvent = (typeof mailingEvents)[number]

/** Confirming one that was sent reaches those who fit since then. One that was cancelled stays so: nobody can get it twice. */
const moves: Record<MailingState, Partial<Record<MailingEvent, MailingState>>> = {
  draft: { confirm: 'sending', discard: 'discarded' },
  discarded: {},
  sending: { finish: 'sent', cancel: 'cancelled' },
  sent: { confirm: 'sending' },
  cancelled: {},
}

export type MailingRefusal = 'notNow' | 'changed' | 'nobody'
export type MailingDecision = { ok: true; state: MailingState } | { ok: false; reason: MailingRefusal }

export function decideMailing(state: MailingState, event: MailingEvent): MailingDecision {
  const next = moves[state][event]
  return next === undefined ? { ok: false, reason: 'notNow' } : { ok: true, state: next }
}

/** What is confirmed is what was seen: where the number has changed since, it is looked at again. */
export function decideConfirm(state: MailingState, { seen, count }: { seen: number; count: number }): MailingDecision {
  const decision = decideMailing(state, 'confirm')
  if (!decision.ok) return decision
  if (seen !== count) return { ok: false, reason: 'changed' }
  return count === 0 ? { ok: false, reason: 'nobody' } : decision
}

/** Why somebody whom the filter finds gets nothing, in the order in which it is looked for. */
export const exclusions = {
  closed: 'Has closed the account, or was merged with another',
  noAddress: 'Has no account with a confirmed e-mail address',
  alreadySent: 'Has this letter already',
  onHold: 'Gets nothing in bulk for now',
  optedOut: 'Has not agreed to this kind of letter',
  prefersCall: 'Would rather have a call',
  bounced: 'E-mails to the address come back',
} as const
export type Exclusion = keyof typeof exclusions

/** What is known of one person when a letter to many could go to them. */
export type Standing = {
  closed: boolean
  hasAddress: boolean
  already: boolean
  held: boolean
  news: boolean
  reminders: boolean
  prefersCall: boolean
  failing: boolean
}

/** Whether the person has said no to letters of this purpose, or not yes where a yes is needed. */
const isOptedOut = (purpose: TemplatePurpose, { news, reminders }: Standing): boolean =>
  (purpose === 'news' && !news) || (purpose === 'reminder' && !reminders)

/** Why this person gets no letter of this purpose; undefined for those who get it. What has to come reaches also those who prefer a call. */
export function whyExcluded(purpose: TemplatePurpose, person: Standing): Exclusion | undefined {
  const tests: [boolean, Exclusion][] = [
    [person.closed, 'closed'],
    [!person.hasAddress, 'noAddress'],
    [person.already, 'alreadySent'],
    [person.held, 'onHold'],
    [isOptedOut(purpose, person), 'optedOut'],
    [purpose !== 'service' && person.prefersCall, 'prefersCall'],
    [person.failing, 'bounced'],
  ]
  return tests.find(([applies]) => applies)?.[1]
}

/** What became of the letter to one person. */
export const outcomes = ['waiting', 'sent', 'failed', 'bounced', 'held', 'skipped', 'excluded', 'cancelled', 'gone'] as const
export type Outcome = (typeof outcomes)[number]
export const outcomeWords: Record<Outcome, { text: string; colour: string }> = {
  waiting: { text: 'Waiting', colour: 'blue' },
  sent: { text: 'Sent', colour: 'green' },
  failed: { text: 'Failed', colour: 'red' },
  bounced: { text: 'Came back', colour: 'red' },
  held: { text: 'Held back', colour: 'orange' },
  skipped: { text: 'Not sent', colour: 'grey' },
  excluded: { text: 'Left out', colour: 'grey' },
  cancelled: { text: 'Cancelled', colour: 'grey' },
  gone: { text: 'No longer kept', colour: 'grey' },
}

export const mailingWords: Record<MailingState, { text: string; colour: string }> = {
  draft: { text: 'Not confirmed', colour: 'grey' },
  discarded: { text: 'Discarded', colour: 'grey' },
  sending: { text: 'On its way', colour: 'blue' },
  sent: { text: 'Done', colour: 'green' },
  cancelled: { text: 'Cancelled', colour: 'orange' },
}

/** How many letters go in one run of the job, and how long until the next: so that the mail server takes them all. */
export const BATCH = 30
export const PAUSE = 30_000
/** Minutes that so many letters take by day. */
export const minutesFor = (count: number): number => Math.max(1, Math.ceil((Math.ceil(count / BATCH) * PAUSE) / 60_000))
/** A letter with the same words is not sent to one person again within so many days, whoever asks. */
export const SAME_LETTER_DAYS = 7
