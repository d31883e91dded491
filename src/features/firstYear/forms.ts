import { z } from 'zod'
import { readDay } from '../../core/dates.ts'
import { whoseThings } from '../../core/waiting.ts'
import type { HandOverRefusal, StartRefusal } from './commands/team.ts'
import { alertTimes } from './queries/team.ts'
import {
  audiences,
  helpAbout,
  questionNames,
  questions,
  type Answer,
  type Audience,
  type HelpAbout,
  type Question,
} from './rules/answers.ts'
import type { DeferralRefusal } from './rules/schedule.ts'

const TEXT_MOST = 2000
const text = z
  .string('Write in one box only')
  .trim()
  .max(TEXT_MOST, `Use ${String(TEXT_MOST)} characters or fewer`)
  .optional()
  .transform((typed) => typed ?? '')

const NOT_IN_LIST = 'Choose from the list on this page'
const audience = z.enum(Object.keys(audiences) as [Audience, ...Audience[]], NOT_IN_LIST).catch('me')

const valueOf = (question: Question) => {
  const { choices } = questions[question]
  return choices === undefined ? text : z.enum(Object.keys(choices) as [string, ...string[]], NOT_IN_LIST).optional()
}
const forName = (question: Question) => `${question}For`

const checkInFields: Record<string, z.ZodType<string | undefined>> = Object.fromEntries(
  questionNames.flatMap((question): [string, z.ZodType<string | undefined>][] => [
    [question, valueOf(question)],
    [forName(question), audience],
  ]),
)
export const checkInForm = z.object(checkInFields)
export type CheckInInput = z.infer<typeof checkInForm>

/** What was answered, each with its audience; what was left out is left out. */
export const answersIn = (input: CheckInInput): Answer[] =>
  questionNames.flatMap((question) => {
    const value = input[question] ?? ''
    return value === '' ? [] : [{ question, value, audience: (input[forName(question)] ?? 'me') as Audience }]
  })

/** A check-in as it was answered, for the form. */
export const valuesOf = (answers: { question: string; value: string; audience: string }[]): Record<string, string> =>
  Object.fromEntries(
    answers.flatMap(({ question, value, audience: reader }) => [
      [question, value],
      [`${question}For`, reader],
    ]),
  )
export const NOTHING_SAID = 'Answer at least one question, or come back later'

export const helpForm = z.object({
  asked: z.enum(['buddy', 'team'], 'Choose whom you would like to hear from'),
  about: z.enum(Object.keys(helpAbout) as [HelpAbout, ...HelpAbout[]], 'Choose what it is about'),
  words: text,
})
export type HelpInput = z.infer<typeof helpForm>
export const NO_BUDDY = 'You have no buddy just now. Choose the team, and somebody gets in touch'

export const nothingForm = z.object({})
export const stopForm = z.object({ sure: z.literal('yes', 'Tick the box to stop the check-ins') })

export const checkInParams = z.object({ checkInId: z.uuid() })
export type CheckInParams = z.infer<typeof checkInParams>
export const pairingParams = z.object({ pairingId: z.uuid() })
export type PairingParams = z.infer<typeof pairingParams>
export const helpParams = z.object({ pairingId: z.uuid(), helpId: z.uuid() })
export type HelpParams = z.infer<typeof helpParams>
export const yearParams = z.object({ yearId: z.uuid() })
export type YearParams = z.infer<typeof yearParams>
export const alertParams = z.object({ yearId: z.uuid(), alertId: z.uuid() })
export type AlertParams = z.infer<typeof alertParams>
export const deferralParams = z.object({ yearId: z.uuid(), deferralId: z.uuid() })
export type DeferralParams = z.infer<typeof deferralParams>
export const candidateParams = z.object({ candidateId: z.uuid() })
export type CandidateParams = z.infer<typeof candidateParams>

const day = (missing: string) =>
  z
    .string(missing)
    .trim()
    .min(1, missing)
    .transform((typed, check) => {
      const read = readDay(typed)
      if (read !== undefined) return read
      check.addIssue({ code: 'custom', message: 'Enter a date, such as 14/1/2027' })
      return z.NEVER
    })

