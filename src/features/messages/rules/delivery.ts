import { factsOf } from './kinds.ts'
import { nextWaking } from './waking.ts'

export const emailStates = ['queued', 'sent', 'failed', 'skipped', 'held', 'bounced'] as const
export type EmailState = (typeof emailStates)[number]

/** What is known of an e-mail and of whom it is for, at the moment it could go. */
export type Standing = {
  kind: string
  hasAddress: boolean
  /** The address sent an earlier one back. */
  failing: boolean
  /** The person takes reminders. */
  reminders: boolean
  /** The person's yes to news stands. */
  news: boolean
}

export type SkipReason = 'noAddress' | 'optedOut' | 'untrue'
export type Delivery =
  { step: 'send' } | { step: 'hold' } | { step: 'skip'; reason: Exclude<SkipReason, 'untrue'> } | { step: 'wait'; until: Date }

/** What becomes of an e-mail now: it goes, waits for the morning, is held back, or is not sent at all. */
export function decideDelivery({ kind, hasAddress, failing, reminders, news }: Standing, now: Date): Delivery {
  const { urgent, purpose } = factsOf(kind)
  if (!hasAddress) return { step: 'skip', reason: 'noAddress' }
  if ((purpose === 'reminder' && !reminders) || (purpose === 'news' && !news)) return { step: 'skip', reason: 'optedOut' }
  if (failing) return { step: 'hold' }
  const until = nextWaking(now)
  return urgent || until <= now ? { step: 'send' } : { step: 'wait', until }
}

type MailFault = { responseCode?: unknown; command?: unknown; response?: unknown }

/** The first refusal of a recipient, where the fault lists them: with several commands at once the fault itself tells of another. */
function refusalOf(error: Error): MailFault {
  const { rejectedErrors } = error as { rejectedErrors?: unknown }
  const first: unknown = Array.isArray(rejectedErrors) ? rejectedErrors[0] : undefined
  return typeof first === 'object' && first !== null ? { ...(first as MailFault), command: 'RCPT TO' } : (error as MailFault)
}

/**
 * The code with which a mail server said that this address will never take an e-mail, or undefined where it was anything else:
 * a refusal of the recipient (5xx), or an enhanced status 5.1.x or 5.2.1 (no such mailbox, mailbox switched off) after the letter itself.
 */
export function bounceCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { responseCode, command, response } = refusalOf(error)
  const code = Number(responseCode)
  if (!(code >= 500 && code < 600)) return undefined
  const status = typeof response === 'string' ? /^5\d\d[ -](5\.\d{1,3}\.\d{1,3})/.exec(response)?.[1] : undefined
  const ofMailbox = command === 'RCPT TO' || /^5[.](1[.]\d+|2[.]1)$/.test(status ?? '')
  return ofMailbox ? [String(code), status].filter(Boolean).join(' ') : undefined
}

/** An e-mail's state in the words of the team. */
export const emailWords: Record<EmailState, { text: string; colour: string }> = {
  queued: { text: 'Waiting', colour: 'grey' },
  sent: { text: 'Sent', colour: 'green' },
  failed: { text: 'Failed', colour: 'red' },
  skipped: { text: 'Not sent', colour: 'grey' },
  held: { text: 'Held back', colour: 'orange' },
  bounced: { text: 'Came back', colour: 'red' },
}

/** Why one was not sent. */
export const skipWords: Record<SkipReason, string> = {
  noAddress: 'There was no address to send it to.',
  optedOut: 'They have turned this kind of e-mail off.',
  untrue: 'It was not true any more when its time came.',
}
export const whyNotSent = (reason: string | null): string =>
  reason !== null && reason in skipWords ? skipWords[reason as SkipReason] : 'It was not needed any more.'

/** How the team gives an address another try: sending again what came back, or only what was held since. */
export const clearings = ['retried', 'working'] as const
export type Clearing = (typeof clearings)[number]
