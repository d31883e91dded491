import { z } from 'zod'
import { words } from '../../../core/fields.ts'
import { barrierKinds } from '../rules/cases.ts'
import { text } from './fields.ts'

export const openForm = z.object({
  kind: z.enum(barrierKinds, 'Choose what comes closest'),
  words: text('Say in a sentence or two what is in your way'),
  tried: words(2000),
  wouldHelp: words(2000),
})
export type OpenInput = z.infer<typeof openForm>

export const wordsForm = z.object({ words: text('Write what you would like to add') })
export type WordsInput = z.infer<typeof wordsForm>
export const againForm = z.object({ again: text('Say what is in the way now') })
export type AgainInput = z.infer<typeof againForm>
export const helpedForm = z.object({ helped: z.enum(['yes', 'partly', 'no'], 'Choose one'), helpedWords: words(1000) })
export type HelpedInput = z.infer<typeof helpedForm>

export const openQuery = z.object({ kind: z.enum(barrierKinds).optional().catch(undefined) })
export type OpenQuery = z.infer<typeof openQuery>

export const notices = {
  opened: 'We have it. Somebody of the team takes it up, and you see here what they do.',
  said: 'Added. Whoever looks after it is told.',
  done: 'Ticked off. Thank you.',
  undone: 'It is open again.',
  solved: 'Good to hear. It is closed, and you can open it again.',
  withdrawn: 'You took it back. Nothing follows from this.',
  again: 'It is open again. You hear from us as before.',
  helped: 'Thank you. It helps us to do better.',
} as const
const codes = Object.keys(notices) as [keyof typeof notices, ...(keyof typeof notices)[]]
export const noticeQuery = z.object({ notice: z.enum(codes).optional().catch(undefined) })
export type NoticeQuery = z.infer<typeof noticeQuery>
