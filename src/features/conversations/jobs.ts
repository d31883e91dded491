import { z } from 'zod'
import { now } from '../../core/clock.ts'
import { monthsAfter } from '../../core/dates.ts'
import type { Job } from '../../core/jobs.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { deleteOldThreads, tellTeam } from './commands/threads.ts'
import { teamNotice } from './rules/notices.ts'

export const tellTeamJob: Job<{ accountId: string }> = { ...teamNotice, perform: ({ accountId }) => tellTeam(accountId) }

/** Every night: what the force's retention of messages says. */
export const deleteOldThreadsJob = (force: () => Promise<ForceProfile>): Job<object> => ({
  name: 'conversations.deleteOld',
  payload: z.object({}),
  every: '37 2 * * *',
  perform: async () => deleteOldThreads(monthsAfter(now(), -(await force()).retention.messageMonths)),
})
