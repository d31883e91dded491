import { z } from 'zod'
import { correctionWords, type CorrectionRefusal, type Said } from '../rules/no-shows.ts'
import { words } from '../../../core/fields.ts'

const said = Object.keys(correctionWords) as [Said, ...Said[]]
export const correctionForm = z.object({ said: z.enum(said, 'Choose what comes closest'), words: words(500) })
export type CorrectionInput = z.infer<typeof correctionForm>

export const correctionParams = z.object({ correctionId: z.uuid() })
export type CorrectionParams = z.infer<typeof correctionParams>

export const answerForm = z
  .object({ act: z.enum(['change', 'keep'], 'Choose what becomes of the mark'), words: words(300) })
  .refine(({ act, words: said }) => act === 'change' || said !== '', { path: ['words'], message: 'Say why the mark stays. They read this' })
export type AnswerInput = z.infer<typeof answerForm>

export const correctionRefusals: Record<CorrectionRefusal, string> = {
  notAbsent: 'The register no longer says that you were absent, so there is nothing to put right.',
  alreadyAsked: 'You have told us already. The team will look at it and answer you.',
}

export const answerRefusals = {
  alreadyAnswered: 'Somebody has answered this already',
  wordsNeeded: 'Say why the mark stays. They read this',
  leadOnly: 'Seven days have passed since the workshop, so only a lead can change the mark',
  reasonNeeded: 'Say why the register changes now',
  notHeld: 'The workshop is not recorded as held',
  notOnRegister: 'They are no longer on this register',
  changedMeanwhile: 'The mark has changed meanwhile',
  walkInStays: 'They walked in, so are not absent',
} as const
