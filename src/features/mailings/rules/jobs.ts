import { z } from 'zod'

/** The job that sends a mailing, one batch a run; planned when the team confirms. */
export const sendMailing = { name: 'mailings.send', payload: z.object({ mailingId: z.uuid() }) }
