import type { Job } from '../../core/jobs.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { askSupporters, publishTask } from './commands/publish.ts'
import { performRun, runTask } from './commands/run.ts'

/** A run that was asked for. */
export const runMatchJob = (force: () => Promise<ForceProfile>): Job<{ runId: string }> => ({
  ...runTask,
  perform: async ({ runId }) => performRun(await force(), runId),
})

/** The supporters of a run that was confirmed, to the last. */
export const publishMatchJob: Job<{ runId: string }> = { ...publishTask, perform: ({ runId }) => askSupporters(runId) }
