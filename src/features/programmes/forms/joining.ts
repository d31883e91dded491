import { z } from 'zod'

const step = z.literal('joining').optional().catch(undefined)
const several = z
  .union([z.array(z.string()), z.string().transform((one) => [one])], 'Choose at least one workshop')
  .refine((chosen) => chosen.length <= 50 && chosen.every((id) => z.uuid().safeParse(id).success), 'Choose from the list')

/** All of them, or those that are ticked: each is a choice of its own. */
export const placesForm = z
  .object({ workshops: several.optional(), all: z.literal('yes').optional(), step })
  .refine(({ workshops, all }) => all === 'yes' || workshops !== undefined, {
    path: ['workshops'],
    message: 'Choose at least one workshop',
  })
  .transform(({ workshops, all, ...rest }) => ({ ...rest, all: all === 'yes', workshops: workshops ?? [] }))
export type PlacesInput = z.infer<typeof placesForm>

export const joiningQuery = z.object({ step, notice: z.string().max(40).optional().catch(undefined) })
export type JoiningQuery = z.infer<typeof joiningQuery>
