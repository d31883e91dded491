import { z } from 'zod'
import { MOST_PLACES, repeats, type DateRefusal, type Repeat } from '../rules/dates.ts'
import { typedDay, typedTime, wholeNumber } from '../../../core/fields.ts'
import { moreDays } from './fields.ts'

const repeatIds = Object.keys(repeats) as [Repeat, ...Repeat[]]
const day = typedDay('Enter a day')
const start = typedTime('Enter when it begins')
const end = typedTime('Enter when it ends')
const places = wholeNumber('Enter how many people can come', 1, MOST_PLACES)
const supporterId = z.uuid('Choose who receives people')

export const offerForm = z.object({
  ...{ day, more: moreDays, start, end, places, supporterId },
  repeat: z.enum(repeatIds, 'Choose whether it repeats').default('no'),
  times: z.preprocess((typed) => (typed === '' ? undefined : typed), wholeNumber('Enter how often', 1, 26).default(1)),
})
export type OfferInput = z.infer<typeof offerForm>

export const changeForm = z.object({ day, start, end, places, supporterId })
export type ChangeInput = z.infer<typeof changeForm>

export const dateParams = z.object({ hostId: z.uuid(), dateId: z.uuid() })
export type DateParams = z.infer<typeof dateParams>

/** What is wrong with a day, and beside which field it is said. */
export const dateRefusalWords: Record<DateRefusal, { field: string; words: (day: string) => string }> = {
  noSuchTime: { field: 'start', words: (day) => `The clocks go forward on ${day}, so there is no such time then. Choose another` },
  endsBefore: { field: 'end', words: () => 'It has to end after it begins' },
  passed: { field: 'day', words: (day) => `${day} has passed. Choose a day to come` },
  tooFar: { field: 'day', words: (day) => `${day} is too far ahead. Choose a day within 18 months` },
  untrained: {
    field: 'supporterId',
    words: (day) => `Training does not hold on ${day}, so nobody can be received then. Renew it first, or choose somebody else`,
  },
  overlaps: { field: 'day', words: (day) => `Whoever receives people has another day at that time on ${day}` },
  tooMany: { field: 'times', words: () => 'That is more than 40 days at once. Offer fewer, and the rest later' },
  held: { field: 'places', words: () => 'More people are on this day already. Ask the team to find another day for somebody first' },
  gone: { field: '', words: () => 'It has changed meanwhile, so this cannot be done any more. Look at how it stands now' },
  closed: { field: '', words: () => 'This department is not in the catalogue, or is not open to visits now. Change that first' },
}
