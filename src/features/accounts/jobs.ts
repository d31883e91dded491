import { z } from 'zod'
import type { Job } from '../../core/jobs.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { tidyInvitations } from './commands/invitations.ts'
import { sendConfirmationNotices } from './commands/notices.ts'
import { tidyEmailChanges } from './commands/own.ts'
import { tidyAccounts } from './commands/register.ts'

const nothing = z.object({})

const tidyAll = async () => {
  await tidyAccounts()
  await tidyEmailChanges()
}

/** Every hour: what the retention of links and sessions says. */
const tidy: Job<z.infer<typeof nothing>> = { name: 'accounts.tidy', payload: nothing, perform: tidyAll, every: '17 * * * *' }

/** Every hour that is not quiet: an hour in which nothing runs is caught up by the next. */
export const confirmationNoticesJob = (force: () => Promise<ForceProfile>): Job<z.infer<typeof nothing>> => ({
  name: 'accounts.confirmationNotices',
  payload: nothing,
  perform: async () => sendConfirmationNotices((await force()).quietHours),
  every: '7 * * * *',
})

/** Every day: invitations that came to nothing. */
const forgetInvitations: Job<z.infer<typeof nothing>> = {
  name: 'accounts.forgetInvitations',
  payload: nothing,
  perform: tidyInvitations,
  every: '47 4 * * *',
}

export const accountJobs = [tidy, forgetInvitations]
