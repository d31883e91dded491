import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { askForFeedback } from './commands.ts'

/** Every ten minutes: a restart loses nothing, and a second run finds nobody to ask. */
export const askForFeedbackJob: Job<object> = {
  name: 'feedback.ask',
  payload: z.object({}),
  every: '*/10 * * * *',
  perform: askForFeedback,
}
