import { z } from 'zod'
import { whoseThings } from '../../core/waiting.ts'
import { dueTimes, messageStates, outcomes, topics, type MessageRefusal } from './rules.ts'

const MESSAGE_MOST = 4000

export const contactForm = z.object({
  topic: z.enum(topics, 'Choose what your message is about'),
  name: z.string('Enter your name').trim().min(1, 'Enter your name').max(100, 'Your name must be 100 characters or fewer'),
  email: z
    .string('Enter your e-mail address')
    .trim()
    .min(1, 'Enter your e-mail address')
    .max(254, 'Your e-mail address must be 254 characters or fewer')
    .pipe(z.email('Enter an e-mail address like name@example.org')),
  message: z
    .string('Write your message')
    .trim()
    .min(1, 'Write your message')
    .max(MESSAGE_MOST, `Your message must be ${String(MESSAGE_MOST)} characters or fewer`),
  /** A field that people never see. Whatever fills it is no person. */
  website: z.string().optional().catch('filled'),
})
export type ContactInput = z.infer<typeof contactForm>

export const sentQuery = z.object({ by: z.iso.date().optional().catch(undefined) })

const typed = z
  .string()
  .trim()
  .max(100)
  .transform((text) => (text === '' ? undefined : text))
  .optional()
  .catch(undefined)

export const queueQuery = z.object({
  desk: z.enum(['people', 'media']).catch('people'),
  state: z.enum(messageStates).catch('open'),
  whose: z.enum(whoseThings).catch('team'),
  due: z.enum(dueTimes).optional().catch(undefined),
  topic: z.enum(topics).optional().catch(undefined),
  owner: z
    .union([z.uuid(), z.literal('nobody')])
    .optional()
    .catch(undefined),
  q: typed,
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})
export type QueueQuery = z.infer<typeof queueQuery>

export const messageParams = z.object({ messageId: z.uuid() })
export type MessageParams = z.infer<typeof messageParams>

export const messageNotices = {
  taken: 'This message is yours to answer',
  given: 'Somebody else has this message now',
  filed: 'The message is under another topic',
  answered: 'Your answer is on its way, and the message is closed',
  sent: 'Your answer is on its way. The message stays open',
  noted: 'The note is kept with the message',
  closed: 'The message is closed. You can open it again',
  reopened: 'The message is open again',
}
type Notice = keyof typeof messageNotices
const notices = Object.keys(messageNotices) as [Notice, ...Notice[]]

export const messageQuery = z.object({ notice: z.enum(notices).optional().catch(undefined) })
export type MessageQuery = z.infer<typeof messageQuery>

export const nothingForm = z.object({})

export const closeForm = z.object({ outcome: z.enum(outcomes, 'Choose how this ended') })
export type CloseInput = z.infer<typeof closeForm>

const seenOwner = z.union([z.literal('nobody').transform(() => null), z.uuid()], 'Open this message again, and choose who answers it')
export const giveForm = z.object({ ownerId: z.uuid('Choose who answers it'), seen: seenOwner })
export type GiveInput = z.infer<typeof giveForm>

export const fileForm = z.object({ topic: z.enum(topics, 'Choose what the message is about') })
export type FileInput = z.infer<typeof fileForm>

/** `seen` is how many answers the page showed, so that the second of two who answer at once is told of the first. */
export const replyForm = z.object({
  reply: z
    .string('Write your answer')
    .trim()
    .min(1, 'Write your answer')
    .max(MESSAGE_MOST * 2, `Your answer must be ${String(MESSAGE_MOST * 2)} characters or fewer`),
  then: z.enum(['close', 'keep'], 'Choose whether the message is closed'),
  seen: z.coerce.number('Open this message again, and send your answer').int().min(0).max(10_000),
})
export type ReplyInput = z.infer<typeof replyForm>

export const noteForm = z.object({
  note: z
    .string('Write the note')
    .trim()
    .min(1, 'Write the note')
    .max(MESSAGE_MOST, `The note must be ${String(MESSAGE_MOST)} characters or fewer`),
})
export type NoteInput = z.infer<typeof noteForm>

export const messageRefusals: Record<MessageRefusal, string> = {
  alreadyClosed: 'Someone has closed this message. Open it again if more is needed',
  stillOpen: 'This message is open already',
  answeredMeanwhile:
    'Somebody else has answered since you opened this page. Nothing of yours was sent. Read their answer, then send yours if it is still needed',
  takenMeanwhile: 'Somebody else has this message since you opened this page. Look again, then choose',
  notOfTeam: 'Choose somebody who is in the team now',
  sameTopic: 'The message is under this topic already',
}

export const TOO_MANY = 'Several messages came from you or your network in the last hour. Wait an hour and send this again, or ring us'
