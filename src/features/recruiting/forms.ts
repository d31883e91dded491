import { z } from 'zod'
import { lookReasons, type LookReason, type Lookup } from './rules.ts'

const reasons = Object.keys(lookReasons) as [LookReason, ...LookReason[]]

export const lookForm = z.object({
  find: z
    .string('Enter an email address or a reference')
    .trim()
    .min(1, 'Enter an email address or a reference')
    .max(254, 'An email address or reference has at most 254 characters'),
  reason: z.enum(reasons, 'Select why you need to look'),
})
export type LookInput = z.infer<typeof lookForm>

export const lookParams = z.object({ lookId: z.uuid() })
export type LookParams = z.infer<typeof lookParams>

type Refusal = Extract<Lookup, { ok: false }>['reason']

/** One and the same answer for nobody, no agreement and no right to look, so that it tells nothing about anybody. */
export const lookRefusals: Record<Refusal, string> = {
  notShown: 'There is no support history that you can see for this. The person may not be known here, or may not have agreed to share it',
}
