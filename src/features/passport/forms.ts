import { z } from 'zod'
import { londonDay, readDay } from '../../core/dates.ts'
import { now } from '../../core/clock.ts'
import { whoseThings } from '../../core/waiting.ts'
import { useShows } from './queries/staff.ts'
import { needCodes } from './rules/needs.ts'
import { abouts, answers, outcomes } from './rules/uses.ts'

const most = (n: number) => `Keep it to ${String(n)} characters or fewer`
const words = (ask: string, n: number) => z.string(ask).trim().min(1, ask).max(n, most(n))
const maybe = (n: number) => z.string().trim().max(n, most(n)).default('')

export const needParams = z.object({ needId: z.uuid() })
export type NeedParams = z.infer<typeof needParams>
export const useParams = z.object({ useId: z.uuid() })
export type UseParams = z.infer<typeof useParams>
export const nothingForm = z.object({})

export const needForm = z.object({
  kind: z.enum(needCodes, 'Choose what it is about'),
  helps: words('Write what helps', 600),
  avoid: maybe(600),
})
export type NeedInput = z.infer<typeof needForm>
export const moveForm = z.object({ event: z.enum(['remove', 'restore'], 'Choose what to do with it') })
export type MoveInput = z.infer<typeof moveForm>

const code = z.string('Choose what it is for').regex(/^[\w.-]{1,90}$/u, 'Choose what it is for')
const DAY = 'Write a real day from today on, such as 14/1/2027, or leave it empty'
const dayOrNot = z
  .string()
  .trim()
  .max(40, DAY)
  .default('')
  .transform((typed, context) => {
    if (typed === '') return undefined
    const day = readDay(typed)
    if (day !== undefined && day >= londonDay(now())) return day
    context.addIssue({ code: 'custom', message: DAY })
    return z.NEVER
  })
const some = z
  .union([z.uuid().transform((one) => [one]), z.array(z.uuid()).max(50)], 'Tick what you want to share')
  .optional()
  .transform((given) => given ?? [])
export const shareForm = z.object({ what: code, needs: some, words: maybe(600), onDay: dayOrNot })
export type ShareInput = z.infer<typeof shareForm>
export const reuseForm = z.object({ what: code, from: z.uuid('Choose what to use again'), onDay: dayOrNot })
export type ReuseInput = z.infer<typeof reuseForm>
export const tellForm = z.object({ outcome: z.enum(outcomes, 'Choose whether it worked'), words: maybe(1000) })
export type TellInput = z.infer<typeof tellForm>

export const answerForm = z
  .object({ answer: z.enum(answers, 'Choose an answer'), words: maybe(1000) })
  .refine(({ answer, words: typed }) => answer === 'agreed' || typed !== '', {
    path: ['words'],
    message: 'Say what you can do, and what could help instead',
  })
export type AnswerInput = z.infer<typeof answerForm>
export const doneForm = z.object({ event: z.enum(['provide', 'miss'], 'Choose whether it was provided') })
export type DoneInput = z.infer<typeof doneForm>

export const shareQuery = z.object({ for: z.string().max(90).optional().catch(undefined) })
export type ShareQuery = z.infer<typeof shareQuery>
const filters = {
  show: z.enum(useShows).catch('open'),
  about: z.enum(['all', ...abouts]).catch('all'),
  whose: z.enum(whoseThings).catch('team'),
}
export const fileQuery = z.object(filters)
export const listQuery = z.object({ ...filters, page: z.coerce.number().int().min(1).max(10_000).catch(1) })
export type ListQuery = z.infer<typeof listQuery>
export const pageQuery = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) })
export type PageQuery = z.infer<typeof pageQuery>

const notices = {
  saved: 'Saved.',
  restored: 'It is back in your passport.',
  kept: 'Kept. We ask again when it has not been used for a while.',
  shared: 'Shared. You hear when it is answered, and you see here who opened it.',
  revoked: 'Taken back. Nobody sees it any more.',
  told: 'Thank you. What worked is here to use again.',
  answered: 'The answer was sent.',
  noted: 'Noted. They see it too.',
  again: 'A new address was sent. The old one opens nothing any more.',
} as const
export type Notice = keyof typeof notices
export const noticeWords = (notice: Notice | undefined): string | undefined => notice && notices[notice]
const notice = z
  .enum(Object.keys(notices) as [Notice, ...Notice[]])
  .optional()
  .catch(undefined)
export const noticeQuery = z.object({ notice })
export type NoticeQuery = z.infer<typeof noticeQuery>
export const passportQuery = z.object({ notice, removed: z.uuid().optional().catch(undefined) })
export type PassportQuery = z.infer<typeof passportQuery>
