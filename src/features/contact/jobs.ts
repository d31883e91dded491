import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { deleteOldMessages } from './commands.ts'

/** Every night: what the force's retention of messages says. */
export const deleteOldMessagesJob = (force: () => Promise<ForceProfile>): Job<object> => ({
  name: 'contact.deleteOld',
  payload: z.object({}),
  every: '23 2 * * *',
  perform: async () => deleteOldMessages((await force()).retention.messageMonths),
})
