import { z } from 'zod'
import { goalCodes, withdrawCodes } from '../rules/words.ts'
import { optionalWords, several } from './fields.ts'

export const askParams = z.object({ hostId: z.uuid() })
export type AskParams = z.infer<typeof askParams>
export const askQuery = z.object({ date: z.uuid().optional().catch(undefined) })
export type AskQuery = z.infer<typeof askQuery>

export const askForm = z
  .object({
    goals: several(goalCodes, 'Choose at least one thing that you would like to see'),
    words: optionalWords(600),
    dateId: z.preprocess((value) => value ?? '', z.union([z.uuid(), z.literal('flexible')], 'Choose a day, or say when it would suit you')),
    wanted: optionalWords(300),
  })
  .refine(({ dateId, wanted }) => dateId !== 'flexible' || wanted !== '', {
    path: ['wanted'],
    message: 'Say when it would suit you, such as weekdays after 3pm',
    // beside whatever else is missing, so that nobody sends it twice
    when: () => true,
  })
export type AskInput = z.infer<typeof askForm>

export const anotherForm = z.object({
  wanted: z.string('Say when it would suit you').trim().min(1, 'Say when it would suit you').max(300, 'Use 300 characters or fewer'),
})
export type AnotherInput = z.infer<typeof anotherForm>
export const withdrawForm = z.object({ reasons: several(withdrawCodes, 'Choose what comes closest'), words: optionalWords(500) })
export type WithdrawInput = z.infer<typeof withdrawForm>
export const elsewhereForm = z.object({ hostId: z.uuid('Choose a department') })
export type ElsewhereInput = z.infer<typeof elsewhereForm>

export const notices = {
  asked: 'We have it. The team looks at it and asks the department; you hear either way.',
  accepted: 'You said yes. See below what happens now.',
  another: 'We have told them. Another day is looked for.',
  withdrawn: 'You took it back. You can ask again whenever you like.',
} as const
export const noticeQuery = z.object({ notice: z.enum(['asked', 'accepted', 'another', 'withdrawn']).optional().catch(undefined) })
export type NoticeQuery = z.infer<typeof noticeQuery>
