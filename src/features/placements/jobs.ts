import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { sweepPlacements } from './commands/clockwork.ts'

/** Every ten minutes: nothing is lost by a restart, and a second run finds nothing to do. */
export const sweepPlacementsJob: Job<object> = {
  name: 'placements.sweep',
  payload: z.object({}),
  every: '*/10 * * * *',
  perform: sweepPlacements,
}
