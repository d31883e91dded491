import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { remindOfCertificates, remindOfSessions } from './commands/clockwork.ts'

/** Every hour by day; what fell due while nothing ran is asked for at the next run. */
export const remindOfSessionsJob: Job<object> = {
  name: 'training.remindOfSessions',
  payload: z.object({}),
  every: '15 8-20 * * *',
  perform: remindOfSessions,
}

/** Every morning. */
export const remindOfCertificatesJob: Job<object> = {
  name: 'training.remindOfCertificates',
  payload: z.object({}),
  every: '40 7 * * *',
  perform: remindOfCertificates,
}
