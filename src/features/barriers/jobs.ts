import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { escalateCases, remindToRemeasure } from './commands/clockwork.ts'

/** Every morning, before people begin: promises that have passed, and what is to be measured again. */
export const watchBarriersJob: Job<object> = {
  name: 'barriers.watch',
  payload: z.object({}),
  every: '20 7 * * *',
  perform: async () => {
    await escalateCases()
    await remindToRemeasure()
  },
}
