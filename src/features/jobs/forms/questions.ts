import { z } from 'zod'
import { words } from '../../../core/fields.ts'
import { ownerAnswers, questionKindIds } from '../rules/words.ts'
import { OPEN_MOST, type QuestionRefusal } from '../rules/questions.ts'
import { page } from './jobs.ts'

const text = (ask: string, most: number) => words(most).refine((typed) => typed !== '', ask)
const maybe = z.preprocess((typed) => (typed === '' ? undefined : typed), z.uuid().optional().catch(undefined))

export const askForm = z.object({
  kind: z.enum(questionKindIds, 'Choose whether you ask or suggest something'),
  claimId: maybe,
  words: text('Write what you would like to know, or what would help', 1500),
})
export type AskInput = z.infer<typeof askForm>
export const askQuery = z.object({ about: z.uuid().optional().catch(undefined), kind: z.enum(questionKindIds).optional().catch(undefined) })
export type AskQuery = z.infer<typeof askQuery>

export const answerForm = z.object({ answer: text('Write the answer', 2000) })
export type AnswerInput = z.infer<typeof answerForm>
export const publishForm = z.object({
  question: text('Write the question as everybody may read it', 500),
  answer: text('Write the answer', 1500),
})
export type PublishInput = z.infer<typeof publishForm>

export const reviewForm = z
  .object({ answer: z.enum(ownerAnswers, 'Choose whether it is still so'), words: words(1000) })
  .refine(({ answer, words: said }) => answer === 'stillTrue' || said !== '', {
    path: ['words'],
    message: 'Say in a few words what is different',
  })
export type ReviewInput = z.infer<typeof reviewForm>

export const questionParams = z.object({ questionId: z.uuid() })
export type QuestionParams = z.infer<typeof questionParams>

export const questionShows = ['waiting', 'overdue', 'takenOver', 'answered', 'all'] as const
export type QuestionShow = (typeof questionShows)[number]
export const questionsQuery = z.object({
  show: z.enum(questionShows).catch('waiting'),
  kind: z.enum(questionKindIds).optional().catch(undefined),
  page,
})
export type QuestionsQuery = z.infer<typeof questionsQuery>

export const questionNotices = {
  sent: 'The owner has been written to again.',
  takenOver: 'It is with the team now. The address that the owner had opens nothing any more.',
  givenBack: 'It is with the owner again, who has been written to.',
  answered: 'Sent. Whoever asked reads it on their own page, and gets a letter that says so.',
  published: 'It stands on the page of the job, and says nothing of who asked.',
  unpublished: 'It is off the page of the job.',
} as const
const codes = Object.keys(questionNotices) as [keyof typeof questionNotices, ...(keyof typeof questionNotices)[]]
export const questionQuery = z.object({ notice: z.enum(codes).optional().catch(undefined) })
export type QuestionQuery = z.infer<typeof questionQuery>

export const ownNotices = {
  asked: 'Sent. Whoever answers reads your words, and nothing of who you are.',
  withdrawn: 'Taken back. Nobody reads it any more.',
} as const
export const ownQuery = z.object({ notice: z.enum(['asked', 'withdrawn']).optional().catch(undefined), page })
export type OwnQuery = z.infer<typeof ownQuery>

export const questionRefusals: Record<QuestionRefusal, { field: string; message: string }> = {
  notNow: { field: '', message: 'It has changed meanwhile. Look at how it stands now' },
  published: { field: '', message: 'It is published already' },
  notPublished: { field: '', message: 'It is not published' },
  saysWho: { field: 'words', message: 'Take out the name, address or number: whoever reads this need not know who you are' },
  tooMany: {
    field: '',
    message: `You have ${String(OPEN_MOST)} questions that wait for an answer. Let one be answered first, or take one back`,
  },
  jobGone: { field: '', message: 'This job is not on the pages any more' },
}
