import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { sweepClaims } from './commands/reviews.ts'

/** Every morning: what is said of jobs and has to be looked at again, and letters to whoever answers for it. */
export const sweepClaimsJob: Job<object> = {
  name: 'jobs.sweep',
  payload: z.object({}),
  every: '37 7 * * *',
  perform: async () => {
    await sweepClaims()
  },
}
