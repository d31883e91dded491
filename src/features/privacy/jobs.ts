import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { forgetLastLetters } from './commands.ts'

/** Every ten minutes: the letters to people who have gone. */
export const forgetLettersJob: Job<object> = {
  name: 'privacy.forgetLetters',
  payload: z.object({}),
  every: '*/10 * * * *',
  perform: forgetLastLetters,
}
