import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { expireOffers } from './commands/places.ts'

/** Every minute, as offers end on whole minutes: nothing is lost by a restart, and a second run finds nothing to do. */
export const expireOffersJob: Job<object> = {
  name: 'places.expireOffers',
  payload: z.object({}),
  every: '* * * * *',
  perform: expireOffers,
}
