/** What a candidate is asked after registering, in this order, one question a page. Each can be skipped. */
export const questions = [
  'routes',
  'areas',
  'support',
  'tailoring',
  'access',
  'adult',
  'shareHistory',
  'news',
  'stories',
  'research',
] as const
export type Question = (typeof questions)[number]

/** The questions that ask for nothing but a yes or a no to one purpose. */
export const choiceQuestions = ['shareHistory', 'news', 'stories', 'research'] as const
export type ChoiceQuestion = (typeof choiceQuestions)[number]

export const questionNumber = (question: Question): number => questions.indexOf(question) + 1
export const questionAfter = (question: Question): Question | undefined => questions[questionNumber(question)]
export const questionBefore = (question: Question): Question | undefined => questions[questionNumber(question) - 2]

/** Where somebody who stopped half-way carries on; undefined once all are answered. */
export const firstUnanswered = (answered: readonly string[]): Question | undefined =>
  questions.find((question) => !answered.includes(question))

export type TailoringRefusal = 'answerMissing' | 'saidNo'

/** What somebody wrote about themselves is kept with a yes, and only with a yes. */
export function decideTailoring({
  text,
  answer,
}: {
  text: string
  answer: 'yes' | 'no' | undefined
}): { ok: true; keep: boolean } | { ok: false; reason: TailoringRefusal } {
  if (answer === undefined) return { ok: false, reason: 'answerMissing' }
  if (answer === 'no' && text !== '') return { ok: false, reason: 'saidNo' }
  return { ok: true, keep: answer === 'yes' }
}
