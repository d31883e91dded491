import { z } from 'zod'
import { readDay } from '../../../core/dates.ts'
import type { ReferenceRefusal } from '../commands/plans.ts'
import { stageStates, voidReasons, type StageRefusal } from '../rules/records.ts'
import type { PlanRefusal } from '../rules/plans.ts'
import { withdrawReasons } from '../rules/withdrawals.ts'

const ENTER_DAY = 'Enter the day, such as 14 January 2027'
const REAL_DAY = 'Enter a real day, such as 14 January 2027'

const readTyped = (typed: string, context: z.core.$RefinementCtx<string>) => {
  const day = readDay(typed)
  if (day !== undefined) return day
  context.addIssue({ code: 'custom', message: REAL_DAY })
  return z.NEVER
}
const day = z.string(ENTER_DAY).trim().min(1, ENTER_DAY).max(60, ENTER_DAY).transform(readTyped)
/** What is not asked for stays unread: until when, and why, depend on what happened. */
const loose = z.string().trim().max(60).optional().catch(undefined)

/** Route and stage come as one choice, since a stage belongs to its route. */
const stage = z
  .string('Choose a stage')
  .max(200, 'Choose a stage')
  .regex(/^[\w-]+ [\w-]+$/, 'Choose a stage')

export const stageForm = z.object({
  stage,
  state: z.enum(stageStates, 'Select what happened'),
  on: day,
  until: loose,
  reason: z.enum(withdrawReasons).optional().catch(undefined),
  askAgain: z.literal('yes').optional().catch(undefined),
})
export type StageInput = z.infer<typeof stageForm>

export const planForm = z.object({ stage, on: day })
export type PlanInput = z.infer<typeof planForm>

export const voidForm = z.object({ reason: z.enum(voidReasons, 'Select why the record should not stand') })
export type VoidInput = z.infer<typeof voidForm>

export const referenceForm = z.object({ reference: z.string().trim().max(200, 'Enter a reference of 60 characters or fewer').default('') })
export type ReferenceInput = z.infer<typeof referenceForm>

export const noForm = z.object({})

export const voidParams = z.object({ candidateId: z.uuid(), recordId: z.uuid() })
export type VoidParams = z.infer<typeof voidParams>
export const ownerParams = z.object({ candidateId: z.uuid() })
export type OwnerParams = z.infer<typeof ownerParams>
export const recordParams = z.object({ recordId: z.uuid() })
export type RecordParams = z.infer<typeof recordParams>
export const planParams = z.object({ planId: z.uuid() })
export const theirPlanParams = z.object({ candidateId: z.uuid(), planId: z.uuid() })
export const followUpParams = z.object({ followUpId: z.uuid() })
export const theirFollowUpParams = z.object({ candidateId: z.uuid(), followUpId: z.uuid() })

const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const whose = z.enum(['team', 'mine']).catch('team')
export const ownQuery = z.object({ notice: z.string().max(20).optional().catch(undefined) })
export const newQuery = z.object({ stage: z.string().max(200).optional().catch(undefined) })
export const conflictsQuery = z.object({ page, whose, notice: z.string().max(20).optional().catch(undefined) })
export type ConflictsQuery = z.infer<typeof conflictsQuery>
export const deferralsQuery = conflictsQuery.extend({ when: z.enum(['overdue', 'today', 'week']).optional().catch(undefined) })
export type DeferralsQuery = z.infer<typeof deferralsQuery>

type Words = { field: string; words: string }
const fromList: Words = { field: 'stage', words: 'Choose a stage from the list' }

export const stageRefusals: Record<StageRefusal, Words> = {
  unknownRoute: fromList,
  unknownStage: fromList,
  inFuture: { field: 'on', words: 'The day must be today or earlier: only what has happened is recorded' },
  tooLongAgo: { field: 'on', words: 'Check the year: that is more than 20 years ago' },
  noUntil: { field: 'until', words: 'Enter until when it is put off, such as 14 July 2027' },
  untilTooEarly: { field: 'until', words: 'The day it is put off until must be after the day above' },
  untilTooLate: { field: 'until', words: 'Check the year: that is more than 5 years away' },
  noReason: { field: 'reason', words: 'Select a reason. You can choose to leave it unsaid' },
}

export const planRefusals: Record<PlanRefusal, Words> = {
  unknownRoute: fromList,
  unknownStage: fromList,
  hasBeen: { field: 'on', words: 'The day must be today or later. Add what has happened as a result instead' },
  tooFar: { field: 'on', words: 'Check the year: that is more than 3 years away' },
}

export const referenceRefusals: Record<ReferenceRefusal, string> = {
  notOne: 'Enter a reference of 60 characters or fewer, on one line',
  taken: 'Another candidate has this reference. Check whether the two are one person',
}
