import { z } from 'zod'
import { whoseThings } from '../../../core/waiting.ts'

const whose = z.enum(whoseThings).catch('team')
export const whoseQuery = z.object({ whose })
export type WhoseQuery = z.infer<typeof whoseQuery>

export const joiningQuery = z.object({ whose, page: z.coerce.number().int().min(1).max(10_000).catch(1) })
export type JoiningQuery = z.infer<typeof joiningQuery>
