import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { sweepDuplicates } from './commands/merge.ts'

/** Every minute, so that whoever has just registered is compared before anybody opens their page twice. */
export const sweepDuplicatesJob: Job<object> = {
  name: 'duplicates.sweep',
  payload: z.object({}),
  every: '* * * * *',
  perform: sweepDuplicates,
}
