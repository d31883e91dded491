import { z } from 'zod'
import { whoseThings } from '../../../core/waiting.ts'
import { threadShows, type ThreadRefusal } from '../rules/threads.ts'

const SUBJECT_MOST = 120
const BODY_MOST = 5000

const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const body = z
  .string('Write your message')
  .trim()
  .min(1, 'Write your message')
  .max(BODY_MOST, `Your message must be ${String(BODY_MOST)} characters or fewer`)
const subject = z
  .string('Say in a few words what it is about')
  .trim()
  .min(1, 'Say in a few words what it is about')
  .max(SUBJECT_MOST, `What it is about must be ${String(SUBJECT_MOST)} characters or fewer`)

export const newThreadForm = z.object({ subject, body })
export type NewThreadInput = z.infer<typeof newThreadForm>

export const replyForm = z.object({ body })
export type ReplyInput = z.infer<typeof replyForm>

export const moveForm = z.object({ event: z.enum(['close', 'reopen', 'take'], 'Choose what to do with this conversation') })
export type MoveInput = z.infer<typeof moveForm>

export const ownerForm = z.object({ ownerId: z.uuid('Choose somebody of the team') })
export type OwnerInput = z.infer<typeof ownerForm>

export const threadParams = z.object({ threadId: z.uuid() })
export type ThreadParams = z.infer<typeof threadParams>
export const candidateParams = z.object({ candidateId: z.uuid() })
export type CandidateParams = z.infer<typeof candidateParams>

export const inboxQuery = z.object({
  show: z.enum(threadShows).catch('waiting'),
  whose: z.enum(whoseThings).catch('team'),
  page,
})
export type InboxQuery = z.infer<typeof inboxQuery>

export const ownListQuery = z.object({ page })
export type OwnListQuery = z.infer<typeof ownListQuery>

export const threadNotices = {
  sent: 'Your message is on the page of the person it is for.',
  received: 'Your message has reached the team.',
  closed: 'The conversation is closed. It opens again when somebody writes.',
  reopened: 'The conversation is open again.',
  taken: 'The conversation is yours.',
  assigned: 'The conversation has a new owner.',
}
type Notice = keyof typeof threadNotices

export const threadQuery = z.object({
  notice: z
    .enum(Object.keys(threadNotices) as [Notice, ...Notice[]])
    .optional()
    .catch(undefined),
  template: z.uuid().optional().catch(undefined),
})
export type ThreadQuery = z.infer<typeof threadQuery>

export const threadRefusals: Record<ThreadRefusal, string> = {
  notTheirs: 'Only the team closes a conversation or says who answers it',
  alreadyClosed: 'Somebody has closed this conversation. Open it again if more is needed',
  stillOpen: 'This conversation is open already',
}

export const TOO_MANY = 'You have written many messages in the last hour. Wait a while and send this again, or ring us'
export const UNREACHABLE = 'This person has no account, so they could not read it. Ring them or write a letter'
