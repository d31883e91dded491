import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { remindTeam } from './commands/remind.ts'

/** Every quarter of an hour by day: after a restart the next run finds what the last one left. */
export const remindTeamJob: Job<object> = {
  name: 'requests.remindTeam',
  payload: z.object({}),
  every: '*/15 * * * *',
  perform: remindTeam,
}
