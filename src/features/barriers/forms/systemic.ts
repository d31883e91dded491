import { z } from 'zod'
import { line, words } from '../../../core/fields.ts'
import { whoseThings } from '../../../core/waiting.ts'
import { barrierKinds } from '../rules/cases.ts'
import { systemicShows } from '../rules/shows.ts'
import { decisions, results } from '../rules/systemic.ts'
import { dayAhead, dayBehind, text } from './fields.ts'

const filter = {
  show: z.enum(systemicShows).catch('open'),
  kind: z.enum(barrierKinds).optional().catch(undefined),
  whose: z.enum(whoseThings).catch('team'),
}
export const listQuery = z.object({ ...filter, page: z.coerce.number().int().min(1).max(10_000).catch(1) })
export type ListQuery = z.infer<typeof listQuery>
export const fileQuery = z.object(filter)
export type FileQuery = z.infer<typeof fileQuery>
export const newQuery = z.object({ case: z.uuid().optional().catch(undefined) })
export type NewQuery = z.infer<typeof newQuery>

const several = z.preprocess(
  (value) => (value === undefined ? [] : typeof value === 'string' ? [value] : value),
  z.array(z.string().max(60), 'Choose from the list').max(30, 'Choose from the list'),
)
export const systemicForm = z.object({
  title: line('Give it a title'),
  kind: z.enum(barrierKinds, 'Choose what it is about'),
  routes: several,
  about: text('Say what is in people’s way'),
  sources: words(2000),
  ownerId: z.uuid('Choose who answers for it'),
  caseId: z.preprocess((value) => (value === '' ? undefined : value), z.uuid('Open the form again from the page of the case').optional()),
})
export type SystemicInput = z.infer<typeof systemicForm>

export const evidenceForm = z.object({ evidence: text('Say what the cases show') })
export const decideForm = z.object({
  decision: z.enum(decisions, 'Choose what was decided'),
  decisionWords: text('Say what is decided, and why'),
  remeasureOn: dayAhead('Enter the day on which you look again'),
})
export const changeForm = z.object({
  changeWords: text('Say what was changed'),
  changedOn: dayBehind('Enter since when'),
  lookAgainOn: dayAhead('Enter the day on which you measure again'),
})
export const remeasureForm = z.object({
  before: text('Say how it was before'),
  after: text('Say how it is now'),
  result: z.enum(results, 'Choose what came of it'),
})
export const toldForm = z.object({
  youSaid: text('Write what people said', 600),
  weDid: text('Write what was done', 1200),
  withPeople: z.preprocess((value) => value === 'yes', z.boolean()),
})
export const returnForm = z.object({ returnWords: words(600) })
export const toldQuery = z.object({ kind: z.enum(barrierKinds).optional().catch(undefined) })
export type ToldQuery = z.infer<typeof toldQuery>

export const notices = {
  made: 'It is in the register.',
  edited: 'Saved.',
  moved: 'Saved.',
  linked: 'The case is linked.',
  unlinked: 'Taken off. The history keeps that it was there.',
  proposed: 'Somebody else of the team reads it now. Nobody outside sees it before.',
  approved: 'It is public now.',
  returned: 'Returned. Nobody outside has seen it.',
  unpublished: 'It is off the page.',
} as const
const codes = Object.keys(notices) as [keyof typeof notices, ...(keyof typeof notices)[]]
export const oneQuery = z.object({ notice: z.enum(codes).optional().catch(undefined) })
export type OneQuery = z.infer<typeof oneQuery>
