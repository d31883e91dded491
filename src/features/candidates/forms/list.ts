import { z } from 'zod'
import { oddDays, readCandidateFilter, sortings } from '../rules/list.ts'

const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const sort = z.enum(sortings).optional().catch(undefined)
const notice = z.string().max(20).optional().catch(undefined)
const around = z.object({ page, sort, notice })

/** What the address of the list says: the filter, what was typed as a day and is none, and the page. */
export const listQuery = z
  .record(z.string(), z.unknown())
  .transform((given) => ({ ...around.parse(given), filter: readCandidateFilter(given), odd: oddDays(given), given }))
export type ListQuery = z.infer<typeof listQuery>
