import { z } from 'zod'
import { now } from '../../core/clock.ts'
import { dayAfter, instantAt, londonDay, readDay, readTime } from '../../core/dates.ts'
import { whoseThings } from '../../core/waiting.ts'
import { frameworkNow, markLevels, type MarkLevel } from '../../forces/competencies.ts'
import { lateReasons, type LateReason } from '../programmes/rules/places.ts'
import { oneToOneShows } from './queries/one-to-ones.ts'
import { slotHows, slotKinds, slotLengths, whyNots } from './rules/one-to-ones.ts'

export const oneToOneParams = z.object({ oneToOneId: z.uuid() })
export type OneToOneParams = z.infer<typeof oneToOneParams>
export const slotParams = z.object({ slotId: z.uuid() })
export type SlotParams = z.infer<typeof slotParams>
export const campaignParams = z.object({ campaignId: z.uuid() })
export type CampaignParams = z.infer<typeof campaignParams>
export const nothingForm = z.object({})

const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const kind = z.enum(slotKinds).optional().catch(undefined)
const code = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,60}$/)
  .optional()
  .catch(undefined)
const YEAR_DAYS = 366

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
/** Boxes that are ticked, or one field that names all of them, apart by spaces. */
const list = z.preprocess(
  (value) => (value === undefined ? [] : typeof value === 'string' ? value.split(' ') : value),
  z.array(z.string().max(60)).max(30),
)

const time = {
  kind: z.enum(slotKinds, 'Choose what you offer'),
  routes: list.refine((routes) => routes.length > 0, 'Choose at least one route'),
  day: typed('Write the day like 14/1/2027', readDay),
  time: typed('Write the time like 6pm or 18:30', readTime),
  minutes: z.coerce.number('Choose how long').refine((n) => (slotLengths as readonly number[]).includes(n), 'Choose how long'),
  how: z.enum(slotHows, 'Choose how you meet'),
  area: z.string().max(60).default(''),
  place: z.string().trim().max(200, 'Keep it to 200 characters or fewer').default(''),
  promised: z.literal('yes').optional(),
}
type Typed = { day: string; time: string; how: string; place: string }

/** The instants of a day and its like, a week or two apart; undefined where the clocks skip one of them, or it is too far away. */
function startsOf({ day, time: clock }: Typed, every: number, times: number): Date[] | undefined {
  const last = dayAfter(londonDay(now()), YEAR_DAYS)
  const days = Array.from({ length: times }, (_none, at) => dayAfter(day, at * every))
  const starts = days.map((each) => (each > last ? undefined : instantAt(each, clock)))
  return starts.every((start) => start !== undefined) ? starts : undefined
}
const noTime = 'One of these times does not exist, as the clocks go forward, or it is more than a year away'
const whereAsk = 'Write where you meet'

export const repeats = { once: 0, weekly: 7, fortnightly: 14 } as const
export const REPEAT_MOST = 12
export const offerForm = z
  .object({
    ...time,
    repeat: z.enum(['once', 'weekly', 'fortnightly']).default('once'),
    times: z.preprocess(
      (value) => (value === '' ? undefined : value),
      z.coerce
        .number('Write how many times')
        .int('Write how many times')
        .min(2, 'Write 2 to 12')
        .max(REPEAT_MOST, 'Write 2 to 12')
        .default(4),
    ),
  })
  .transform((given, context) => {
    const { day, time: clock, repeat, times, ...rest } = given
    const starts = startsOf({ ...given, time: clock }, repeats[repeat], repeat === 'once' ? 1 : times)
    if (rest.how === 'inPerson' && rest.place === '') context.addIssue({ code: 'custom', path: ['place'], message: whereAsk })
    if (starts === undefined) context.addIssue({ code: 'custom', path: ['time'], message: noTime })
    return starts === undefined ? z.NEVER : { ...rest, starts, day }
  })
export type OfferInput = z.infer<typeof offerForm>

export const slotForm = z.object(time).transform((given, context) => {
  const { day: _day, time: _clock, ...rest } = given
  const [startsAt] = startsOf(given, 0, 1) ?? []
  if (rest.how === 'inPerson' && rest.place === '') context.addIssue({ code: 'custom', path: ['place'], message: whereAsk })
  if (startsAt === undefined) context.addIssue({ code: 'custom', path: ['time'], message: noTime })
  return startsAt === undefined ? z.NEVER : { ...rest, startsAt }
})
export type SlotInput = z.infer<typeof slotForm>
export const promiseForm = z.object({ promised: z.literal('yes', 'Tick that you promise this') })

export const findQuery = z.object({
  kind,
  route: code,
  how: z.enum(slotHows).optional().catch(undefined),
  area: code,
  from: z
    .string()
    .transform((text) => readDay(text))
    .optional()
    .catch(undefined),
  moving: z.uuid().optional().catch(undefined),
  candidate: z.uuid().optional().catch(undefined),
  page,
})
export type FindQuery = z.infer<typeof findQuery>

