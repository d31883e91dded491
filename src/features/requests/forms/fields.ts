import { z } from 'zod'
import { words } from '../../../core/fields.ts'
import { OUTCOME_LONGEST, OUTCOMES_MOST, scores, type OutcomeRefusal, type Score } from '../rules/outcomes.ts'

export const nothingForm = z.object({})
export const requestParams = z.object({ requestId: z.uuid() })
export type RequestParams = z.infer<typeof requestParams>

const code = z.string().max(60)
/** What is ticked: nothing, one or several. */
export const ticked = z
  .union([code.transform((one) => [one]), z.array(code).max(60)], 'Choose from the list on this page')
  .default([])
  .transform((values) => [...new Set(values)].filter((value) => value !== ''))

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
const TOO_LONG = `Keep each to ${String(OUTCOME_LONGEST)} characters or fewer`

/** Hopes: some of the list, and own words with one on each line. */
export const outcomesForm = z.object({
  chosen: ticked,
  own: words(1000).refine((text) => lines(text).every((line) => line.length <= OUTCOME_LONGEST), TOO_LONG),
})
export type OutcomesInput = z.infer<typeof outcomesForm>
export const outcomesIn = ({ chosen, own }: OutcomesInput) => [
  ...chosen.map((each) => ({ code: each, words: null })),
  ...lines(own).map((line) => ({ code: null, words: line })),
]
export const outcomeRefusals: Record<OutcomeRefusal, { field: string; message: string }> = {
  tooMany: { field: 'own', message: `Choose no more than ${String(OUTCOMES_MOST)}, own words counted` },
  notInList: { field: 'chosen', message: 'Choose from the list on this page' },
  tooLate: { field: 'chosen', message: 'This request has ended, so nothing more can be chosen for it' },
}

const scored = z.enum(scores)
const isScore = (value: unknown): value is Score => scored.safeParse(value).success
const SCORE_WORDS = 500

/** For each hope `score-ID` is how it came out and `words-ID` what is said to it; a hope that is left out stays not answered. */
export const scoresForm = z.looseObject({}).transform((typed, ctx) => {
  const given: { outcomeId: string; score: Score; words: string }[] = []
  for (const [name, score] of Object.entries(typed)) {
    const outcomeId = name.startsWith('score-') ? name.slice(6) : ''
    if (!z.uuid().safeParse(outcomeId).success || !isScore(score)) continue
    const said = words(SCORE_WORDS).safeParse(typed[`words-${outcomeId}`])
    if (!said.success) ctx.addIssue({ code: 'custom', path: [`words-${outcomeId}`], message: said.error.issues[0]?.message ?? '' })
    else given.push({ outcomeId, score, words: said.data })
  }
  if (given.length === 0 && ctx.issues.length === 0)
    ctx.addIssue({ code: 'custom', path: ['scores'], message: 'Say how at least one came out' })
  return given
})
export type ScoresInput = z.infer<typeof scoresForm>
export const scoreRefusals = {
  notYet: 'This can be scored once the support has ended',
  unknownOutcome: 'What was hoped for has changed since you opened this page. Look at it again',
}
