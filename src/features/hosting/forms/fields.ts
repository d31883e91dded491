import { z } from 'zod'
import { readDay } from '../../../core/dates.ts'

const NO_DAY = 'Enter a date, such as 14 January 2027'
const dayIn = (typed: string): string | undefined => {
  const day = typed.length > 40 ? undefined : readDay(typed)
  return day !== undefined && day >= '2020-01-01' && day < '2100-01-01' ? day : undefined
}

/** Further days, one a line; an empty field is none. */
export const moreDays = z
  .string('Write each day on a line of its own')
  .max(2000, 'Use fewer days')
  .default('')
  .transform((typed, ctx) => {
    const lines = typed
      .split('\n')
      .map((each) => each.trim())
      .filter((each) => each !== '')
    const days = lines.map(dayIn)
    if (days.every((day) => day !== undefined)) return days
    ctx.addIssue({ code: 'custom', message: `${NO_DAY}, each on a line of its own` })
    return z.NEVER
  })

export const nothingForm = z.object({})
