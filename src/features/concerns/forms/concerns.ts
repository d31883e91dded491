import { z } from 'zod'
import { outcomes, type ConcernRefusal, type Outcome } from '../rules/concerns.ts'
import { raiseForm, words as text } from '../rules/raising.ts'

export const passOnForm = raiseForm.extend({ about: z.enum(['candidate', 'supporter'], 'Choose whom it is about') })
export type PassOnInput = z.infer<typeof passOnForm>

export const noteForm = z.object({ note: text('Write the note', 4000) })
export type NoteInput = z.infer<typeof noteForm>
const outcomeCodes = Object.keys(outcomes) as [Outcome, ...Outcome[]]
export const closeForm = z.object({
  outcome: z.enum(outcomeCodes, 'Choose what came of it'),
  words: text('Say in a few words what was done', 4000),
})
export type CloseInput = z.infer<typeof closeForm>
export const reopenForm = z.object({ why: text('Say why it is opened again', 1000) })
export type ReopenInput = z.infer<typeof reopenForm>
export const nothingForm = z.object({})

export const pairingParams = z.object({ pairingId: z.uuid() })
export type PairingParams = z.infer<typeof pairingParams>
export const concernParams = z.object({ concernId: z.uuid() })
export const incidentParams = z.object({ incidentId: z.uuid() }).transform(({ incidentId }) => ({ concernId: incidentId }))
export type ConcernParams = z.infer<typeof concernParams>

export const shows = ['open', 'raised', 'closed', 'all'] as const
export const listQuery = z.object({ show: z.enum(shows).catch('open'), page: z.coerce.number().int().min(1).max(10_000).catch(1) })
export type ListQuery = z.infer<typeof listQuery>

export const notices = {
  acknowledged: 'It is yours now. Whoever raised it can see that it has been read.',
  noted: 'The note is written.',
  suspended: 'They are suspended. All their pairings rest, they host nobody, and nobody was told why.',
  unsuspended: 'The suspension is lifted. Pairings begin again only when you have asked both sides.',
  ended: 'The pairing is ended. The two are never matched again, and neither was told why.',
  sent: 'The contacts outside the team were written to again.',
  closed: 'Closed. The ways in from outside have ended.',
  reopened: 'It is open again.',
} as const
const codes = Object.keys(notices) as [keyof typeof notices, ...(keyof typeof notices)[]]
export const oneQuery = z.object({ notice: z.enum(codes).optional().catch(undefined) })
export type OneQuery = z.infer<typeof oneQuery>

export const refusals: Record<ConcernRefusal, string> = {
  notNow: 'It has changed meanwhile, so this cannot be done any more. Look at how it stands now',
  alreadySuspended: 'They are suspended already',
  notSuspended: 'They are not suspended',
  pairIsOver: 'The pairing is over already',
  otherOutcome: 'Choose what came of it from the list',
  changedMeanwhile: 'The pairing has changed meanwhile. Look at how it stands now',
}
