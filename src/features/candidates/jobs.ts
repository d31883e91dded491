import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { forgetDrafts, runBatch, runBatchTask } from './commands/batches.ts'

/** What was confirmed for many people at once, to its end. */
export const runBatchJob: Job<{ batchId: string }> = { ...runBatchTask, perform: ({ batchId }) => runBatch(batchId) }

/** Every night. */
export const forgetDraftsJob: Job<object> = {
  name: 'candidates.forgetDrafts',
  payload: z.object({}),
  every: '20 2 * * *',
  perform: forgetDrafts,
}
