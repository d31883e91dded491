import { z } from 'zod'
import type { BookingRefusal } from '../rules/line.ts'
import { reason } from './workshops.ts'

const ticked = z.literal('yes', 'Tick this once, or leave it').optional().transform(Boolean)

/** What the team books for somebody, with what that person said of themselves; what else a page sends is not read. */
export const bookingForm = z.object({
  candidateId: z.uuid('Choose the person'),
  reason: reason('Say why, in words that this person may read'),
  stated: ticked,
  access: ticked,
  companion: ticked,
  over: ticked,
})
export type BookingInput = z.infer<typeof bookingForm>

export const bookingQuery = z.object({
  q: z.string().trim().max(100).catch('').default(''),
  candidate: z.uuid().optional().catch(undefined),
})
export type BookingQuery = z.infer<typeof bookingQuery>

export const candidateParams = z.object({ candidateId: z.uuid() })
export type CandidateParams = z.infer<typeof candidateParams>

export const bookingRefusals: Record<BookingRefusal, string> = {
  notOpen: 'This workshop takes nobody in just now',
  alreadyBegan: 'This workshop has begun. Add people on the register instead',
  alreadyAsked: 'This person has a place at this workshop already',
  membersOnly: 'This workshop is for members of its cohort. Invite this person to the cohort first',
  statementNeeded: 'This workshop is for a group. Tick it only if this person told you that it is them',
  reasonNeeded: 'Say why, in words that this person may read',
  full: 'Every place is taken. Tick that you book beyond the number of places, if you mean to; it is kept and counted',
}
export const bookingFields: Partial<Record<BookingRefusal, string>> = { statementNeeded: 'stated', reasonNeeded: 'reason', full: 'over' }
