import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { expireOffers } from './commands/offers.ts'

/** Every hour: what has run out does not run out again, whatever restarts. */
export const expireSupportOffersJob: Job<object> = {
  name: 'inWork.expireOffers',
  payload: z.object({}),
  every: '23 * * * *',
  perform: expireOffers,
}
