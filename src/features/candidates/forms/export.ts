import { z } from 'zod'
import { exportPurposes, type ExportPurpose } from '../rules/export.ts'

const purposes = Object.keys(exportPurposes) as [ExportPurpose, ...ExportPurpose[]]

export const exportForm = z.object({
  filter: z.string().max(2000, 'These filters are too long to be used').default(''),
  purpose: z.enum(purposes, 'Choose why you make this file'),
  contact: z
    .literal('yes')
    .optional()
    .catch(undefined)
    .transform((answer) => answer === 'yes'),
})
export type ExportInput = z.infer<typeof exportForm>
