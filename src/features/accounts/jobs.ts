import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import { tidyAccounts } from './commands/register.ts'

const nothing = z.object({})

/** Every hour: what the retention of links and sessions says. */
const tidy: Job<z.infer<typeof nothing>> = { name: 'accounts.tidy', payload: nothing, perform: tidyAccounts, every: '17 * * * *' }

export const accountJobs = [tidy]
