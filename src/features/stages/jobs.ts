import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { forgetFiles, saveNextLines, tellFollowUps } from './commands/clockwork.ts'
import { runImportTask } from './commands/imports.ts'

/** Saves a confirmed file a few hundred lines at a time; killed in between, it goes on where it was. */
export const runImportJob: Job<z.infer<typeof runImportTask.payload>> = {
  ...runImportTask,
  perform: async ({ importId }) => {
    while (await saveNextLines(importId)) continue
  },
}

/** Every ten minutes: files of results are personal data, and kept for a day at most. */
export const forgetFilesJob: Job<object> = {
  name: 'stages.forgetFiles',
  payload: z.object({}),
  every: '*/10 * * * *',
  perform: forgetFiles,
}

/** Every half an hour: what it has told it does not tell again, and at night it tells nothing. */
export const tellFollowUpsJob: Job<object> = {
  name: 'stages.tellFollowUps',
  payload: z.object({}),
  every: '*/30 * * * *',
  perform: tellFollowUps,
}
