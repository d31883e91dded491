import { z } from 'zod'

/** Words out of an address; nothing where there are none, or where they make no sense. */
const given = z
  .string()
  .trim()
  .max(40)
  .transform((typed) => (typed === '' ? undefined : typed))
  .optional()
  .catch(undefined)

export const listingQuery = z.object({
  how: z.enum(['online', 'inPerson']).optional().catch(undefined),
  area: given,
  kind: given,
  route: given,
  from: given,
  to: given,
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})
export type ListingQuery = z.infer<typeof listingQuery>
