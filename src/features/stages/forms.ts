import { z } from 'zod'
import { readDay } from '../../core/dates.ts'
import { stageStates, type StageRefusal } from './rules.ts'

/** Route and stage come as one choice, since a stage belongs to its route. */
export const stageForm = z.object({
  stage: z
    .string('Choose a stage')
    .max(200, 'Choose a stage')
    .regex(/^[\w-]+ [\w-]+$/, 'Choose a stage'),
  state: z.enum(stageStates, 'Select what happened'),
  on: z
    .string('Enter the day, such as 14 January 2027')
    .trim()
    .min(1, 'Enter the day, such as 14 January 2027')
    .max(60, 'Enter the day, such as 14 January 2027')
    .transform((typed, context) => {
      const day = readDay(typed)
      if (day !== undefined) return day
      context.addIssue({ code: 'custom', message: 'Enter a real day, such as 14 January 2027' })
      return z.NEVER
    }),
})
export type StageInput = z.infer<typeof stageForm>

export const voidParams = z.object({ candidateId: z.uuid(), recordId: z.uuid() })
export type VoidParams = z.infer<typeof voidParams>
export const ownerParams = z.object({ candidateId: z.uuid() })
export type OwnerParams = z.infer<typeof ownerParams>

export const stageRefusals: Record<StageRefusal, { field: string; words: string }> = {
  unknownRoute: { field: 'stage', words: 'Choose a stage from the list' },
  unknownStage: { field: 'stage', words: 'Choose a stage from the list' },
  inFuture: { field: 'on', words: 'The day must be today or earlier: only what has happened is recorded' },
  tooLongAgo: { field: 'on', words: 'Check the year: that is more than 20 years ago' },
}
