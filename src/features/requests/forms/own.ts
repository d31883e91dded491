import { z } from 'zod'
import { isAskable } from '../rules/outcomes.ts'
import type { RequestRefusal } from '../rules/requests.ts'
import { withdrawReasons, type WithdrawReason } from '../rules/words.ts'
import { words } from '../../../core/fields.ts'
import { ticked } from './fields.ts'

const NOT_IN_LIST = 'Choose from the list on this page'
/** Other pages lead here with one kind ticked. */
export const moreQuery = z.object({ kind: z.string().max(40).optional().catch(undefined) })
export type MoreQuery = z.infer<typeof moreQuery>

export const moreForm = z.object({
  chosen: ticked
    .refine((values) => values.length > 0, 'Choose what you would like')
    .refine((values): values is Extract<(typeof values)[number], string>[] => values.every(isAskable), NOT_IN_LIST)
    .transform((values) => values.filter(isAskable)),
  note: words(500),
})
export type MoreInput = z.infer<typeof moreForm>

export const withdrawForm = z.object({
  reason: z.enum(Object.keys(withdrawReasons) as [WithdrawReason, ...WithdrawReason[]], 'Choose what comes closest'),
})
export type WithdrawInput = z.infer<typeof withdrawForm>

export const insteadForm = z.object({ kind: z.string(NOT_IN_LIST).max(60).refine(isAskable, NOT_IN_LIST) })
export type InsteadInput = z.infer<typeof insteadForm>

export const ownRefusals: Record<RequestRefusal | 'alreadyAsked' | 'stillOpen' | 'notSuggested', string> = {
  notTheirs: 'Only the team can do this',
  alreadyEnded: 'This request has ended already',
  notNow: 'This cannot be done just now. Contact us and we will help',
  bookingBegins: 'This begins when you book',
  notDoneYet: 'This is not finished yet',
  pairingBegins: 'This begins when both of you have said yes',
  pairingGoesOn: 'Somebody is beside you still',
  alreadyAsked: 'You have an open request for this already. You find it on your page',
  stillOpen: 'This request is still open',
  notSuggested: NOT_IN_LIST,
}

export const notices = {
  asked: 'We have your request, and will answer it soon',
  withdrawn: 'You have taken your request back',
  hoped: 'Saved. You can change it until the support begins',
  scored: 'Thank you. Your answers are saved',
  resume: 'The team knows that you would like to carry on',
}
const names = Object.keys(notices) as [keyof typeof notices, ...(keyof typeof notices)[]]
export const ownQuery = z.object({ notice: z.enum(names).optional().catch(undefined) })
export type OwnQuery = z.infer<typeof ownQuery>
