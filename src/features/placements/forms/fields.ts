import { z } from 'zod'
import { now } from '../../../core/clock.ts'
import { dayAfter, instantAt, londonDay, readDay, readTime } from '../../../core/dates.ts'

export const placementParams = z.object({ placementId: z.uuid() })
export type PlacementParams = z.infer<typeof placementParams>
export const nothingForm = z.object({})

const AHEAD_DAYS = 550
const LONGEST_HOURS = 14

export const optionalWords = (most: number) =>
  z
    .string('Use words')
    .trim()
    .max(most, `Use ${String(most)} characters or fewer`)
    .default('')

const typed = <T>(ask: string, read: (text: string) => T | undefined) =>
  z
    .string(ask)
    .trim()
    .transform((text, context) => {
      const found = text.length > 40 ? undefined : read(text)
      if (found !== undefined) return found
      context.addIssue({ code: 'custom', message: ask })
      return z.NEVER
    })

/** One box or several: always a list of codes, without doubles. */
export const several = <T extends string>(codes: readonly [T, ...T[]], ask: string) =>
  z
    .preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.enum(codes, ask), ask).min(1, ask))
    .transform((all) => [...new Set(all)])

const dayFields = {
  day: typed('Enter a day, such as 14/1/2027', readDay),
  from: typed('Enter when it begins, such as 9am', readTime),
  until: typed('Enter when it ends, such as 1pm', readTime),
}

type Times = { day: string; from: string; until: string }
/** The two instants of a day in London; a visit past midnight ends on the next day. */
function readTimes({ day, from, until }: Times, context: z.core.$RefinementCtx): { startsAt: Date; endsAt: Date } {
  const today = londonDay(now())
  const startsAt = instantAt(day, from)
  const endsAt = instantAt(until > from ? day : dayAfter(day, 1), until)
  const say = (field: string, message: string) => {
    context.addIssue({ code: 'custom', path: [field], message })
    return z.NEVER
  }
  if (day <= today || day > dayAfter(today, AHEAD_DAYS)) return say('day', 'Choose a day after today, within eighteen months')
  if (!startsAt || !endsAt) return say('from', 'That time does not exist on that day, as the clocks go forward')
  if (endsAt.getTime() - startsAt.getTime() > LONGEST_HOURS * 3_600_000) return say('until', 'A visit is at most fourteen hours long')
  return { startsAt, endsAt }
}

const supporterId = z.preprocess((value) => (value === '' ? undefined : value), z.uuid('Choose who receives them').optional())

/** `dateId`: `own` where a day is typed, `none` where there is no day yet, else a listed day. Fields of days not chosen are not looked at. */
const which = z.preprocess((value) => value ?? '', z.union([z.uuid(), z.literal('own'), z.literal('none')], 'Choose a day'))
const loose = z.string().max(200).default('')
export const dayForm = z
  .object({ dateId: which, supporterId, day: loose, from: loose, until: loose })
  .transform(({ dateId, supporterId: who, ...times }, context) => {
    const named = who === undefined ? {} : { supporterId: who }
    if (dateId === 'none') return { day: named }
    if (dateId !== 'own') return { day: { dateId } }
    const read = z.object(dayFields).safeParse(times)
    if (read.success) return { day: { ...readTimes(read.data, context), ...named } }
    for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message })
    return z.NEVER
  })
export type DayInput = z.infer<typeof dayForm>
