import { z } from 'zod'
import { familyIds } from '../rules/words.ts'

/** Words out of an address; nothing where there are none, or where they make no sense. */
export const given = z
  .string()
  .trim()
  .max(40)
  .transform((typed) => (typed === '' ? undefined : typed))
  .optional()
  .catch(undefined)

export const page = z.coerce.number().int().min(1).max(10_000).catch(1)

export const catalogueQuery = z.object({
  family: z.enum(familyIds).optional().catch(undefined),
  route: given,
  area: given,
  age: z.literal('any').optional().catch(undefined),
  from: given,
  to: given,
  page,
})
export type CatalogueQuery = z.infer<typeof catalogueQuery>

export const hostParams = z.object({ hostId: z.uuid() })
export type HostParams = z.infer<typeof hostParams>
