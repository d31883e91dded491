import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { checkExclusions, sweepProposals } from './commands/clockwork.ts'

/** Every minute, as proposals end on whole minutes: nothing is lost by a restart, and a second run finds nothing to do. */
export const sweepProposalsJob: Job<object> = {
  name: 'pairings.sweep',
  payload: z.object({}),
  every: '* * * * *',
  perform: sweepProposals,
}

/** Every night, and at any other time as well. */
export const checkExclusionsJob: Job<object> = {
  name: 'pairings.checkExclusions',
  payload: z.object({}),
  every: '20 1 * * *',
  perform: checkExclusions,
}
