import { z } from 'zod'
import { now } from '../../core/clock.ts'
import { monthsAfter } from '../../core/dates.ts'
import type { Job } from '../../core/jobs.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { deleteOldPairMessages } from './commands/relay.ts'
import { sweepSilences } from './commands/silence.ts'

/** Every hour: a restart loses nothing, and a second run finds nothing to do. */
export const sweepSilencesJob: Job<object> = {
  name: 'together.sweepSilences',
  payload: z.object({}),
  every: '19 * * * *',
  perform: sweepSilences,
}

/** Every night: what the force's retention of messages says. */
export const deleteOldPairMessagesJob = (force: () => Promise<ForceProfile>): Job<object> => ({
  name: 'together.deleteOldMessages',
  payload: z.object({}),
  every: '47 2 * * *',
  perform: async () => deleteOldPairMessages(monthsAfter(now(), -(await force()).retention.messageMonths)),
})
