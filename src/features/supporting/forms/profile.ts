import { z } from 'zod'
import { readDay } from '../../../core/dates.ts'
import { OWN_MOST } from '../rules/deciding.ts'
import { experiences, goals, languages, meetings, paths, slots } from '../rules/vocabulary.ts'
import { pairingKinds } from '../rules/words.ts'

export const nothingForm = z.object({})

const asList = (typed: unknown): unknown => (typed === undefined || typed === '' ? [] : typeof typed === 'string' ? [typed] : typed)
const once = <T>(values: T[]): T[] => [...new Set(values)]
const keysOf = <T extends object>(words: T) => Object.keys(words) as [keyof T & string, ...(keyof T & string)[]]

/** What is ticked of a fixed list; each counts once. */
export const ticks = <const T extends readonly [string, ...string[]]>(codes: T, wrong = 'Choose from the list') =>
  z.preprocess(asList, z.array(z.enum(codes, wrong), wrong).max(60, wrong).transform(once))

/** What is ticked of a list of the force's; what is not on it any more is left out when it is saved. */
const ids = z.preprocess(
  asList,
  z.array(z.string('Choose from the list').max(40), 'Choose from the list').max(100, 'Choose from the list').transform(once),
)

export const title = z
  .string('Say what you do')
  .trim()
  .min(1, 'Say what you do, such as Sergeant, neighbourhood policing')
  .max(80, 'Use 80 characters or fewer')
  .refine((typed) => !typed.includes('\n'), 'Keep this to one line')

export const kinds = ticks(pairingKinds).refine((chosen) => chosen.length > 0, 'Choose at least one')

export const offerForm = z.object({ kinds, title, routes: ids, stages: ids, goals: ticks(keysOf(goals)) })
export type OfferInput = z.infer<typeof offerForm>

export const whenForm = z.object({
  areas: ids,
  meets: z.enum(keysOf(meetings), 'Choose how you would meet'),
  availability: ticks(keysOf(slots)),
  languages: ticks(keysOf(languages)).refine((chosen) => chosen.length > 0, 'Choose at least one language'),
})
export type WhenInput = z.infer<typeof whenForm>

export const aboutForm = z.object({
  paths: ticks(keysOf(paths)),
  about: z.string('Write this as text').trim().max(1200, 'Use 1200 characters or fewer').default(''),
})
export type AboutInput = z.infer<typeof aboutForm>

/** Who sees one experience; `no` is not kept at all. */
export const shownTo = ['no', 'nobody', 'paired', 'directory'] as const
export type ShownTo = (typeof shownTo)[number]
export const experienceCodes = keysOf(experiences)

const shown = z.enum(shownTo, 'Choose who sees it').default('no')
const shape = Object.fromEntries(experienceCodes.map((code) => [`shown-${code}`, shown]))

export const experiencesForm = z.object({ ...shape, matching: ticks(experienceCodes), agree: z.literal('yes').optional().catch(undefined) })
export type ExperiencesInput = { agree: boolean; shared: { code: string; shownTo: Exclude<ShownTo, 'no'>; forMatching: boolean }[] }

/** What is shown to nobody is kept for matching alone, or it would be kept for nothing. */
export function sharedOf(input: z.infer<typeof experiencesForm>): ExperiencesInput {
  const answers = input as Record<string, unknown>
  const shared = experienceCodes.flatMap((code) => {
    const to = answers[`shown-${code}`] as ShownTo
    return to === 'no' ? [] : [{ code, shownTo: to, forMatching: to === 'nobody' || input.matching.includes(code) }]
  })
  return { shared, agree: input.agree === 'yes' }
}

export const directoryForm = z.object({ agree: z.literal('yes', 'Tick the box to agree, or go back') })

/** A day typed in one field; nothing typed is no day. */
export const dayOrNothing = z
  .string('Enter a date, such as 14 January 2027')
  .trim()
  .default('')
  .transform((typed, ctx) => {
    if (typed === '') return null
    const read = typed.length > 40 ? undefined : readDay(typed)
    if (read !== undefined && read >= '2000-01-01' && read < '2100-01-01') return read
    ctx.addIssue({ code: 'custom', message: 'Enter a date, such as 14 January 2027' })
    return z.NEVER
  })

export const numberUpTo = (most: number) =>
  z
    .string('Enter a number')
    .trim()
    .regex(/^\d{1,2}$/, `Enter a number from 0 to ${String(most)}`)
    .transform(Number)
    .refine((n) => n <= most, `Enter a number from 0 to ${String(most)}`)

export const capacityForm = z.object({ capacity: numberUpTo(OWN_MOST), away: dayOrNothing })
export type CapacityInput = z.infer<typeof capacityForm>

export const profileNotices = {
  saved: 'Saved.',
  shared: 'Saved. You can change or take back any of it at any time.',
  takenBack: 'Taken back. Nothing of it is kept.',
  listed: 'You are in the directory of role models now.',
  unlisted: 'You are no longer in the directory.',
  stopped: 'You have stopped supporting. Thank you for all you have done.',
  offered: 'Thank you. The team looks at it and writes to you.',
} as const
const codes = Object.keys(profileNotices) as [keyof typeof profileNotices, ...(keyof typeof profileNotices)[]]
export const profileQuery = z.object({ notice: z.enum(codes).optional().catch(undefined) })
export type ProfileQuery = z.infer<typeof profileQuery>
