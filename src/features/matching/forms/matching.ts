import { z } from 'zod'
import { criteria, MOST_WEIGHT, type Criterion } from '../rules/criteria.ts'
import { matchKinds, type RunRefusal } from '../rules/runs.ts'

const kind = z.enum(matchKinds, 'Choose what it is about')
const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const shows = ['all', 'drafts', 'underway', 'published', 'discarded'] as const
const anId = z.uuid().optional().catch(undefined)

export const runParams = z.object({ runId: z.uuid() })
export type RunParams = z.infer<typeof runParams>

export const listQuery = z.object({ show: z.enum(shows).catch('all'), page, notice: z.literal('criteria').optional().catch(undefined) })
export type ListQuery = z.infer<typeof listQuery>
export const waitingQuery = z.object({ kind: kind.catch('buddy'), cohort: anId, page })
export type WaitingQuery = z.infer<typeof waitingQuery>
export const newQuery = z.object({ kind: kind.catch('buddy'), cohort: anId })
export type NewQuery = z.infer<typeof newQuery>

export const notices = {
  kept: 'This pair stays when the run is made again.',
  released: 'This pair can change again when the run is made again.',
  published: 'The supporters have been asked. They have 5 working days, and nobody sees a name until both have said yes.',
  publishing: 'The supporters are being asked. This page shows how far it is.',
  discarded: 'Discarded. Nobody was told of it.',
  broughtBack: 'It is a draft again.',
  restarted: 'It begins again now.',
  again: 'Made again, with what is known now and what you decided.',
} as const
const codes = Object.keys(notices) as [keyof typeof notices, ...(keyof typeof notices)[]]
export const runQuery = z.object({
  ...{ pair: anId, page, left: page },
  notice: z.enum(codes).optional().catch(undefined),
})
export type RunQuery = z.infer<typeof runQuery>
export const pairQuery = z.object({ pair: z.uuid(), with: anId })
export type PairQuery = z.infer<typeof pairQuery>

export const nothingForm = z.object({})
export const startForm = z.object({
  kind,
  cohort: z.union([z.literal(''), z.uuid('Choose a cohort from the list')], 'Choose a cohort from the list').default(''),
})
export type StartInput = z.infer<typeof startForm>

const candidate = z.uuid()
const reason = (ask: string) => z.string(ask).trim().min(1, ask).max(300, 'Use 300 characters or fewer')
export const personForm = z.object({ candidate })
export type PersonInput = z.infer<typeof personForm>
export const swapForm = z.object({
  candidate,
  supporter: z.uuid('Choose a supporter'),
  reason: reason('Say why, for whoever reads this run later'),
})
export type SwapInput = z.infer<typeof swapForm>
export const outForm = z.object({ candidate, reason: reason('Say why, for whoever reads this run later') })
export type OutInput = z.infer<typeof outForm>
export const undoForm = z.object({ choice: z.uuid() })
export type UndoInput = z.infer<typeof undoForm>

const weight = z.coerce
  .number('Choose a weight from 0 to 5')
  .int()
  .min(0, 'Choose a weight from 0 to 5')
  .max(MOST_WEIGHT, 'Choose a weight from 0 to 5')
const weights = Object.fromEntries(criteria.map((each) => [each, weight])) as Record<Criterion, typeof weight>
export const criteriaForm = z.object({
  ...weights,
  seen: z.coerce.number().int().min(1).max(1_000_000),
  kind: kind.catch('buddy'),
  do: z.enum(['look', 'save']).catch('look'),
})
export type CriteriaInput = z.infer<typeof criteriaForm>

export const refusals: Record<RunRefusal | 'notInRun' | 'unknownCohort' | 'changedMeanwhile' | 'same' | 'nothing', string> = {
  notNow: 'It has changed meanwhile, so this cannot be done any more. Look at how it stands now',
  stillGoing: 'It is still going. Give it a few minutes',
  nothingFound: 'It had found nothing yet, so there is nothing to bring back',
  notInRun: 'This is not part of the run any more. Look at how it stands now',
  unknownCohort: 'Choose a cohort from the list',
  changedMeanwhile: 'A colleague saved other weights meanwhile. These are theirs: look at them, then change what you meant to',
  same: 'These are the weights that hold already',
  nothing: 'Give at least one criterion a weight, as nothing would fit otherwise',
}
