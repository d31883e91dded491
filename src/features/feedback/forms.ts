import { z } from 'zod'
import { SCALE, type FeedbackRefusal } from './rules.ts'

const rating = z.coerce.number().refine((n) => (SCALE as readonly number[]).includes(n))

/** The form as the profile's questions make it: `q-ID` is a rating from 1 to 5, left out where nothing is chosen. */
export const feedbackForm = z.looseObject({}).transform((typed, ctx) => {
  const said = (name: 'good' | 'better'): string => {
    const given = typeof typed[name] === 'string' ? typed[name].trim() : ''
    if (given.length > 1000) ctx.addIssue({ code: 'custom', path: [name], message: 'Use 1,000 letters or fewer' })
    return given
  }
  const chosen = Object.entries(typed).flatMap(([name, value]) => {
    const read = name.startsWith('q-') ? rating.safeParse(value) : undefined
    return read?.success === true ? [[name.slice(2), read.data] as const] : []
  })
  return { ratings: Object.fromEntries(chosen), good: said('good'), better: said('better') }
})
export type FeedbackInput = z.infer<typeof feedbackForm>

export const workshopParams = z.object({ workshopId: z.uuid() })
export type WorkshopParams = z.infer<typeof workshopParams>
export const noticeQuery = z.object({ notice: z.enum(['given', 'withdrawn']).optional().catch(undefined) })
export type NoticeQuery = z.infer<typeof noticeQuery>
export const nothingForm = z.object({})

export const notices = {
  given: 'Thank you. It helps the next people who come.',
  withdrawn: 'Taken back. It is gone, also from what the team sees.',
}

export const feedbackRefusals: Record<FeedbackRefusal, string> = {
  alreadyGiven: 'You have answered already. Take that back first if you would like to answer again',
  nothingSaid: 'Answer one question, or leave the page: all of them are optional',
}
