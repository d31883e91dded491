import { z } from 'zod'
import { line } from '../../core/fields.ts'
import { standings } from './rules/certificates.ts'
import { registerMarks, type MarkedRow } from './rules/places.ts'
import { sessionShows } from './rules/words.ts'

const courseId = z.string().regex(/^[a-z][A-Za-z0-9-]{0,60}$/)
export const courseParams = z.object({ courseId })
export type CourseParams = z.infer<typeof courseParams>
export const sessionParams = z.object({ workshopId: z.uuid() })
export type SessionParams = z.infer<typeof sessionParams>
export const ownPlaceParams = z.object({ staffPlaceId: z.uuid() })
export type OwnPlaceParams = z.infer<typeof ownPlaceParams>
export const sessionPlaceParams = z.object({ workshopId: z.uuid(), staffPlaceId: z.uuid() })
export type SessionPlaceParams = z.infer<typeof sessionPlaceParams>
export const certificateParams = z.object({ certificateId: z.uuid() })
export type CertificateParams = z.infer<typeof certificateParams>

export const nothingForm = z.object({})
export const noticeQuery = z.object({ notice: z.string().max(40).optional().catch(undefined) })
export type NoticeQuery = z.infer<typeof noticeQuery>
/** The words of a notice by its code; undefined for what is none. */
export const noticeOf = (words: Record<string, string>, code: string | undefined): string | undefined =>
  code !== undefined && Object.hasOwn(words, code) ? words[code] : undefined

/** Answers by question, as typed: which questions there are is for the course to say. */
export const checkForm = z.looseObject({})
/** An answer to each question, or the questions that have none. */
export function readAnswers(questions: readonly { id: string; options: readonly { id: string }[] }[], typed: Record<string, unknown>) {
  const answers: Record<string, string> = {}
  const missing: string[] = []
  for (const { id, options } of questions) {
    const value = typed[`q-${id}`]
    if (typeof value === 'string' && options.some((option) => option.id === value)) answers[id] = value
    else missing.push(id)
  }
  return { answers, missing }
}

const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const course = courseId.or(z.literal('')).catch('').default('')
export const sessionsQuery = z.object({
  ...{ show: z.enum(sessionShows).catch('upcoming'), course, page },
  notice: z.string().max(40).optional().catch(undefined),
})
export type SessionsQuery = z.infer<typeof sessionsQuery>

const marks: readonly string[] = registerMarks
/** The rows of a register: `mark-ID` as chosen now and `was-ID` as the page showed it. */
export const marksForm = z.looseObject({}).transform((typed) =>
  Object.entries(typed).flatMap(([name, mark]): MarkedRow[] => {
    const placeId = name.startsWith('mark-') ? name.slice(5) : ''
    const was = typed[`was-${placeId}`]
    const fits = z.uuid().safeParse(placeId).success && typeof mark === 'string' && marks.includes(mark) && typeof was === 'string'
    return fits ? [{ placeId, was, mark: mark as MarkedRow['mark'] }] : []
  }),
)
export const walkInForm = z.object({ email: line('Enter their e-mail address', 200) })

const registerRoles = ['supporter', 'coordinator', 'lead', 'recruiter'] as const
const filter = {
  standing: z
    .enum(['', ...standings])
    .catch('')
    .default(''),
  course,
  role: z
    .enum(['', ...registerRoles])
    .catch('')
    .default(''),
  q: z.string().trim().max(100).catch('').default(''),
}
export const registerQuery = z.object({ ...filter, page, notice: z.string().max(40).optional().catch(undefined) })
export type RegisterQuery = z.infer<typeof registerQuery>
export const filterQuery = z.object(filter)
export type FilterQuery = z.infer<typeof filterQuery>
export const nudgeQuery = z.object({ ...filter, account: z.uuid().or(z.literal('')).catch('').default('') })
export type NudgeQuery = z.infer<typeof nudgeQuery>

export const takeBackForm = z.object({ why: line('Say why, in words that they read', 300) })
