import { z } from 'zod'
import { answers } from '../rules/venues.ts'
import { line, words } from '../../../core/fields.ts'

const known = z.enum(answers, 'Choose yes, no or not known').default('unknown')

export const venueForm = z.object({
  name: line('Enter the name of the venue'),
  address: words(300),
  area: words(80),
  stepFree: known,
  hearingLoop: known,
  quietRoom: known,
  parking: words(300),
  travel: words(1000),
  access: words(1000),
  contact: words(300),
})
export type VenueInput = z.infer<typeof venueForm>

export const venueParams = z.object({ venueId: z.uuid() })
export type VenueParams = z.infer<typeof venueParams>
export const venuesQuery = z.object({
  show: z.enum(['used', 'archived']).catch('used'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  notice: z.string().max(40).optional().catch(undefined),
})
export type VenuesQuery = z.infer<typeof venuesQuery>
export const archiveForm = z.object({ act: z.enum(['archive', 'restore']) })

export const facilitatorForm = z
  .object({
    account: z
      .string('Choose from the list')
      .refine((typed) => typed === '' || z.uuid().safeParse(typed).success, 'Choose from the list')
      .default(''),
    name: words(100).refine((typed) => !typed.includes('\n'), 'Keep this to one line'),
    role: words(100).refine((typed) => !typed.includes('\n'), 'Keep this to one line'),
    shown: z.literal('yes', 'Tick this once, or leave it').optional().transform(Boolean),
  })
  .refine(({ account, name }) => account !== '' || name !== '', {
    path: ['name'],
    message: 'Choose somebody of the team, or enter the name of a guest',
  })
  .refine(({ account, name }) => account === '' || name === '', {
    path: ['name'],
    message: 'Choose somebody of the team or enter a guest, not both',
  })
export type FacilitatorInput = z.infer<typeof facilitatorForm>
export const facilitatorOut = z.object({ facilitator: z.uuid() })
