import { z } from 'zod'
import { now } from '../../core/clock.ts'
import { dayAfter, instantAt, londonDay, readDay, readTime } from '../../core/dates.ts'
import { EXTENSION_MOST, goalEnds, reviewPoints, WEEKS } from './rules/plans.ts'
import { hows, lengths, whyNots, type How } from './rules/sessions.ts'
import type { MentoringRefusal } from './commands/steps.ts'

export const pairParams = z.object({ pairingId: z.uuid() })
export type PairParams = z.infer<typeof pairParams>
export const goalParams = z.object({ pairingId: z.uuid(), goalId: z.uuid() })
export type GoalParams = z.infer<typeof goalParams>
export const sessionParams = z.object({ pairingId: z.uuid(), sessionId: z.uuid() })
export type SessionParams = z.infer<typeof sessionParams>
export const reviewParams = z.object({ pairingId: z.uuid(), point: z.enum(reviewPoints) })
export type ReviewParams = z.infer<typeof reviewParams>
export const nothingForm = z.object({})

const words = (ask: string, most: number) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .max(most, `Keep it to ${String(most)} characters or fewer`)
const whole = (ask: string, from: number, to: number) => z.coerce.number(ask).int(ask).min(from, ask).max(to, ask)

const BACK_DAYS = 28
const AHEAD_DAYS = 56
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

export const goalForm = z.object({ text: words('Write what you want to reach', 200) })
export type GoalInput = z.infer<typeof goalForm>
export const goalEndForm = z.object({ how: z.enum(goalEnds, 'Choose what became of this goal') })
export type GoalEndInput = z.infer<typeof goalEndForm>

const startDay = (text: string): string | undefined => {
  const day = readDay(text)
  const today = londonDay(now())
  return day !== undefined && day >= dayAfter(today, -BACK_DAYS) && day <= dayAfter(today, AHEAD_DAYS) ? day : undefined
}
export const planForm = z.object({
  approach: words('Write how you want to work together', 2000),
  everyWeeks: whole('Choose how often you meet', 1, 4),
  weeks: whole(`Write a number of weeks from ${String(WEEKS.from)} to ${String(WEEKS.to)}`, WEEKS.from, WEEKS.to),
  startsOn: typed('Write a day like 14/1/2027, from four weeks ago to eight weeks ahead', startDay).optional(),
})
export type PlanInput = z.infer<typeof planForm>

export const answerForm = z.object({
  answer: z.enum(['agree', 'decline', 'takeBack'], 'Choose what to do with this version'),
  number: whole('Open the page again', 1, 10_000),
})
export type AnswerInput = z.infer<typeof answerForm>

export const extendForm = z.object({
  weeks: whole(`Write a number of weeks from 1 to ${String(EXTENSION_MOST)}`, 1, EXTENSION_MOST),
  reason: words('Write why more weeks would help', 500),
})
export type ExtendInput = z.infer<typeof extendForm>
export const extendAnswerForm = z.object({ answer: z.enum(['agree', 'drop'], 'Choose an answer') })
export type ExtendAnswerInput = z.infer<typeof extendAnswerForm>

const howCodes = Object.keys(hows) as [How, ...How[]]
export const sessionForm = z
  .object({
    day: typed('Write the day like 14/1/2027', readDay),
    time: typed('Write the time like 6pm or 18:30', readTime),
    minutes: z.coerce.number('Choose how long').refine((n) => (lengths as readonly number[]).includes(n), 'Choose how long'),
    how: z.enum(howCodes, 'Choose how you meet'),
    place: z.string().trim().max(200, 'Keep it to 200 characters or fewer').default(''),
  })
  .transform(({ day, time, ...rest }, context) => {
    const startsAt = day > dayAfter(londonDay(now()), YEAR_DAYS) ? undefined : instantAt(day, time)
    if (startsAt !== undefined) return { ...rest, startsAt }
    const missing = 'That time does not exist on that day, as the clocks go forward, or it is more than a year away'
    context.addIssue({ code: 'custom', path: ['time'], message: missing })
    return z.NEVER
  })
export type SessionInput = z.infer<typeof sessionForm>

export const missForm = z.object({ whyNot: z.enum(whyNots, 'Choose whose reason it was') })
export type MissInput = z.infer<typeof missForm>

export const reviewForm = z.object({
  progress: whole('Choose how far you have come', 1, 5),
  words: z.string().trim().max(2000, 'Keep it to 2000 characters or fewer').default(''),
})
export type ReviewInput = z.infer<typeof reviewForm>

const planNotices = {
  goal: 'The goal is set.',
  goalEnded: 'Noted. A goal that is reached or let go stays on this page.',
  proposed: 'Your version waits for the other’s yes. They have been told.',
  agree: 'You have both agreed. This version is kept as it is.',
  decline: 'The other can see that you would like another version. You can propose one.',
  takeBack: 'Your version is taken back.',
  asked: 'The other has been asked for more weeks.',
  extended: 'You have both agreed to more weeks.',
  dropped: 'It stays at the weeks you had planned.',
  planned: 'The session is planned. An e-mail with an entry for the calendar goes to both of you.',
  moved: 'The session has its new time. An e-mail with the new entry for the calendar goes to both of you.',
  held: 'Noted as held, and as a day on which you spoke.',
  missed: 'Noted as not held.',
  reviewed: 'Thank you. The other sees it once they have written theirs.',
} as const
type Notice = keyof typeof planNotices
export const noticeWords = (notice: Notice | undefined): string | undefined => notice && planNotices[notice]
export const planQuery = z.object({
  notice: z
    .enum(Object.keys(planNotices) as [Notice, ...Notice[]])
    .optional()
    .catch(undefined),
})
export type PlanQuery = z.infer<typeof planQuery>

export const refusals: Record<MentoringRefusal, string> = {
  notLive: 'This pairing rests or has ended, so the plan cannot change now',
  settled: 'This is settled already. Look at where it stands now',
  notYours: 'The other of you two has to say yes to this',
  notBegun: 'It has not begun yet, so it cannot have been held',
  threeGoals: 'Three goals at a time are enough. Reach one, or let one go, before you set another',
  noGoals: 'Set at least one goal first: the plan is about your goals',
  proposalWaits: 'A version waits for an answer already. Answer it, or take it back first',
  overAlready: 'With so few weeks it would be over already. Write more weeks, or begin later',
  notOpen: 'It is not time for this look back, or its time is over',
  past: 'Choose a time to come',
  noPlan: 'Agree on a plan first',
  asked: 'More weeks have been asked for already. They wait for an answer',
  extended: 'It has been extended already. That is possible once',
}
