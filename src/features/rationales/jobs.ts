import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { watchRationales } from './commands/reopening.ts'

/** Every ten minutes: what has lapsed is open to all already, and here the team hears of it. A second run finds nothing to do. */
export const watchRationalesJob: Job<object> = {
  name: 'rationales.watch',
  payload: z.object({}),
  every: '*/10 * * * *',
  perform: async () => {
    await watchRationales()
  },
}
