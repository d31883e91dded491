import { z } from 'zod'
import type { SupporterRefusal } from './rules/places.ts'

export const workshopParams = z.object({ workshopId: z.uuid() })
export type WorkshopParams = z.infer<typeof workshopParams>
export const nothingForm = z.object({})

export const notices = {
  booked: 'You are coming along. Thank you. An e-mail has the details.',
  cancelled: 'You are no longer down for it. Thank you for telling us.',
} as const
export const noticeQuery = z.object({ notice: z.enum(['booked', 'cancelled']).optional().catch(undefined) })
export type NoticeQuery = z.infer<typeof noticeQuery>

export const refusals: Record<SupporterRefusal, string> = {
  notOpen: 'This workshop will not happen, or has been held already.',
  hasBegun: 'This workshop has begun. If you cannot come after all, ring the team.',
  alreadyBooked: 'You are coming along already.',
  asCandidate: 'You are on this workshop as a candidate. Give that place up first, or come as a candidate.',
  full: 'Other supporters have taken the last place. Thank you for offering.',
  notBooked: 'You are not down for this workshop.',
}
