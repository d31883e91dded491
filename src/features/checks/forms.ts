import { z } from 'zod'
import { now } from '../../core/clock.ts'
import { londonDay, readDay } from '../../core/dates.ts'
import { whoseThings } from '../../core/waiting.ts'
import { queueShows } from './queries/queue.ts'
import { checkKinds } from './rules/kinds.ts'
import { hows, residuals, revokeReasons, type How, type RevokeReason } from './rules/words.ts'

export const placementParams = z.object({ placementId: z.uuid() })
export type PlacementParams = z.infer<typeof placementParams>
export const checkParams = z.object({ placementId: z.uuid(), checkId: z.uuid() })
export type CheckParams = z.infer<typeof checkParams>

const words = (ask: string, most: number) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .max(most, `Keep it to ${String(most)} characters or fewer`)
const maybe = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `Keep it to ${String(most)} characters or fewer`)
    .default('')
const day = (ask: string, fits: (day: string) => boolean) =>
  z
    .string(ask)
    .trim()
    .transform((text, context) => {
      const found = text.length > 40 ? undefined : readDay(text)
      if (found !== undefined && fits(found)) return found
      context.addIssue({ code: 'custom', message: ask })
      return z.NEVER
    })
const maybeDay = (ask: string, fits: (day: string) => boolean) =>
  z.preprocess((typed) => (typed === '' ? undefined : typed), day(ask, fits).optional())

const howCodes = Object.keys(hows) as [How, ...How[]]
/** Only the team says how it was told; a candidate's own page has no such field. */
const how = { how: z.enum(howCodes, 'Choose how they told you').optional() }
/** A press of the button is the signature. */
const signs = (ask: string) => z.literal('yes', ask)

export const ageForm = z.object({ answer: z.enum(['adult', 'byTheDay', 'under'], 'Choose how old you are on the day'), ...how })
export const eligibilityForm = z.object({ answer: z.enum(['declared', 'cannot'], 'Choose whether you can sign this'), ...how })
export const confidentialityForm = z.object({ answer: signs('Tick that you promise this, or leave the page'), ...how })
export const contactForm = z.object({
  contactName: words('Write their name', 120),
  contactPhone: words('Write their phone number', 40).regex(/\d{3}/, 'Write a phone number with digits'),
  contactRelation: words('Write who they are to you', 80),
  ...how,
})
export const needsForm = z
  .object({ answer: z.enum(['none', 'asked', 'agreed'], 'Choose what fits'), words: maybe(2000), ...how })
  .refine(({ answer, words: typed }) => answer !== 'asked' || typed !== '', { path: ['words'], message: 'Write what would help' })

const notLater = (text: string) => text <= londonDay(now())
const notPast = (text: string) => text >= londonDay(now())
export const recordCheckForm = z.object({
  result: z.enum(['clear', 'notClear', 'dateOnly'], 'Choose what the answer was'),
  madeOn: day('Write the day on which it was made, like 14/1/2027, not later than today', notLater),
})
export const briefingForm = z.object({
  madeOn: day('Write the day on which you spoke, like 14/1/2027, not later than today', notLater),
})
export const insuranceForm = z.object({
  result: z.enum(['covered', 'notCovered'], 'Choose whether they are covered'),
  until: maybeDay('Write the last day of the cover, like 14/1/2027, today or later', notPast),
})
export const proposeForm = z.object({ words: words('Write what you can do, and what was agreed', 2000) })
export const revokeForm = z.object({
  kind: z.enum(checkKinds, 'Choose what is taken back'),
  why: z.enum(Object.keys(revokeReasons) as [RevokeReason, ...RevokeReason[]], 'Choose why'),
  words: maybe(1000),
})
export const returnForm = z.object({ words: words('Write what is missing', 1000) })
export const nothingForm = z.object({})

export const RISKS_MOST = 12
const listed = (typed: unknown): string[] =>
  (Array.isArray(typed) ? typed : typed === undefined ? [] : [typed]).map((each) => (typeof each === 'string' ? each.trim() : ''))
const riskRow = z.object({
  hazard: words('Write what could go wrong', 300),
  control: words('Write what you do about it', 1000),
  residual: z.enum(residuals, 'Choose what is left'),
})
type RiskRow = z.infer<typeof riskRow>
type Wrong = { field: string; message: string }

/** One row as it was typed: read, or what is wrong with it, named by the row's place on the page. */
function readRow(typed: { hazard: string; control: string; residual: string }, at: number): { row: RiskRow } | { wrong: Wrong[] } {
  const read = riskRow.safeParse(typed)
  if (read.success) return { row: read.data }
  const wrong = read.error.issues.map(({ path, message }) => ({ field: `${String(path[0])}-${String(at)}`, message }))
  return { wrong: wrong.map(({ field, message }) => ({ field, message: `Row ${String(at + 1)}: ${message}` })) }
}

/** Rows of three fields each, as lists; a row of which nothing is written is left out. */
export const riskForm = z
  .object({ 'hazard[]': z.unknown(), 'control[]': z.unknown(), 'residual[]': z.unknown(), next: z.enum(['sign', 'more']).default('sign') })
  .transform(({ 'hazard[]': hazard, 'control[]': control, 'residual[]': residual, next }, context) => {
    if (next === 'more') return { next, rows: [] }
    const [controls, left] = [listed(control), listed(residual)]
    const typed = listed(hazard)
      .slice(0, RISKS_MOST)
      .map((text, i) => ({ hazard: text, control: controls[i] ?? '', residual: left[i] ?? '' }))
    const read = typed.flatMap((row, i) => (row.hazard === '' && row.control === '' ? [] : [readRow(row, i)]))
    const wrong = read.flatMap((each) => ('wrong' in each ? each.wrong : []))
    if (read.length === 0) wrong.push({ field: 'hazard-0', message: 'Write at least one row' })
    for (const { field, message } of wrong) context.addIssue({ code: 'custom', path: [field], message })
    return wrong.length > 0 ? z.NEVER : { next, rows: read.flatMap((each) => ('row' in each ? [each.row] : [])) }
  })
export type RiskFormInput = z.infer<typeof riskForm>

export const queueQuery = z.object({
  show: z.enum(queueShows).catch('all'),
  whose: z.enum(whoseThings).catch('team'),
  page: z.coerce.number().int().min(1).max(1000).catch(1),
})
export type QueueQuery = z.infer<typeof queueQuery>

const notices = {
  signed: 'Signed. Thank you.',
  asked: 'Thank you for telling us. The team answers here.',
  talk: 'Thank you for telling us. The team gets in touch, and nothing is decided before you have talked.',
  recorded: 'Noted.',
  proposed: 'Your answer waits for their yes.',
  revoked: 'Taken back. If the visit was confirmed, it is no longer.',
  approved: 'Approved.',
  returned: 'Sent back to whoever wrote it.',
  written: 'Signed. Somebody of the team looks at it and approves it.',
} as const
export type Notice = keyof typeof notices
export const noticeWords = (notice: Notice | undefined): string | undefined => notice && notices[notice]
export const noticeQuery = z.object({
  notice: z
    .enum(Object.keys(notices) as [Notice, ...Notice[]])
    .optional()
    .catch(undefined),
})
export type NoticeQuery = z.infer<typeof noticeQuery>
