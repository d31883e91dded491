import { z } from 'zod'
import type { TailoringRefusal } from '../rules/questions.ts'

export const nothingForm = z.object({})

/** A page that a question was opened from, and that it returns to. */
const origin = z.enum(['check', 'details', 'privacy']).optional().catch(undefined)
export type Origin = z.infer<typeof origin>
export const questionQuery = z.object({ from: origin })
export type QuestionQuery = z.infer<typeof questionQuery>

/** Stands for choosing nothing, said on purpose. */
export const NONE = 'none'
const one = z.string().max(60)
const list = (missing: string) =>
  z
    .union([one.transform((value) => [value]), z.array(one).max(60)], missing)
    .refine((values) => values.length > 0, missing)
    .transform((values) => [...new Set(values)].filter((value) => value !== NONE))

export const chooseForm = z.object({ chosen: list('Choose at least one, or skip this question'), from: origin })

const TEXT_MOST = 2000
const text = z
  .string('Write in one box only')
  .trim()
  .max(TEXT_MOST, `Use ${String(TEXT_MOST)} characters or fewer`)
  .optional()
  .transform((written) => written ?? '')

const yesNo = (missing: string) => z.enum(['yes', 'no'], missing)
const CHOOSE = 'Choose yes or no, or skip this question'

export const textForm = z.object({ text, from: origin })
export const tailoringForm = z.object({ text, answer: yesNo(CHOOSE).optional(), from: origin })
export const answerForm = z.object({ answer: yesNo(CHOOSE), from: origin })

export const NOT_IN_LIST = 'Choose from the list on this page'
export const tailoringRefusals: Record<TailoringRefusal, { field: string; message: string }> = {
  answerMissing: { field: 'answer', message: CHOOSE },
  saidNo: { field: 'text', message: 'You said no, so we must not keep what you wrote. Clear the box, or say yes' },
}

export const nameForm = z.object({
  name: z.string('Enter your name').trim().min(1, 'Enter your name').max(100, 'Your name must be 100 characters or fewer'),
  phone: z
    .string('Enter one phone number')
    .trim()
    .max(40, 'Your phone number must be 40 characters or fewer')
    .optional()
    .transform((typed) => typed ?? ''),
})
export type NameInput = z.infer<typeof nameForm>

export const ownNotices = {
  saved: 'Your answer is saved',
  asked: 'We have your request, and will answer it soon',
}
export const ownQuery = z.object({ notice: z.enum(['saved', 'asked']).optional().catch(undefined) })
export type OwnQuery = z.infer<typeof ownQuery>
