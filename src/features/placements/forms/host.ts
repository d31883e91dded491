import { z } from 'zod'
import { cancelCodes, hostDeclineCodes } from '../rules/words.ts'
import { optionalWords, several } from './fields.ts'

export const declineForm = z.object({ reasons: several(hostDeclineCodes, 'Choose what comes closest'), words: optionalWords(500) })
export type DeclineInput = z.infer<typeof declineForm>
export const cancelForm = z.object({ reasons: several(cancelCodes, 'Choose what comes closest'), words: optionalWords(500) })
export type CancelInput = z.infer<typeof cancelForm>

export const notices = {
  offered: 'Thank you. They are asked now, and you hear when they have answered.',
  moved: 'The day is saved, and they are told.',
  declined: 'Your answer is saved. Why is for the team alone.',
  cancelled: 'It is called off, and they are told kindly.',
} as const
const notice = z.enum(['offered', 'moved', 'declined', 'cancelled']).optional().catch(undefined)
export const listQuery = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1), notice })
export type ListQuery = z.infer<typeof listQuery>
export const noticeQuery = z.object({ notice })
export type NoticeQuery = z.infer<typeof noticeQuery>
