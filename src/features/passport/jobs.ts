import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { forgetPassports, remindProviders, wonder } from './commands/clockwork.ts'

/** Every hour: a second run finds nobody to remind, nothing to ask and nothing to delete. */
export const passportJob = (force: () => Promise<ForceProfile>): Job<object> => ({
  name: 'passport.run',
  payload: z.object({}),
  every: '27 * * * *',
  perform: async () => {
    const profile = await force()
    await remindProviders(profile)
    await wonder()
    await forgetPassports(profile.retention)
  },
})
