import { z } from 'zod'

/** Of which network an event is, and whether others may come too. */
export const networkFields = {
  network: z
    .string('Choose from the list')
    .regex(/^([a-z][A-Za-z0-9-]{0,40})?$/, 'Choose from the list')
    .default(''),
  networkOpen: z.literal('yes', 'Tick this once, or leave it').optional().transform(Boolean),
}

type Typed = { network: string; cohort: string; programme: string; openness: string }
export const standsAlone = ({ network, cohort, programme, openness }: Typed): boolean =>
  network === '' || (cohort === '' && programme === '' && openness === 'all')
export const NOT_ALONE = 'An event of a network belongs to no programme, cohort or group under a rationale. Choose one or the other'
