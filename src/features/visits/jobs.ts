import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { tellOfVisits } from './commands/clockwork.ts'

/** Every ten minutes: a restart loses nothing, and a second run finds nobody to tell. */
export const tellOfVisitsJob: Job<object> = {
  name: 'visits.tell',
  payload: z.object({}),
  every: '*/10 * * * *',
  perform: tellOfVisits,
}
