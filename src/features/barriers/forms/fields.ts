import { z } from 'zod'
import { now } from '../../../core/clock.ts'
import { londonDay, monthsAfter } from '../../../core/dates.ts'
import { typedDay } from '../../../core/fields.ts'

export const caseParams = z.object({ caseId: z.uuid() })
export type CaseParams = z.infer<typeof caseParams>
export const actionParams = z.object({ caseId: z.uuid(), actionId: z.uuid() })
export type ActionParams = z.infer<typeof actionParams>
export const systemicParams = z.object({ systemicId: z.uuid() })
export type SystemicParams = z.infer<typeof systemicParams>
export const linkParams = z.object({ systemicId: z.uuid(), caseId: z.uuid() })
export const toldParams = z.object({ systemicId: z.uuid(), toldId: z.uuid() })
export type ToldParams = z.infer<typeof toldParams>
export const nothingForm = z.object({})

/** Words that have to be there, on as many lines as they like. */
export const text = (ask: string, most = 2000) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .max(most, `Use ${String(most)} characters or fewer`)

const MONTHS_AHEAD = 36
const today = () => londonDay(now())

/** A day from today on, within three years. */
export const dayAhead = (ask: string) =>
  typedDay(ask)
    .refine((day) => day >= today(), 'The day must be today or later')
    .refine((day) => day <= londonDay(monthsAfter(now(), MONTHS_AHEAD)), 'The day must be within three years')

/** A day that has been. */
export const dayBehind = (ask: string) => typedDay(ask).refine((day) => day <= today(), 'The day must be today or earlier')

export const forParams = z.object({ candidateId: z.uuid() })
export type ForParams = z.infer<typeof forParams>
