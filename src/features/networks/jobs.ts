import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { forgetLeft } from './commands/membership.ts'

/** Every night: memberships that ended a month ago are deleted. */
export const forgetMembershipsJob: Job<object> = {
  name: 'networks.forget',
  payload: z.object({}),
  every: '40 2 * * *',
  perform: async () => {
    await forgetLeft()
  },
}
