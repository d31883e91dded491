import { z } from 'zod'
import { dayAfter, startOfDay } from '../../../core/dates.ts'
import { line, typedDay, wholeNumber, words } from '../../../core/fields.ts'

export const againForm = z
  .object({
    name: line('Enter a name for the new cohort', 100),
    first: typedDay('Enter the day of the first workshop'),
    weekdays: z.enum(['keep', 'exact'], 'Choose whether the weekdays stay as they are'),
    opens: typedDay('Enter the day on which people can begin to ask'),
    closes: typedDay('Enter the last day on which people can ask'),
    capacity: wholeNumber('Enter how many members it has room for', 1, 1000),
    seen: words(4000),
    again: z.literal('yes').optional(),
  })
  .refine(({ opens, closes }) => closes >= opens, { path: ['closes'], message: 'The last day to ask must not be before the first' })
  .transform(({ opens, closes, weekdays, ...rest }) => ({
    ...rest,
    keepWeekdays: weekdays === 'keep',
    opensAt: startOfDay(opens),
    // The last day counts whole
    closesAt: startOfDay(dayAfter(closes, 1)),
  }))
export type AgainInput = z.infer<typeof againForm>
