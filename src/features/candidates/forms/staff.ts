import { z } from 'zod'

const page = z.coerce.number().int().min(1).max(10_000).catch(1)

export const candidateParams = z.object({ candidateId: z.uuid() })
export type CandidateParams = z.infer<typeof candidateParams>
export const emailParams = z.object({ candidateId: z.uuid(), emailId: z.uuid() })
export type EmailParams = z.infer<typeof emailParams>

export const candidateQuery = z.object({ page, notice: z.string().max(20).optional().catch(undefined) })
export type CandidateQuery = z.infer<typeof candidateQuery>
