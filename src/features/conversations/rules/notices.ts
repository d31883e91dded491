import { z } from 'zod'

/** The kind of e-mail that tells one of the team what waits for them. */
export const TEAM_NOTICE = 'conversation.team'

/** The job that asks for it, planned when somebody writes. */
export const teamNotice = { name: 'conversations.tellTeam', payload: z.object({ accountId: z.uuid() }) }
