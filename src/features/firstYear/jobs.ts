import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { runFirstYears } from './commands/clockwork.ts'

/** Every ten minutes: what has been done is not done again, whatever restarts. */
export const firstYearsJob = (force: () => Promise<ForceProfile>): Job<object> => ({
  name: 'firstYear.run',
  payload: z.object({}),
  every: '*/10 * * * *',
  perform: async () => runFirstYears(await force()),
})
