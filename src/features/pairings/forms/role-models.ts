import { z } from 'zod'
import type { AskRefusal } from '../commands/role-models.ts'

const chosen = z
  .string()
  .max(40)
  .transform((typed) => (typed === '' ? undefined : typed))
  .optional()
  .catch(undefined)

export const directoryQuery = z.object({
  ...{ goal: chosen, route: chosen, area: chosen, language: chosen, experience: chosen },
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  notice: z.literal('asked').optional().catch(undefined),
})
export type DirectoryQuery = z.infer<typeof directoryQuery>
export const roleModelParams = z.object({ supporterId: z.uuid() })
export type RoleModelParams = z.infer<typeof roleModelParams>
export const nothingForm = z.object({})

const gone = 'This person cannot take anybody just now. There may be somebody else for you'
/** Nothing here tells why two people are kept apart. */
export const askRefusals: Record<AskRefusal, string> = {
  ...{ unknownPerson: gone, excluded: gone, notOffered: gone, away: gone, full: gone, hasBuddy: gone },
  together: 'You have asked this person already',
  tooMany: 'You are asking or talking to two role models already. Ask another when one of these conversations is over',
}
