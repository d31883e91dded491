import type { Job } from '../../core/jobs.ts'
import { sendBatch } from './commands/mailings.ts'
import { sendMailing } from './rules/jobs.ts'

export const sendMailingJob: Job<{ mailingId: string }> = { ...sendMailing, perform: ({ mailingId }) => sendBatch(mailingId) }
