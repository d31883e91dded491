import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { deleteOldConcerns } from './commands/handling.ts'

/** Every night: concerns whose time is over, by their own schedule. */
export const deleteOldConcernsJob: Job<object> = {
  name: 'concerns.deleteOld',
  payload: z.object({}),
  every: '51 2 * * *',
  perform: deleteOldConcerns,
}