const wants = z.string().trim().max(1000, 'Keep it to 1000 characters or fewer').default('')
export const bookForm = z.object({
  route: z.string('Choose what you are applying for').regex(/^[A-Za-z0-9-]{1,60}$/, 'Choose what you are applying for'),
  wants,
  promised: z.literal('yes').optional(),
  moving: z.uuid().optional(),
})
export type BookInput = z.infer<typeof bookForm>
export const teamBookForm = bookForm.extend({ candidateId: z.uuid('Choose for whom'), slotId: z.uuid('Choose a time') })
export type TeamBookInput = z.infer<typeof teamBookForm>
export const movingQuery = z.object({ moving: z.uuid().optional().catch(undefined) })

const reasons = Object.keys(lateReasons) as [LateReason, ...LateReason[]]
export const cancelForm = z.object({ reason: z.enum(reasons).optional() })
export type CancelInput = z.infer<typeof cancelForm>
export const missForm = z.object({ whyNot: z.enum(whyNots, 'Choose whose reason it was') })
export type MissInput = z.infer<typeof missForm>

const words = (ask: string, most = 3000) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .max(most, `Keep it to ${String(most)} characters or fewer`)
export const answerForm = z.object({ answer: words('Write what you want to say') })
export type AnswerInput = z.infer<typeof answerForm>

const levels = Object.keys(markLevels) as [MarkLevel, ...MarkLevel[]]
/** One radio for each competency and value of the framework of today, and two texts. */
export const feedbackForm = z
  .object({
    ...Object.fromEntries(frameworkNow().items.map(({ id, name }) => [`level-${id}`, z.enum(levels, `Choose a level for “${name}”`)])),
    ...Object.fromEntries(
      frameworkNow().items.map(({ id }) => [`words-${id}`, z.string().trim().max(1000, 'Keep it to 1000 characters or fewer').default('')]),
    ),
    good: words('Write what went well'),
    next: words('Write what to try next'),
  })
  .transform((given) => {
    const { good, next } = given
    const typedIn: Record<string, string> = given
    const marks = frameworkNow().items.map(({ id }) => ({
      ...{ item: id, level: typedIn[`level-${id}`] as MarkLevel, words: typedIn[`words-${id}`] ?? '' },
    }))
    return { framework: frameworkNow().version, good, next, marks }
  })
export type FeedbackInput = z.infer<typeof feedbackForm>

const day = (ask: string) => typed(ask, readDay)
const campaign = {
  name: words('Write a name, such as Spring 2027', 80),
  fromOn: day('Write the first day like 14/1/2027'),
  untilOn: day('Write the last day like 14/6/2027'),
}
const inOrder = <T extends { fromOn: string; untilOn: string }>(given: T, context: z.RefinementCtx<T>) => {
  if (given.untilOn < given.fromOn || given.untilOn > dayAfter(given.fromOn, 731))
    context.addIssue({ code: 'custom', path: ['untilOn'], message: 'It ends after it begins, within two years' })
}
export const campaignForm = z
  .object({ route: z.string('Choose a route').regex(/^[A-Za-z0-9-]{1,60}$/, 'Choose a route'), ...campaign })
  .superRefine(inOrder)
export type CampaignInput = z.infer<typeof campaignForm>
export const campaignChangeForm = z.object(campaign).superRefine(inOrder)
export type CampaignChangeInput = z.infer<typeof campaignChangeForm>

export const listQuery = z.object({
  show: z.enum(oneToOneShows).catch('upcoming'),
  kind,
  whose: z.enum(whoseThings).catch('team'),
  q: z.string().trim().max(80).catch(''),
  page,
})
export type ListQuery = z.infer<typeof listQuery>
export const personQuery = z.object({ q: z.string().trim().max(80).catch(''), candidate: z.uuid().optional().catch(undefined) })

const noticeWords = {
  offered: 'Offered. Whoever may book it finds it now.',
  changed: 'Changed.',
  moved: 'It has its new time. An e-mail with an entry for the calendar goes to both of you.',
  withdrawn: 'The time is taken away.',
  again: 'The time is offered again.',
  promised: 'Thank you. Your promise is kept with today’s date.',
  booked: 'It is booked. An e-mail with an entry for the calendar is on its way.',
  cancelled: 'It is given back, and the other has been told.',
  calledOff: 'It is called off, and both are told, without a reason.',
  held: 'Noted as held.',
  notHeld: 'Noted as not held.',
  feedback: 'Your feedback is there for the candidate to read.',
  answered: 'Your answer stands beside the feedback.',
  campaign: 'The campaign is saved.',
} as const
export type Notice = keyof typeof noticeWords
const notice = z
  .enum(Object.keys(noticeWords) as [Notice, ...Notice[]])
  .optional()
  .catch(undefined)
export const noticeOf = (given: Notice | undefined): string | undefined => given && noticeWords[given]
export const noticeQuery = z.object({ notice })
export type NoticeQuery = z.infer<typeof noticeQuery>
export const ownSlotsQuery = z.object({
  show: z.enum(['upcoming', 'past']).catch('upcoming'),
  page,
  notice,
  undo: z.uuid().optional().catch(undefined),
})
export type OwnSlotsQuery = z.infer<typeof ownSlotsQuery>
