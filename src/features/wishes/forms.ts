import { z } from 'zod'
import { experiences, goals, languages, meetings, paths, slots } from '../supporting/rules/vocabulary.ts'
import { uses, type Experience, type TellingRefusal, type Use } from './rules/wishes.ts'

const keysOf = <T extends object>(vocabulary: T) => Object.keys(vocabulary) as [keyof T & string, ...(keyof T & string)[]]

/** What was ticked of a list: none, one or several, each once and each in the list. */
const ticked = (vocabulary: Record<string, string>) =>
  z
    .union([z.string(), z.array(z.string()).max(60)], NOT_IN_LIST)
    .optional()
    .transform((chosen) => [...new Set(chosen === undefined ? [] : [chosen].flat())])
    .refine((codes) => codes.every((code) => Object.hasOwn(vocabulary, code)), NOT_IN_LIST)
const NOT_IN_LIST = 'Choose from the list on this page'

/** Stands for having no preference. */
export const ANY = 'any'
const preferences = [ANY, ...keysOf(paths)] as const

export const wishesForm = z.object({
  meets: z.enum(keysOf(meetings), NOT_IN_LIST).optional(),
  availability: ticked(slots),
  languages: ticked(languages),
  goals: ticked(goals),
  preference: z.enum(preferences, NOT_IN_LIST).optional(),
})
export type WishesInput = z.infer<typeof wishesForm>

const use = z.enum(keysOf(uses), NOT_IN_LIST).optional()
const fields = Object.fromEntries(keysOf(experiences).map((code) => [code, use])) as Record<keyof typeof experiences, typeof use>

export const experiencesForm = z.object({ ...fields, answer: z.enum(['yes', 'no'], 'Choose yes or no').optional() })
export type ExperiencesInput = z.infer<typeof experiencesForm>

const isSaid = (use: Use | undefined): use is Exclude<Use, 'no'> => use !== undefined && use !== 'no'

/** What was said of each, but for what was left unsaid. */
export const experiencesIn = (input: ExperiencesInput): Experience[] =>
  keysOf(experiences).flatMap((code) => (isSaid(input[code]) ? [{ code, use: input[code] }] : []))

export const tellingRefusals: Record<TellingRefusal, string> = {
  answerMissing: 'Choose whether you agree, or leave everything as not said',
  saidNo: 'You said no, so we must not keep what you chose. Set everything to not said, or say yes',
}

export const notices = {
  wishes: 'What you look for is saved.',
  experiences: 'What you told us is saved.',
}
export const noticeQuery = z.object({ notice: z.enum(['wishes', 'experiences']).optional().catch(undefined) })
export type NoticeQuery = z.infer<typeof noticeQuery>
