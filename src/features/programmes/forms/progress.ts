import { z } from 'zod'
import { progressShows } from '../rules/progress.ts'

export const progressQuery = z.object({
  show: z.enum(progressShows).catch('all'),
  q: z.string().trim().max(100).catch('').default(''),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  notice: z.string().max(40).optional().catch(undefined),
})
export type ProgressQuery = z.infer<typeof progressQuery>
