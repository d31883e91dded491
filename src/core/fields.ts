import { z } from 'zod'
import { readDay, readTime } from './dates.ts'

/** One line that must be filled in. */
export const line = (ask: string, most = 120) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .max(most, `Use ${String(most)} characters or fewer`)
    .refine((typed) => !typed.includes('\n'), 'Keep this to one line')

/** Words that may be left out. */
export const words = (most: number) =>
  z
    .string('Fill this in once, as text')
    .trim()
    .max(most, `Use ${String(most)} characters or fewer`)
    .default('')

/** A day as people write it: answers with `2027-01-14`. */
export const typedDay = (ask: string) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .transform((typed, ctx) => {
      const day = typed.length > 40 ? undefined : readDay(typed)
      if (day !== undefined && day >= '2020-01-01' && day < '2100-01-01') return day
      ctx.addIssue({ code: 'custom', message: 'Enter a date, such as 14 January 2027' })
      return z.NEVER
    })

/** A time as people write it: answers with `18:30`. */
export const typedTime = (ask: string) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .transform((typed, ctx) => {
      const time = typed.length > 20 ? undefined : readTime(typed)
      if (time !== undefined) return time
      ctx.addIssue({ code: 'custom', message: 'Enter a time, such as 6pm or 18:30' })
      return z.NEVER
    })

export const wholeNumber = (ask: string, least: number, most: number) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .regex(/^\d{1,6}$/, 'Enter a whole number')
    .transform(Number)
    .refine((n) => n >= least && n <= most, `Enter a number from ${String(least)} to ${String(most)}`)
