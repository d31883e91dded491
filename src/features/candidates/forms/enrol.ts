import { z } from 'zod'
import type { ForceProfile } from '../../../forces/profile.ts'
import { cameByWords, reachWords, spokenPurposes, type CameBy, type ReachBy, type ReachRefusal } from '../rules/enrol.ts'

const keys = <K extends string>(words: Record<K, string>) => Object.keys(words) as [K, ...K[]]
const line = (missing: string, most: number, what: string) =>
  z
    .string(missing)
    .trim()
    .max(most, `${what} must be ${String(most)} characters or fewer`)
    .regex(/^[^\p{Cc}]*$/u, `Enter ${what.toLowerCase()} on one line`)

const TEXT_MOST = 2000
const text = (what: string, most = TEXT_MOST) =>
  z
    .string('Write in one box only')
    .trim()
    .max(most, `${what}: use ${String(most)} characters or fewer`)
    .default('')

const one = z.string().max(60)
const ticked = z.union([one.transform((value) => (value === '' ? [] : [value])), z.array(one).max(60)], 'Choose from the list').default([])

/** How a person is reached: asked when they are registered, and again when it changes. */
const reach = {
  email: z
    .union([z.literal(''), z.email('Enter an e-mail address like name@example.org').max(254, 'Use 254 characters or fewer')])
    .or(z.undefined().transform(() => '' as const)),
  phone: line('Enter one phone number', 40, 'The phone number').default(''),
  postalAddress: text('The address', 500),
  reachBy: z.enum(keys<ReachBy>(reachWords), 'Choose how they would like to be reached'),
}
const trimmed = (value: unknown) => (typeof value === 'string' ? value.trim() : value)

export const reachForm = z.object({ ...reach, email: z.preprocess(trimmed, reach.email) })
export type ReachInput = z.infer<typeof reachForm>

export const enrolForm = z.object({
  name: line('Enter their name', 100, 'The name')
    .min(1, 'Enter their name')
    .regex(/[\p{L}\p{N}]/u, 'Enter a name with at least one letter'),
  cameBy: z.enum(keys<CameBy>(cameByWords), 'Choose how they came to us'),
  ...reachForm.shape,
  routes: ticked,
  areas: ticked,
  kinds: ticked,
  adult: z.enum(['yes', 'no'], 'Choose yes or no, or leave it open').or(z.literal('')).default(''),
  access: text('What they need'),
  about: text('What they said of themselves'),
  agreed: ticked,
  confirmed: z.string().max(2000).optional().catch(undefined),
})
export type EnrolInput = z.infer<typeof enrolForm>

export const reachRefusals: Record<ReachRefusal, { field: string; message: string }> = {
  emailMissing: { field: 'email', message: 'They would like e-mail, so enter an address, or choose another way' },
  phoneMissing: { field: 'phone', message: 'They would like a call, so enter a number, or choose another way' },
  addressMissing: { field: 'postalAddress', message: 'They would like a letter, so enter an address, or choose another way' },
}
export const ABOUT_WITHOUT_YES = {
  field: 'about',
  message: 'We may only keep what they said of themselves with their yes. Read the words to them, or clear the box',
}

/** What was ticked that this force does not have, by field. */
export function notInList(input: Pick<EnrolInput, 'routes' | 'areas' | 'kinds' | 'agreed'>, force: ForceProfile): string | undefined {
  const known: Record<string, string[]> = {
    routes: force.routes.map(({ id }) => id),
    areas: force.areas.map(({ id }) => id),
    kinds: force.support.map(({ kind }) => kind).filter((kind) => kind !== 'training'),
    agreed: [...spokenPurposes],
  }
  return Object.entries(known).find(([field, list]) => input[field as keyof typeof input].some((value) => !list.includes(value)))?.[0]
}
export const NOT_IN_LIST = 'Choose from the list on this page'
export const LIKELY = 'Check first: we may know this person already'
