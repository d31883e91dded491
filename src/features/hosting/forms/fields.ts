import { z } from 'zod'
import { readDay, readTime } from '../../../core/dates.ts'

/** One line that must be filled in. */
export const line = (ask: string, most: number) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .max(most, `Use ${String(most)} characters or fewer`)
    .refine((typed) => !typed.includes('\n'), 'Keep this to one line')

/** Words that may be left out. */
export const words = (most: number) =>
  z
    .string('Write this as text')
    .trim()
    .max(most, `Use ${String(most)} characters or fewer`)
    .default('')

const NO_DAY = 'Enter a date, such as 14 January 2027'
const dayIn = (typed: string): string | undefined => {
  const day = typed.length > 40 ? undefined : readDay(typed)
  return day !== undefined && day >= '2020-01-01' && day < '2100-01-01' ? day : undefined
}

export const typedDay = (ask: string) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .transform((typed, ctx) => {
      const day = dayIn(typed)
      if (day !== undefined) return day
      ctx.addIssue({ code: 'custom', message: NO_DAY })
      return z.NEVER
    })

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

export const typedTime = (ask: string) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .transform((typed, ctx) => {
      const time = typed.length > 20 ? undefined : readTime(typed)
      if (time !== undefined) return time
      ctx.addIssue({ code: 'custom', message: 'Enter a time, such as 10am or 14:30' })
      return z.NEVER
    })

export const wholeNumber = (ask: string, least: number, most: number) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .regex(/^\d{1,4}$/, 'Enter a whole number')
    .transform(Number)
    .refine((n) => n >= least && n <= most, `Enter a number from ${String(least)} to ${String(most)}`)

export const nothingForm = z.object({})
