import { z } from 'zod'
import { outcomes, topics, type MessageRefusal } from './rules.ts'

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

export const queueQuery = z.object({
  state: z.enum(['open', 'closed']).catch('open'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})
export type QueueQuery = z.infer<typeof queueQuery>

export const messageParams = z.object({ messageId: z.uuid() })
export type MessageParams = z.infer<typeof messageParams>

export const messageNotices = {
  taken: 'This message is yours to answer',
  closed: 'The message is closed',
  reopened: 'The message is open again',
}

export const messageQuery = z.object({ notice: z.enum(['taken', 'closed', 'reopened']).optional().catch(undefined) })
export type MessageQuery = z.infer<typeof messageQuery>

export const nothingForm = z.object({})

export const closeForm = z.object({ outcome: z.enum(outcomes, 'Choose how this ended') })
export type CloseInput = z.infer<typeof closeForm>

export const messageRefusals: Record<MessageRefusal, string> = {
  alreadyClosed: 'Someone has closed this message. Open it again if more is needed',
  stillOpen: 'This message is open already',
}

export const TOO_MANY = 'Several messages came from you or your network in the last hour. Wait an hour and send this again, or ring us'
