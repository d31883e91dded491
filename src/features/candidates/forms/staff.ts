import { z } from 'zod'
import { notOfferedReasons, type NotOfferedReason, type RequestRefusal } from '../../requests/rules/requests.ts'

const page = z.coerce.number().int().min(1).max(10_000).catch(1)

export const candidateParams = z.object({ candidateId: z.uuid() })
export type CandidateParams = z.infer<typeof candidateParams>
export const requestParams = z.object({ candidateId: z.uuid(), requestId: z.uuid() })
export type RequestParams = z.infer<typeof requestParams>
export const emailParams = z.object({ candidateId: z.uuid(), emailId: z.uuid() })
export type EmailParams = z.infer<typeof emailParams>

export const candidateQuery = z.object({ page, notice: z.string().max(20).optional().catch(undefined) })
export type CandidateQuery = z.infer<typeof candidateQuery>

export const moveForm = z.object({
  event: z.enum(['accept', 'start', 'pause', 'resume', 'complete'], 'Choose what to do with this request'),
})
export type MoveInput = z.infer<typeof moveForm>

const reasons = Object.keys(notOfferedReasons) as [NotOfferedReason, ...NotOfferedReason[]]
export const notOfferForm = z.object({ reason: z.enum(reasons, 'Select why it is not offered') })
export type NotOfferInput = z.infer<typeof notOfferForm>

export const assignForm = z.object({ ownerId: z.uuid('Choose somebody of the team') })
export type AssignInput = z.infer<typeof assignForm>

export const requestRefusals: Record<RequestRefusal, string> = {
  notTheirs: 'Only the person who asked can withdraw a request',
  alreadyEnded: 'This request has ended already. Look at its history below',
  notNow: 'The request has moved on since you opened this page. Look at where it stands now',
}
