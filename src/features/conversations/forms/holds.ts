import { z } from 'zod'
import { holdReasons, type HoldReason } from '../rules/holds.ts'

const reasons = Object.keys(holdReasons) as [HoldReason, ...HoldReason[]]
export const holdForm = z.object({ reason: z.enum(reasons, 'Select why') })
export type HoldInput = z.infer<typeof holdForm>
export const endHoldForm = z.object({})
