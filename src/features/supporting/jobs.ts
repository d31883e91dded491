import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { remindOfTrainings } from './commands/remind.ts'
import { forgetVolunteers } from './commands/volunteers.ts'

/** Every hour: a reminder goes once, so that a second run finds nothing to do. */
export const remindOfTrainingsJob: Job<object> = {
  name: 'supporting.remind',
  payload: z.object({}),
  every: '25 * * * *',
  perform: remindOfTrainings,
}

export const forgetVolunteersJob = (force: () => Promise<ForceProfile>): Job<object> => ({
  name: 'supporting.forget',
  payload: z.object({}),
  every: '35 3 * * *',
  perform: async () => {
    await forgetVolunteers((await force()).retention.messageMonths)
  },
})
