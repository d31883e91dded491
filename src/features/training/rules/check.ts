import { inSeededOrder } from '../../../core/assignment.ts'
import type { Course } from '../../../forces/profile.ts'
import { PAIR_DAYS } from './certificates.ts'
import { daysBetween } from '../../../core/dates.ts'

export type Check = Course['check']
type Question = Check['questions'][number]

/** How long after a check that was not passed the next may begin. */
export const WAIT_HOURS = 24
const HOUR = 3_600_000

function shuffled<T extends { id: string }>(list: readonly T[], seed: string): T[] {
  const order = inSeededOrder(
    list.map(({ id }) => id),
    seed,
  )
  return [...list].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
}

/** The questions and their options in the order of one attempt: the same each time that it is opened, another for the next attempt. */
export const questionsFor = ({ questions }: Check, attemptId: string): Question[] =>
  shuffled(questions, attemptId).map((question) => ({ ...question, options: shuffled(question.options, `${attemptId}:${question.id}`) }))

export type Answers = Record<string, string>
export type Marked = { score: number; questions: number; passed: boolean }

export const isRight = ({ id, right }: Question, answers: Answers): boolean => answers[id] === right

/** How many answers are right, and whether that is enough. */
export function markCheck(check: Check, answers: Answers): Marked {
  const questions = check.questions.length
  const score = check.questions.filter((question) => isRight(question, answers)).length
  return { score, questions, passed: score * 100 >= check.passMark * questions }
}

/** How many answers have to be right. */
export const neededOf = ({ questions, passMark }: Check): number => Math.ceil((questions.length * passMark) / 100)

export type AttemptFacts = {
  /** When the last check of the course that was not passed was handed in. */
  failedAt: Date | undefined
  /** The London days on which checks were passed that no certificate rests on yet. */
  passes: readonly string[]
}
export type AttemptDecision = { ok: true } | { ok: false; reason: 'wait'; until: Date } | { ok: false; reason: 'passed' }

/** May somebody begin a check now? Not twice a day, and not while one that they passed still waits for its session. */
export function decideAttempt({ failedAt, passes }: AttemptFacts, now: Date, today: string): AttemptDecision {
  const until = failedAt === undefined ? now : new Date(failedAt.getTime() + WAIT_HOURS * HOUR)
  if (until > now) return { ok: false, reason: 'wait', until }
  if (passes.some((day) => daysBetween(day, today) <= PAIR_DAYS)) return { ok: false, reason: 'passed' }
  return { ok: true }
}
