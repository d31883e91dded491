import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { callOffExcluded, remindOneToOnes } from './commands/clockwork.ts'

/** Every ten minutes between 08:00 and 21:00; what fell due while nothing ran is asked for at the next run. */
export const remindOneToOnesJob: Job<object> = {
  name: 'oneToOnes.remind',
  payload: z.object({}),
  every: '*/10 * * * *',
  perform: remindOneToOnes,
}

/** Every night, and at any other time as well. */
export const checkOneToOnesJob: Job<object> = {
  name: 'oneToOnes.checkExclusions',
  payload: z.object({}),
  every: '25 1 * * *',
  perform: callOffExcluded,
}