export const startForm = z.object({ startsOn: day('Enter the first day') })
export type StartInput = z.infer<typeof startForm>
export const deferForm = z.object({ from: day('Enter the first day that does not count'), until: day('Enter the day on which it goes on') })
export type DeferInput = z.infer<typeof deferForm>
export const handOverForm = z.object({ supporterId: z.uuid('Choose who takes over'), on: day('Enter the day of the hand-over') })
export type HandOverInput = z.infer<typeof handOverForm>
export const acknowledgeForm = z.object({
  done: z
    .string('Say what was done')
    .trim()
    .min(1, 'Say what was done')
    .max(TEXT_MOST, `Use ${String(TEXT_MOST)} characters or fewer`),
})
export type AcknowledgeInput = z.infer<typeof acknowledgeForm>

export const startRefusals: Record<StartRefusal | 'deferred', string> = {
  tooLongAgo: 'That is too long ago: the first year would be nearly over',
  tooFar: 'That is more than a year ahead',
  goesOn: 'Their first year goes on already',
  deferred: 'Take off the deferral that lies before that day first',
}
export const deferRefusals: Record<DeferralRefusal, { field: 'from' | 'until'; message: string }> = {
  noDays: { field: 'until', message: 'It has to go on after the day on which it stops' },
  beforeStart: { field: 'from', message: 'That is before they started. Change the start instead' },
  tooFar: { field: 'until', message: 'That is more than three years after the start' },
  overlaps: { field: 'from', message: 'Some of these days are deferred already' },
}
export const handOverRefusals: Record<HandOverRefusal, { field: 'on' | 'supporterId'; message: string }> = {
  past: { field: 'on', message: 'Choose today or a day to come' },
  afterEnd: { field: 'on', message: 'The first year is over by then' },
  planned: { field: 'on', message: 'A hand-over is planned already. Take it back first' },
  noBuddy: { field: 'supporterId', message: 'They have no buddy just now. Propose a pairing instead' },
  sameBuddy: { field: 'supporterId', message: 'That is their buddy already' },
  notPossible: { field: 'supporterId', message: 'This supporter cannot be asked about this person' },
}
export const CLOSED = 'Somebody has closed this meanwhile'

export const ownNotices = {
  answered: 'Thank you. Your answers are saved, each for whom you chose.',
  helpTeam: 'The team has your request. Somebody gets in touch within two working days.',
  helpBuddy: 'Your buddy hears that you asked for them.',
  stopped: 'The check-ins have stopped. Thank you for telling us.',
}
export const staffNotices = {
  begun: 'Their first year has begun. They hear of it by e-mail.',
  moved: 'The days are reckoned anew.',
  deferred: 'Saved. What was to come has moved.',
  handOver: 'The hand-over is planned. They hear of the day.',
  handOverOff: 'The hand-over is taken back. Tell them, as they had heard of it.',
  acknowledged: 'Closed, with what was done.',
  ended: 'Their first year has ended here.',
}
const noticeOf = <T extends object>(notices: T) =>
  z
    .enum(Object.keys(notices) as [keyof T & string, ...(keyof T & string)[]])
    .optional()
    .catch(undefined)
export const ownQuery = z.object({ notice: noticeOf(ownNotices) })
export type OwnQuery = z.infer<typeof ownQuery>
export const yearQuery = z.object({ notice: noticeOf(staffNotices) })
export type YearQuery = z.infer<typeof yearQuery>
export const buddyQuery = z.object({ notice: z.enum(['met']).optional().catch(undefined) })
export type BuddyQuery = z.infer<typeof buddyQuery>

const page = z.coerce.number().int().min(1).max(10_000).catch(1)
export const listQuery = z.object({
  ...{ show: z.enum(['alerts', 'people']).catch('alerts'), when: z.enum(alertTimes).optional().catch(undefined) },
  ...{ whose: z.enum(whoseThings).catch('team'), page },
})
export type ListQuery = z.infer<typeof listQuery>
