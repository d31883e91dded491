import { z } from 'zod'
import { withdrawReasons, type RequestRefusal, type WithdrawReason } from '../rules/requests.ts'

const one = z.string().max(60)
const MISSING = 'Choose what you would like'
export const NOT_IN_LIST = 'Choose from the list on this page'

export const moreForm = z.object({
  chosen: z.union([one.transform((value) => [value]), z.array(one).max(60)], MISSING).refine((values) => values.length > 0, MISSING),
})
export type MoreInput = z.infer<typeof moreForm>

export const requestParams = z.object({ requestId: z.uuid() })
export type RequestParams = z.infer<typeof requestParams>
export const withdrawForm = z.object({
  reason: z.enum(Object.keys(withdrawReasons) as [WithdrawReason, ...WithdrawReason[]], 'Choose what comes closest'),
})
export type WithdrawInput = z.infer<typeof withdrawForm>
export const withdrawRefusals: Record<RequestRefusal, string> = {
  notTheirs: 'Only the team can do this',
  alreadyEnded: 'This request has ended already',
  notNow: 'This cannot be done just now. Contact us and we will help',
}

export const notices = { withdrawn: 'You have taken your request back' }
export const ownQuery = z.object({ notice: z.enum(['withdrawn']).optional().catch(undefined) })
export type OwnQuery = z.infer<typeof ownQuery>
