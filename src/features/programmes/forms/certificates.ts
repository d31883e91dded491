import { z } from 'zod'

export const checkQuery = z.object({ reference: z.string().trim().max(60).catch('').default('') })
export type CheckQuery = z.infer<typeof checkQuery>
