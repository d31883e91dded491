import { z } from 'zod'
import { happenings, type Happening } from './concerns.ts'

/** Words that have to be there, so many characters at most. */
export const words = (ask: string, most: number) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .max(most, `Use ${String(most)} characters or fewer`)

const reach = z.preprocess(
  (typed) => (typeof typed === 'string' && typed.trim() === '' ? undefined : typed),
  z.string().trim().max(300, 'Use 300 characters or fewer').optional(),
)

/** What whoever raises a concern says, of a pairing or of a visit. */
export const raiseForm = z.object({ what: words('Say what happened, in your own words', 6000), reach })
export type RaiseInput = z.infer<typeof raiseForm>

const happeningCodes = Object.keys(happenings) as [Happening, ...Happening[]]
/** `about` is the other side of the visit, or neither of the two. */
export const incidentForm = raiseForm.extend({
  happened: z.enum(happeningCodes, 'Choose what kind of thing it was'),
  about: z.enum(['other', 'neither'], 'Say whether it is about the other person'),
})
export type IncidentInput = z.infer<typeof incidentForm>
