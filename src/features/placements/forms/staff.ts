import { z } from 'zod'
import { whoseThings } from '../../../core/waiting.ts'
import { shows } from '../rules/shows.ts'
import { absentCodes, cancelCodes, declineCodes, withdrawCodes } from '../rules/words.ts'
import { optionalWords, several } from './fields.ts'

const closest = 'Choose what comes closest'
const filter = {
  show: z.enum(shows).catch('live'),
  host: z.uuid().optional().catch(undefined),
  whose: z.enum(whoseThings).catch('team'),
  q: z.string().trim().max(80).catch(''),
}
export const listQuery = z.object({ ...filter, page: z.coerce.number().int().min(1).max(10_000).catch(1) })
export type ListQuery = z.infer<typeof listQuery>
export const fileQuery = z.object(filter)
export type FileQuery = z.infer<typeof fileQuery>

export const declineForm = z.object({ declineReasons: several(declineCodes, closest), words: optionalWords(500) })
export const withdrawForm = z.object({ withdrawReasons: several(withdrawCodes, closest), words: optionalWords(500) })
export const cancelForm = z.object({ cancelReasons: several(cancelCodes, closest), words: optionalWords(500) })
export const absentForm = z.object({ absentReasons: several(absentCodes, closest), words: optionalWords(500) })
export const anotherForm = z.object({ wanted: optionalWords(300) })

export const notices = {
  passed: 'Passed on. Everybody of the department who may receive them is asked, without a name.',
  offered: 'Saved. The candidate is asked now.',
  accepted: 'Their yes is saved.',
  moved: 'The day is saved, and both are told.',
  dropped: 'The day is off. It waits for another one.',
  confirmed: 'Confirmed. Both are told, with an entry for their calendars.',
  rechecked: 'It is back with the checks, and both are told.',
  marked: 'Saved. It can be put right for seven days.',
  ended: 'Saved. Whoever has to know is told, without a reason.',
} as const
const codes = Object.keys(notices) as [keyof typeof notices, ...(keyof typeof notices)[]]
export const oneQuery = z.object({ notice: z.enum(codes).optional().catch(undefined) })
export type OneQuery = z.infer<typeof oneQuery>
