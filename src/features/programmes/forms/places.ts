import { z } from 'zod'
import { lateReasons, type AskRefusal, type ChangeRefusal, type LateReason } from '../rules/places.ts'

export const workshopParams = z.object({ workshopId: z.uuid() })
export type WorkshopParams = z.infer<typeof workshopParams>
export const placeParams = z.object({ placeId: z.uuid() })
export type PlaceParams = z.infer<typeof placeParams>

const notices = {
  booked: 'You have a place. We have sent you an e-mail with the details.',
  waiting: 'You are on the waiting list. We will write to you when a place comes free.',
  ticket: 'You have a ticket for the draw. We will write to you once it is made.',
  accepted: 'The place is yours. We have sent you an e-mail with the details.',
  declined: 'You have let the place go. It goes to the next person.',
  left: 'You have left the waiting list.',
  corrected: 'Thank you. The team will look at it and answer you.',
  coming: 'Thank you. We look forward to seeing you.',
  cancelled: 'You have cancelled your place. It goes to the next person.',
} as const
export type PlaceNotice = keyof typeof notices
export const noticeWords = (code: string | undefined): string | undefined =>
  code !== undefined && Object.hasOwn(notices, code) ? notices[code as PlaceNotice] : undefined
export const noticeQuery = z.object({ notice: z.string().max(20).optional().catch(undefined) })
export type NoticeQuery = z.infer<typeof noticeQuery>

const ticked = z.literal('yes', 'Tick this once, or leave it').optional().transform(Boolean)
export const nothingForm = z.object({})
/** What somebody says of themselves as they ask; what else a page sends is not read. */
export const askForm = z
  .object({ stated: ticked, access: ticked, companion: ticked })
  .transform(({ stated, access, companion }) => ({ stated, access, companion: access && companion }))
export type AskInput = z.infer<typeof askForm>

const reasons = Object.keys(lateReasons) as [LateReason, ...LateReason[]]
export const cancelForm = z.object({ reason: z.enum(reasons, 'Choose the reason that comes closest').optional() })
export type CancelInput = z.infer<typeof cancelForm>

export const askRefusals: Record<AskRefusal, string> = {
  notOpen: 'This workshop takes no more people. Look for another date, or ask us about one.',
  bookingClosed: 'Booking has closed for this workshop. Contact us if you still hope to come.',
  membersOnly: 'This workshop is for members of its group. Ask us how to join the group.',
  alreadyAsked: 'You have asked for a place at this workshop already.',
  statementNeeded: 'This workshop is for a particular group. Tick that it is you, if it is: your word is enough.',
}

export const changeRefusals: Record<ChangeRefusal, string> = {
  workshopCancelled: 'This workshop has been cancelled, so there is nothing left to change.',
  offerEnded: 'This offer has ended. You can ask for a place again while booking is open.',
  notWaiting: 'You are no longer on the waiting list of this workshop.',
  notBooked: 'You no longer have a place at this workshop.',
  alreadyBegan: 'This workshop has begun, so the place cannot be given back here. Contact us instead.',
  notLive: 'This place has been given up already.',
  reasonNeeded: 'Choose the reason that comes closest.',
}
