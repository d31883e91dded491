import { z } from 'zod'
import { whoseThings } from '../../core/waiting.ts'
import { clearings } from './rules/delivery.ts'

export const bouncesQuery = z.object({
  whose: z.enum(whoseThings).catch('team'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  notice: z.enum(['retried', 'working', 'over']).optional().catch(undefined),
})
export type BouncesQuery = z.infer<typeof bouncesQuery>

export const failureParams = z.object({ failureId: z.uuid() })
export type FailureParams = z.infer<typeof failureParams>

export const clearForm = z.object({
  how: z.enum(clearings, 'Choose whether to try again, or to say that the address works'),
})
export type ClearInput = z.infer<typeof clearForm>

export const bounceNotices = {
  retried: 'What came back and what was held are on their way again.',
  working: 'What was held is on its way.',
  over: 'Somebody has dealt with this address already.',
}
