import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { forgetRemoved, remindOfSteps } from './commands/clockwork.ts'
import { nagAboutGuides } from './commands/guides.ts'

/** Every hour: a restart loses nothing, and a second run finds nobody to remind and nothing to delete. */
export const preparingJob = (force: () => Promise<ForceProfile>): Job<object> => ({
  name: 'preparing.run',
  payload: z.object({}),
  every: '17 * * * *',
  perform: async () => {
    await remindOfSteps()
    await forgetRemoved()
    await nagAboutGuides(await force())
  },
})
