import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { remindOfTasks } from './commands/reminders.ts'

/** Every ten minutes, so that a worker which starts late in the morning still reminds. */
export const remindOfTasksJob: Job<object> = {
  name: 'tasks.remind',
  payload: z.object({}),
  every: '*/10 * * * *',
  perform: async () => {
    await remindOfTasks()
  },
}
