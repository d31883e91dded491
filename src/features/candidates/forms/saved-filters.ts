import { z } from 'zod'
import type { FilterRefusal } from '../commands/saved-filters.ts'

const name = z.string().trim().min(1, 'Give the filter a name').max(60, 'The name can have 60 characters at most')
const ticked = z
  .literal('yes')
  .optional()
  .catch(undefined)
  .transform((answer) => answer === 'yes')

/** The filter itself stands in the address of the page, as it does in the address of the list. */
export const newFilterForm = z.object({
  name,
  filter: z.string().max(2000, 'This filter is too long to be kept').catch(''),
  shared: ticked,
  mine: ticked,
})
export type NewFilterInput = z.infer<typeof newFilterForm>

export const filterForm = z.object({ name, shared: ticked })
export type FilterInput = z.infer<typeof filterForm>

export const filterParams = z.object({ filterId: z.uuid() })
export type FilterParams = z.infer<typeof filterParams>
export const nothingForm = z.object({})

export const filtersQuery = z.object({ notice: z.string().max(20).optional().catch(undefined) })
export type FiltersQuery = z.infer<typeof filtersQuery>

export const filterNotices: Record<string, string> = {
  saved: 'The filter is kept. You find it above the list of candidates.',
  changed: 'The filter is changed.',
  deleted: 'The filter is deleted. Nobody it found is.',
  default: 'Your list of candidates opens with this filter from now on.',
  noDefault: 'Your list of candidates opens with everybody from now on.',
}

export const filterRefusals: Record<FilterRefusal, string> = {
  nameTaken: 'You have a filter of this name already. Give this one another name',
  tooMany: 'You have 50 filters already. Delete one that you no longer need',
  empty: 'Choose something to filter by first, then keep it',
}
