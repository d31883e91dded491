import { z } from 'zod'
import { readDay } from '../../../core/dates.ts'
import type { SupportKind } from '../../../forces/profile.ts'
import { supportKinds } from '../../../forces/profile.ts'
import type { StageRefusal } from '../../stages/rules/records.ts'
import { stepEvents } from '../commands/plan.ts'
import { kinds, type EntryRefusal, type FitnessKind, type StepRefusal } from '../rules/plan.ts'
import { workCodes, type StartRefusal } from '../rules/reapply.ts'
import type { ShareRefusal } from '../rules/sharing.ts'

export const stepParams = z.object({ stepId: z.uuid() })
export type StepParams = z.infer<typeof stepParams>
export const entryParams = z.object({ entryId: z.uuid() })
export type EntryParams = z.infer<typeof entryParams>
export const recordParams = z.object({ recordId: z.uuid() })
export type RecordParams = z.infer<typeof recordParams>
export const nothingForm = z.object({})

const REAL_DAY = 'Write a real day, such as 14/1/2027'
const dayIn = (typed: string, context: z.core.$RefinementCtx<string>) => {
  const day = readDay(typed)
  if (day !== undefined) return day
  context.addIssue({ code: 'custom', message: REAL_DAY })
  return z.NEVER
}
const day = (ask: string) => z.string(ask).trim().min(1, ask).max(40, REAL_DAY).transform(dayIn)
const blank = z
  .string()
  .trim()
  .length(0)
  .transform(() => undefined)
const dayOrNot = z.union([blank, z.string().trim().max(40, REAL_DAY).transform(dayIn)], REAL_DAY).optional()
const words = (ask: string, most: number) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .max(most, `Keep it to ${String(most)} characters or fewer`)
const optional = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `Keep it to ${String(most)} characters or fewer`)
    .default('')
const ticked = z
  .literal('yes')
  .optional()
  .transform((given) => given === 'yes')
const whole = (ask: string, from: number, to: number) =>
  z.union([blank, z.coerce.number(ask).int(ask).min(from, ask).max(to, ask)], ask).optional()

export const stepForm = z.object({ words: words('Write what you want to do', 300), dueOn: dayOrNot, remind: ticked })
export type StepInput = z.infer<typeof stepForm>
const code = z.string('Choose one').regex(/^[\w-]{1,40}$/, 'Choose one')
export const suggestedForm = z.object({ route: code, stage: code, code })
export type SuggestedInput = z.infer<typeof suggestedForm>
export const moveForm = z.object({ event: z.enum(stepEvents, 'Choose what to do with it') })
export type MoveInput = z.infer<typeof moveForm>

export const entryForm = z.object({
  onDay: day('Write the day, such as 14/1/2027'),
  kind: z.enum(Object.keys(kinds) as [FitnessKind, ...FitnessKind[]], 'Choose what you did'),
  level: whole('Write a level from 1 to 21', 1, 21),
  shuttle: whole('Write a shuttle from 1 to 20', 1, 20),
  minutes: whole('Write minutes from 1 to 600', 1, 600),
  felt: whole('Choose how it felt', 1, 5),
  words: optional(300),
})
export type EntryInput = z.infer<typeof entryForm>
export const entryMoveForm = z.object({ event: z.enum(['remove', 'restore'], 'Choose what to do with it') })
export type EntryMoveInput = z.infer<typeof entryMoveForm>

const reader = z.union([z.literal('team').transform(() => undefined), z.uuid()], 'Choose who may read it')
export const shareForm = z.object({ reader, until: day('Write until when, such as 14/1/2027') })
export type ShareInput = z.infer<typeof shareForm>
export const stopForm = z.object({ reader })
export type StopInput = z.infer<typeof stopForm>

const some = z
  .union([z.enum(workCodes).transform((one) => [one]), z.array(z.enum(workCodes))], 'Choose from the list')
  .optional()
  .transform((given) => given ?? [])
