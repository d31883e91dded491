import { z } from 'zod'
import { whoseThings } from '../../../core/waiting.ts'
import { barrierKinds, outcomes } from '../rules/cases.ts'
import { shows } from '../rules/shows.ts'
import { dayAhead, text } from './fields.ts'

const filter = {
  show: z.enum(shows).catch('live'),
  kind: z.enum(barrierKinds).optional().catch(undefined),
  owner: z
    .union([z.uuid(), z.literal('nobody')])
    .optional()
    .catch(undefined),
  whose: z.enum(whoseThings).catch('team'),
  q: z.string().trim().max(80).catch(''),
}
export const listQuery = z.object({ ...filter, page: z.coerce.number().int().min(1).max(10_000).catch(1) })
export type ListQuery = z.infer<typeof listQuery>
export const fileQuery = z.object(filter)
export type FileQuery = z.infer<typeof fileQuery>

export const ownerForm = z.object({ ownerId: z.uuid('Choose who has it') })
export const waitForm = z.object({ waitingFor: text('Say on whom or what it waits', 200) })
export const answerForm = z.object({ answer: text('Write to them') })
export const noteForm = z.object({ note: text('Write the note') })
export const extendForm = z.object({ dueOn: dayAhead('Enter the new day'), why: text('Say why, as they read it') })
export const closeForm = z.object({
  outcome: z.enum(outcomes, 'Choose how it ended'),
  outcomeWords: text('Say what came of it, and what happens next'),
})
export const againForm = z.object({ again: text('Say why it is open again, as they read it') })
export const actionForm = z.object({
  what: text('Say what is to be done', 300),
  who: z.enum(['team', 'candidate', 'others'], 'Choose who does it'),
  actionDue: dayAhead('Enter by when'),
})
export const linkForm = z.object({ systemicId: z.uuid('Choose which one') })

export const notices = {
  opened: 'The case is open. Take it up, or give it to somebody.',
  taken: 'Taken up. They are told that somebody has it.',
  given: 'Somebody else has it now, and is told.',
  moved: 'Saved.',
  answered: 'Sent. They are told that there is an answer.',
  noted: 'The note is kept.',
  extended: 'The new day is saved, and they are told.',
  closed: 'Closed. They are told, and asked whether it helped.',
  withdrawn: 'Taken back for them.',
  again: 'Open again. They are told.',
  action: 'Saved.',
  linked: 'Linked.',
  unlinked: 'Taken off. The history keeps that it was there.',
} as const
const codes = Object.keys(notices) as [keyof typeof notices, ...(keyof typeof notices)[]]
export const oneQuery = z.object({ notice: z.enum(codes).optional().catch(undefined) })
export type OneQuery = z.infer<typeof oneQuery>
