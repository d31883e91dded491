import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { forgetChecks, sweepChecks } from './commands/clockwork.ts'

/** Every five minutes: whoever has to sign hears of it soon, whichever way the placement came to its checks. */
export const sweepChecksJob: Job<object> = { name: 'checks.sweep', payload: z.object({}), every: '*/5 * * * *', perform: sweepChecks }

/** Every hour: what is kept for a day goes when its time is over. */
export const forgetChecksJob = (force: () => Promise<ForceProfile>): Job<object> => ({
  name: 'checks.forget',
  payload: z.object({}),
  every: '44 * * * *',
  perform: async () => forgetChecks((await force()).retention),
})