export const reapplyForm = z.object({ feedback: optional(2000), works: some, workWords: optional(1000) })
export type ReapplyInput = z.infer<typeof reapplyForm>
export const kindForm = z.object({ kind: z.enum(supportKinds as readonly [SupportKind, ...SupportKind[]], 'Choose the support') })
export type KindInput = z.infer<typeof kindForm>
export const startForm = z.object({ route: code, on: day('Write the day, such as 14/1/2027'), told: ticked })
export type StartInput = z.infer<typeof startForm>

const tooMany = 'That is more than one page can hold. Take out what is done first'
type Refused = { field: string; words: string }
export const stepRefusals: Record<StepRefusal, Refused> = {
  tooMany: { field: 'words', words: tooMany },
  hasBeen: { field: 'dueOn', words: 'Choose today or a day to come' },
  tooFar: { field: 'dueOn', words: 'Check the year: that is more than 3 years away' },
  noDay: { field: 'dueOn', words: 'Write a day, so that we know when to remind you' },
  twice: { field: 'words', words: 'That is in your plan already' },
}
export const entryRefusals: Record<EntryRefusal, Refused> = {
  tooMany: { field: 'kind', words: tooMany },
  toCome: { field: 'onDay', words: 'The day must be today or earlier' },
  tooLongAgo: { field: 'onDay', words: 'Check the year: that is more than 5 years ago' },
  noLevel: { field: 'level', words: 'Write the level and the shuttle that you reached' },
  noMinutes: { field: 'minutes', words: 'Write how many minutes, roughly' },
}
export const shareRefusals: Record<ShareRefusal, Refused> = {
  hasBeen: { field: 'until', words: 'Choose today or a day to come' },
  tooFar: { field: 'until', words: 'Choose a day within a year. You can share it again then' },
  alreadyShared: { field: 'reader', words: 'It is shared with them already' },
  notPaired: { field: 'reader', words: 'You are not paired with them at the moment' },
}
const startWords: Record<StartRefusal, Refused> = {
  early: { field: 'told', words: 'Tick that recruitment told you so, or choose a later day' },
  unknownRoute: { field: 'route', words: 'Choose a route from the list' },
  beforeResult: { field: 'on', words: 'A new application begins after the result. Check the day' },
}
/** What the record of a stage can refuse is the day alone: route and stage have been found before. */
export function startRefusal(reason: StartRefusal | StageRefusal): Refused {
  if (reason in startWords) return startWords[reason as StartRefusal]
  return {
    field: 'on',
    words: reason === 'inFuture' ? 'The day must be today or earlier' : 'Check the year: that is more than 20 years ago',
  }
}

const planNotices = {
  added: 'It is in your plan.',
  changed: 'Changed.',
  done: 'Well done. It is ticked off.',
  undone: 'It is open again.',
  restored: 'It is back.',
  shared: 'Shared. You can stop it at any time.',
  stopped: 'It is not shared with them any more.',
  day: 'The day is in your plan, and we remind you the day before.',
  asked: 'Asked. The team answers you, and you see it on your page.',
  hasAsked: 'You had asked for that already.',
  saved: 'Saved. Nobody else reads it.',
} as const
type Notice = keyof typeof planNotices
export const noticeWords = (notice: Notice | undefined): string | undefined => notice && planNotices[notice]
const notice = z
  .enum(Object.keys(planNotices) as [Notice, ...Notice[]])
  .optional()
  .catch(undefined)
export const planQuery = z.object({ notice, removed: z.uuid().optional().catch(undefined) })
export type PlanQuery = z.infer<typeof planQuery>
const page = z.coerce.number().int().min(1).max(10_000).catch(1)
export const logQuery = planQuery.extend({ page })
export type LogQuery = z.infer<typeof logQuery>
export const noticeQuery = z.object({ notice })
export type NoticeQuery = z.infer<typeof noticeQuery>

export const pairingParams = z.object({ pairingId: z.uuid() })
export type PairingParams = z.infer<typeof pairingParams>
export const candidateParams = z.object({ candidateId: z.uuid() })
export type CandidateParams = z.infer<typeof candidateParams>
export const pageQuery = z.object({ page })
export type PageQuery = z.infer<typeof pageQuery>
