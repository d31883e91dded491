import { z } from 'zod'
import { supportKinds } from '../../../forces/profile.ts'
import { requestStates } from '../rules/requests.ts'

const page = z.coerce.number().int().min(1).max(10_000).catch(1)
const kind = z.enum(supportKinds).optional().catch(undefined)
const state = z.enum(requestStates).optional().catch(undefined)

export const requestsQuery = z.object({
  due: z.enum(['over', 'soon']).optional().catch(undefined),
  state,
  kind,
  owner: z
    .union([z.uuid(), z.literal('nobody')])
    .optional()
    .catch(undefined),
  page,
})
export type RequestsQuery = z.infer<typeof requestsQuery>
