import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { deliverEmail, type Post } from './commands.ts'

const payload = z.object({ emailId: z.uuid() })

/** Hands over one e-mail; the row and this job were made in the transaction of what it tells. */
export const deliverJob = (post: () => Promise<Post>): Job<z.infer<typeof payload>> => ({
  name: 'messages.deliver',
  payload,
  perform: async ({ emailId }) => deliverEmail(emailId, await post()),
})
