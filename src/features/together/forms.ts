import { z } from 'zod'
import { londonDay, monthsAfter, readDay } from '../../core/dates.ts'
import { now } from '../../core/clock.ts'
import { whoseThings } from '../../core/waiting.ts'
import { MINUTES, type ContactRefusal } from './rules/contacts.ts'
import type { PairingKind } from '../pairings/rules/pairings.ts'
import type { Side } from './rules/pairs.ts'
import { shareFields } from './rules/sharing.ts'

const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const MESSAGE_MOST = 5000
const WORDS_MOST = 1000
const PAUSE_MONTHS = 6

export const pairParams = z.object({ pairingId: z.uuid() })
export type PairParams = z.infer<typeof pairParams>
export const contactParams = z.object({ pairingId: z.uuid(), contactId: z.uuid() })
export type ContactParams = z.infer<typeof contactParams>
export const silenceParams = z.object({ silenceId: z.uuid() })
export type SilenceParams = z.infer<typeof silenceParams>
export const nothingForm = z.object({})

export const messageForm = z.object({
  body: z
    .string('Write your message')
    .trim()
    .min(1, 'Write your message')
    .max(MESSAGE_MOST, `Your message must be ${String(MESSAGE_MOST)} characters or fewer`),
})
export type MessageInput = z.infer<typeof messageForm>

/** A box that nobody ticked is not sent; one alone comes as a word. */
const ticked = z
  .union([z.enum(shareFields), z.array(z.enum(shareFields))])
  .optional()
  .transform((given) => [given ?? []].flat())

export const shareForm = z
  .object({ fields: ticked, phone: z.string('Write the number').trim().max(30, 'The number must be 30 characters or fewer').default('') })
  .refine(({ fields, phone }) => !fields.includes('phone') || /^[+\d][\d ()-]{6,}$/.test(phone), {
    path: ['phone'],
    message: 'Write the number that you want to show, for example 07700 900123',
  })
export type ShareInput = z.infer<typeof shareForm>

const day = z
  .string('Write the day')
  .trim()
  .transform((typed, context) => {
    const read = typed.length > 40 ? undefined : readDay(typed)
    if (read === undefined) context.addIssue({ code: 'custom', message: 'Write the day like 14/1/2027' })
    return read ?? ''
  })

export const contactForm = z.object({
  day,
  minutes: z.coerce
    .number('Write about how many minutes')
    .int('Write whole minutes')
    .min(MINUTES.from, `Write ${String(MINUTES.from)} minutes or more`)
    .max(MINUTES.to, `Write ${String(MINUTES.to)} minutes or fewer`),
})
export type ContactInput = z.infer<typeof contactForm>

const optionalDay = z
  .string()
  .trim()
  .default('')
  .transform((typed, context) => {
    if (typed === '') return undefined
    const read = typed.length > 40 ? undefined : readDay(typed)
    if (read === undefined) context.addIssue({ code: 'custom', message: 'Write the day like 14/1/2027, or leave it empty' })
    else if (read <= londonDay(now())) context.addIssue({ code: 'custom', message: 'Write a day in the future' })
    else if (read > londonDay(monthsAfter(now(), PAUSE_MONTHS)))
      context.addIssue({ code: 'custom', message: `Write a day within ${String(PAUSE_MONTHS)} months` })
    return read
  })
export const pauseForm = z.object({ reviewOn: optionalDay })
export type PauseInput = z.infer<typeof pauseForm>

export const endings = ['completed', 'somebodyElse', 'stop'] as const
export type Ending = (typeof endings)[number]
export const endForm = z.object({
  ending: z.enum(endings, 'Choose why you want to end this pairing'),
  words: z
    .string()
    .trim()
    .max(WORDS_MOST, `Your words must be ${String(WORDS_MOST)} characters or fewer`)
    .default(''),
})
export type EndInput = z.infer<typeof endForm>

/** What each side may choose from, and how it reads to them. */
export function endingWords(side: Side, kind: PairingKind): { value: Ending; text: string; hint?: string }[] {
  const done =
    kind === 'roleModel'
      ? { value: 'completed' as const, text: 'We have had our conversation' }
      : { value: 'completed' as const, text: 'We have done what we set out to do' }
  return side === 'candidate'
    ? [
        done,
        {
          ...{ value: 'somebodyElse', text: 'I would like somebody else' },
          hint: 'You keep the date on which you first asked, so you do not start at the back. No reason is needed.',
        },
        {
          ...{ value: 'stop', text: 'I would like to stop' },
          hint: 'Your request stays open until you take it back on My support.',
        },
      ]
    : [
        done,
        {
          ...{ value: 'stop', text: 'I cannot go on' },
          hint: 'The team looks for somebody else for them. They keep the date on which they first asked.',
        },
      ]
}

const pairNotices = {
  sent: 'Your message has been sent.',
  held: 'Your message is kept until 8 in the morning, then it arrives.',
  shared: 'What you show is saved.',
  logged: 'Noted: you spoke today, 30 minutes. You can change or undo it below.',
  counted: 'Today is noted already. A day counts once, whoever notes it.',
  noted: 'Noted.',
  changed: 'The note is changed.',
  undone: 'The note is undone.',
  paused: 'This pairing rests now. The other person has been told.',
  resumed: 'This pairing goes on. The other person has been told.',
  ended: 'This pairing has ended. The other person has been told that it has, and not why.',
} as const
type Notice = keyof typeof pairNotices
export const noticeWords = (notice: Notice | undefined): string | undefined => notice && pairNotices[notice]
const notice = z
  .enum(Object.keys(pairNotices) as [Notice, ...Notice[]])
  .optional()
  .catch(undefined)
export const pairQuery = z.object({ page, notice })
export type PairQuery = z.infer<typeof pairQuery>
export const quietQuery = z.object({
  page,
  whose: z.enum(whoseThings).catch('team'),
  notice: z.literal('seen').optional().catch(undefined),
})
export type QuietQuery = z.infer<typeof quietQuery>
export const QUIET_SEEN = 'Noted. This pair comes back here if nothing is heard and somebody else is offered.'

export const NOT_LIVE = 'This pairing rests or has ended, so nothing can be added now'
export const contactRefusals: Record<ContactRefusal, string> = {
  notLive: NOT_LIVE,
  future: 'Choose today or a day that has been',
  beforeBeginning: 'Choose a day after your pairing began',
  dayCounted: 'That day is noted already. A day counts once: change the note there is instead',
}
export const TOO_MANY = 'You have written many messages in the last hour. Wait a while and send this again'
/** Messages that one person may send to those they are paired with in an hour. */
export const relayLimit = { points: 30, seconds: 3600 }
