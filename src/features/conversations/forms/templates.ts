import { z } from 'zod'
import { faultIn, templatePurposes, type TemplateRefusal } from '../rules/templates.ts'

const page = z.coerce.number().int().min(1).max(10_000).catch(1)

const words = (missing: string, what: string, most: number, where?: 'subject' | 'body') =>
  z
    .string(missing)
    .trim()
    .min(1, missing)
    .max(most, `${what} must be ${String(most)} characters or fewer`)
    .superRefine((typed, check) => {
      const fault = where === undefined ? undefined : faultIn(typed, where)
      if (fault !== undefined) check.addIssue({ code: 'custom', message: fault })
    })

export const templateForm = z.object({
  name: words('Give the template a name', 'The name', 80),
  purpose: z.enum(templatePurposes, 'Choose what the letter is for'),
  subject: words('Write a subject', 'The subject', 120, 'subject'),
  body: words('Write the letter', 'The letter', 5000, 'body'),
  /** The version that the form showed. */
  seen: z.coerce.number().int().min(0).max(100_000).catch(0),
  then: z.enum(['preview', 'save']).catch('save'),
})
export type TemplateInput = z.infer<typeof templateForm>

export const templateParams = z.object({ templateId: z.uuid() })
export type TemplateParams = z.infer<typeof templateParams>

export const archiveForm = z.object({ archive: z.enum(['yes', 'no'], 'Choose whether to put the template away or take it out') })
export type ArchiveInput = z.infer<typeof archiveForm>

export const templateNotices = {
  saved: 'The template is saved.',
  archived: 'The template is put away. What was sent with it stays as it was.',
  restored: 'The template can be used again.',
}
type Notice = keyof typeof templateNotices

export const templatesQuery = z.object({ show: z.enum(['used', 'archived']).catch('used'), page })
export type TemplatesQuery = z.infer<typeof templatesQuery>
export const templateQuery = z.object({
  notice: z
    .enum(Object.keys(templateNotices) as [Notice, ...Notice[]])
    .optional()
    .catch(undefined),
})
export type TemplateQuery = z.infer<typeof templateQuery>

export const templateRefusals: Record<TemplateRefusal, string> = {
  nameTaken: 'Another template in use has this name. Choose one that tells them apart',
  changedMeanwhile: 'Somebody has changed this template since you opened it. Look at their words, then save yours',
}
