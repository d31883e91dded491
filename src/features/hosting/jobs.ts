import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { askForOpenness } from './commands/openness.ts'

/** Every morning: a question and its reminder go once, so that a second run finds nothing to do. */
export const askForOpennessJob: Job<object> = {
  name: 'hosting.ask',
  payload: z.object({}),
  every: '50 7 * * *',
  perform: askForOpenness,
}
