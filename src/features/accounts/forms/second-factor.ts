import { z } from 'zod'
import type { CodeRefusal } from '../commands/second-factor.ts'
import { kept } from '../forms.ts'
import { samePath } from '../rules.ts'

const next = z.string().max(2000).optional().catch(undefined).transform(samePath)

export const codeQuery = z.object({ next })
export type CodeQuery = z.infer<typeof codeQuery>

const code = z.string('Enter the code').trim().min(1, 'Enter the code').max(50, 'Enter the code as your app shows it')
export const codeForm = z.object({ code, next, kept })
export type CodeInput = z.infer<typeof codeForm>

export const recoveryForm = z.object({
  code: z
    .string('Enter a recovery code')
    .trim()
    .min(1, 'Enter a recovery code')
    .max(50, 'A recovery code has twelve letters and digits, such as abcd-efgh-2345'),
  next,
  kept,
})

export const setUpForm = z.object({ code, sealed: z.string().max(500).catch(''), next, kept })
export type SetUpInput = z.infer<typeof setUpForm>

export const savedCodesForm = z.object({ codes: z.string().max(2000).catch('') })
export type SavedCodesInput = z.infer<typeof savedCodesForm>

/** Whether a code is asked for too, only the account tells. */
export const againForm = z.object({
  password: z.string('Enter your password').min(1, 'Enter your password').max(200, 'Enter your password'),
  code: z.string().trim().max(50, 'Enter the code as your app shows it').catch(''),
  next,
  kept,
})
export type AgainInput = z.infer<typeof againForm>

export const codeRefusals: Record<CodeRefusal, string> = {
  tooMany: 'There were too many tries. Wait 15 minutes, then try again',
  wrongCode: 'That is not the code of now. Enter the six digits that your app shows, and check that the clock of your phone is right',
  usedCode: 'That code was used already. Wait for the next one, which comes within half a minute',
  noCodes: 'You have not set up codes yet. Sign in again to do so',
}
export const recoveryRefusals: Record<CodeRefusal, string> = {
  ...codeRefusals,
  wrongCode: 'That is not one of your recovery codes',
  usedCode: 'That recovery code was used already. Each works once: take the next of your list',
}
export const setUpRefusals: Record<CodeRefusal | 'staleOffer' | 'alreadySetUp', string> = {
  ...codeRefusals,
  staleOffer: 'This page was open for too long. Here is a new secret: add it to your app in place of the one before, then enter its code',
  alreadySetUp: 'Codes are set up for your account already. Enter the code that your app shows',
}
export const againRefusals: Record<CodeRefusal | 'wrongPassword', string> = {
  ...codeRefusals,
  wrongPassword: 'That is not your password',
}
