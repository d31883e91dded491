import { z } from 'zod'
import { readKind, type TimelineKind } from '../rules/timeline.ts'

const page = z.coerce.number().int().min(1).max(10_000).catch(1)

export const candidateParams = z.object({ candidateId: z.uuid() })
export type CandidateParams = z.infer<typeof candidateParams>
export const emailParams = z.object({ candidateId: z.uuid(), emailId: z.uuid() })
export type EmailParams = z.infer<typeof emailParams>

export const candidateQuery = z.object({
  page,
  kind: z.preprocess(readKind, z.custom<TimelineKind | undefined>()),
  notes: page,
  looks: page,
  notice: z.string().max(20).optional().catch(undefined),
})
export type CandidateQuery = z.infer<typeof candidateQuery>
