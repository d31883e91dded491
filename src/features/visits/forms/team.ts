import { z } from 'zod'
import { whoseThings } from '../../../core/waiting.ts'
import { shows, type Show } from '../rules/shows.ts'

const showCodes = Object.keys(shows) as [Show, ...Show[]]
export const teamQuery = z.object({
  show: z.enum(showCodes).catch('waiting'),
  whose: z.enum(whoseThings).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})
export type TeamQuery = z.infer<typeof teamQuery>
