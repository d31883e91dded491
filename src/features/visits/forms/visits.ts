import { z } from 'zod'
import { absentCodes, absentReasons } from '../../placements/rules/words.ts'
import { realistics, type Realistic, type VisitRefusal } from '../rules/visits.ts'

export const placementParams = z.object({ placementId: z.uuid() })
export type PlacementParams = z.infer<typeof placementParams>
export const dateParams = z.object({ dateId: z.uuid() })
export type DateParams = z.infer<typeof dateParams>
export const nothingForm = z.object({})

const score = (ask: string) =>
  z
    .string(ask)
    .trim()
    .regex(/^(?:\d|10)$/, ask)
    .transform(Number)
export const beforeForm = z.object({ score: score('Choose a number from 0 to 10') })
export type BeforeInput = z.infer<typeof beforeForm>

const words = z
  .string()
  .trim()
  .max(2000, 'Use 2000 characters or fewer')
  .default('')
  .transform((text) => (text === '' ? null : text))
const realisticCodes = Object.keys(realistics) as [Realistic, ...Realistic[]]
/** `before` is asked of whoever did not say it beforehand; where they did, what they said then counts. */
export const debriefForm = z.object({
  realistic: z.enum(realisticCodes, 'Choose an answer'),
  before: score('Choose a number from 0 to 10 for before the day'),
  after: score('Choose a number from 0 to 10 for now'),
  unsafe: z.enum(['no', 'yes'], 'Say whether anything was unsafe'),
  good: words,
  better: words,
})
export type DebriefInput = z.infer<typeof debriefForm>

/** What a host may say; whether it was a mistake of the team is for the team. */
export const whyNots = Object.fromEntries(
  Object.entries(absentReasons).flatMap(([code, { text, whose }]) => (whose === 'team' ? [] : [[code, text]])),
)
export const markForm = z.discriminatedUnion('came', [
  z.object({ came: z.literal('yes') }).transform(() => ({ came: true }) as const),
  z
    .object({ came: z.literal('no'), reason: z.enum(absentCodes, 'Choose whose reason it was') })
    .transform(({ reason }) => ({ came: false, reasons: [reason] as string[] }) as const),
])
export type MarkInput = z.infer<typeof markForm>

export const listQuery = z.object({
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  notice: z.string().max(20).optional().catch(undefined),
})
export type ListQuery = z.infer<typeof listQuery>

const notices = {
  before: 'Noted. You can change it until the visit begins.',
  stopped: 'The visit is stopped, and the team knows. Nothing follows from it.',
  came: 'Noted: they came. Thank you for hosting.',
  notCame: 'Noted: the visit did not take place.',
  said: 'Thank you for looking back.',
  closed: 'The visit is closed.',
  seen: 'Noted that you have looked at it.',
} as const
type Notice = keyof typeof notices
const isNotice = (code: string | undefined): code is Notice => code !== undefined && Object.hasOwn(notices, code)
export const noticeWords = (code: string | undefined): string | undefined => (isNotice(code) ? notices[code] : undefined)
export const noticeQuery = z.object({ notice: z.string().max(20).optional().catch(undefined) })
export type NoticeQuery = z.infer<typeof noticeQuery>

export const refusals: Record<VisitRefusal, string> = {
  tooLate: 'The visit has begun, or is not confirmed any more, so this cannot be changed now',
  notToday: 'A visit can be stopped here on its day. On any other day, ring the team',
  notMarked: 'There is a certificate once it is noted that you came',
  notAttended: 'Looking back opens once it is noted that the visit took place',
  saidAlready: 'You have looked back already',
}

export const markRefused = 'It has changed meanwhile, or its time has not come or is over. Ring the team if it should be different'
export const notYet = 'Both sides still have time to look back. It can be closed after that'
