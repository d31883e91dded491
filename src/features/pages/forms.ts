import { z } from 'zod'
import { supportKinds } from '../../forces/profile.ts'
import { answers, checkQuestions, type CheckQuestion } from './rules.ts'

const answer = z.enum(answers).optional().catch(undefined)

/** The self-check arrives in the address; what makes no sense there counts as not answered. */
export const checkQuery = z.object(
  Object.fromEntries(checkQuestions.map((question) => [question, answer])) as Record<CheckQuestion, typeof answer>,
)
export type CheckQuery = z.infer<typeof checkQuery>

export const supportParams = z.object({ kind: z.enum(supportKinds) })
export type SupportParams = z.infer<typeof supportParams>

type Wording = { question: string; hint?: string; talk: string }

/** Facts that the law or a force may change are left to the team, so nothing here says who may apply. */
export const checkWords: Record<CheckQuestion, Wording> = {
  age: {
    question: 'Are you 18 or over?',
    talk: 'You are not 18 yet, or are not sure how age counts. You can start getting ready now, and we will tell you when each step opens.',
  },
  work: {
    question: 'Do you have the right to live and work in the UK without a time limit?',
    talk: 'Your right to live or work here may need a closer look. Bring us what you have, and we will find out with you.',
  },
  lived: {
    question: 'Have you lived in the UK for the last three years?',
    hint: 'Holidays do not count. Time abroad with the armed forces is worth telling us about.',
    talk: 'Time spent abroad can matter to vetting. It depends on where, when and why, so talk to us before you decide.',
  },
  qualification: {
    question: 'Do you have the qualifications that the advert asks for, or something like them?',
    hint: 'Work experience and certificates from other countries can count.',
    talk: 'There may be another route, or a way for what you have to be recognised. We can go through it together.',
  },
  worry: {
    question: 'Is there anything you worry could stop you?',
    hint: 'You do not have to say what. Health, debt, tattoos, a caution, fitness, faith, caring: we hear about all of them.',
    talk: 'Ask us about what worries you, by name or without one. Most of it stops fewer people than they think.',
  },
}
