import { z } from 'zod'
import { guideShows } from '../queries/guides.ts'
import { parts, type Part, type Words } from '../rules/words.ts'
import type { GuideRefusal } from '../commands/guides.ts'

const id = z.string().regex(/^[\w-]{1,60}$/)
export const routeParams = z.object({ routeId: id })
export type RouteParams = z.infer<typeof routeParams>
export const stageParams = z.object({ routeId: id, stageId: id })
export type StageParams = z.infer<typeof stageParams>
export const guideParams = z.object({ guideId: z.string().regex(/^[\w-]{1,60}\.[\w-]{1,60}$/) })
export type GuideParams = z.infer<typeof guideParams>
export const versionParams = guideParams.extend({ number: z.coerce.number().int().min(0).max(100_000) })
export type VersionParams = z.infer<typeof versionParams>

const MOST = 4000
const part = (name: Part) => {
  const ask = `Write something under “${parts[name].title}”`
  return z
    .string(ask)
    .trim()
    .min(1, ask)
    .max(MOST, `Keep it to ${String(MOST)} characters or fewer`)
}
const number = z.coerce.number('Open the page again').int().min(0).max(100_000)
export const editForm = z.object({
  ...{
    happens: part('happens'),
    lasts: part('lasts'),
    looks: part('looks'),
    helps: part('helps'),
    worries: part('worries'),
    unsaid: part('unsaid'),
  },
  change: z
    .string('Write what you changed and why')
    .trim()
    .min(1, 'Write what you changed and why')
    .max(200, 'Keep it to 200 characters or fewer'),
  basedOn: number,
  reviewed: z
    .literal('yes')
    .optional()
    .transform((given) => given === 'yes'),
  step: z.enum(['preview', 'change', 'save']).catch('preview'),
})
export type EditInput = z.infer<typeof editForm>
export const wordsIn = ({ happens, lasts, looks, helps, worries, unsaid }: EditInput): Words => ({
  happens,
  lasts,
  looks,
  helps,
  worries,
  unsaid,
})

export const reviewForm = z.object({ number })
export type ReviewInput = z.infer<typeof reviewForm>
export const restoreForm = z.object({ basedOn: number })
export type RestoreInput = z.infer<typeof restoreForm>

const notices = {
  saved: 'Saved. Everybody reads it now.',
  reviewed: 'Noted as looked over today. Thank you.',
  restored: 'The earlier words are back, as a new version.',
} as const
type Notice = keyof typeof notices
export const guideNotice = (notice: Notice | undefined): string | undefined => notice && notices[notice]
export const listQuery = z.object({
  show: z.enum(guideShows).catch('all'),
  route: id.or(z.literal('')).catch(''),
  page: z.coerce.number().int().min(1).max(1000).catch(1),
})
export type ListQuery = z.infer<typeof listQuery>
export const guideQuery = z.object({
  notice: z
    .enum(Object.keys(notices) as [Notice, ...Notice[]])
    .optional()
    .catch(undefined),
})
export type GuideQuery = z.infer<typeof guideQuery>

export const guideRefusals: Record<GuideRefusal, string> = {
  newer: 'Somebody has saved a newer version since you opened this page. Yours is below: look at what stands now before you save it',
  same: 'That is what the page says already',
}
