import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { askForReviews } from './commands/reviews.ts'

/** Every hour: a restart loses nothing, and a second run finds nobody to ask. */
export const askForReviewsJob: Job<object> = {
  name: 'mentoring.askForReviews',
  payload: z.object({}),
  every: '31 * * * *',
  perform: askForReviews,
}
