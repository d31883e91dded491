/** Answers are shown added up, five more at a time: the difference between two days then tells of nobody alone. */
export const STEP = 5
export const SCALE = [1, 2, 3, 4, 5] as const

export type Question = { id: string; text: string; low: string; high: string }
export type Answer = { ratings: Record<string, number>; good: string; better: string }

export type Figure = Question & {
  /** How many chose 1, 2, … 5; undefined where fewer than five answered this question. */
  counts: number[] | undefined
  average: number | undefined
}
export type Summary = { given: number; counted: number; figures: Figure[]; good: string[]; better: string[] }

/**
 * What the team sees of the answers, given oldest first: nothing below five, then the first five, ten, and so on. Words stand
 * in the order of the alphabet, so that the order tells nothing either.
 */
export function summarise(questions: readonly Question[], answers: readonly Answer[]): Summary {
  const counted = Math.floor(answers.length / STEP) * STEP
  const seen = answers.slice(0, counted)
  const wordsIn = (of: 'good' | 'better') =>
    seen
      .map((answer) => answer[of])
      .filter((words) => words !== '')
      .sort((a, b) => a.localeCompare(b, 'en-GB'))
  return {
    given: answers.length,
    counted,
    figures: questions.map((question) => figureOf(question, seen)),
    good: wordsIn('good'),
    better: wordsIn('better'),
  }
}

function figureOf(question: Question, seen: readonly Answer[]): Figure {
  const ratings = seen.map((answer) => answer.ratings[question.id]).filter((rating) => rating !== undefined)
  if (ratings.length < STEP) return { ...question, counts: undefined, average: undefined }
  const average = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length
  return { ...question, counts: SCALE.map((n) => ratings.filter((rating) => rating === n).length), average }
}

export type FeedbackRefusal = 'alreadyGiven' | 'nothingSaid'
/** May this be kept? Once for a place, and something has to be said. */
export function decideFeedback(given: boolean, { ratings, good, better }: Answer): { ok: true } | { ok: false; reason: FeedbackRefusal } {
  if (given) return { ok: false, reason: 'alreadyGiven' }
  return Object.keys(ratings).length === 0 && good === '' && better === '' ? { ok: false, reason: 'nothingSaid' } : { ok: true }
}
