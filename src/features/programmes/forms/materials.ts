import { z } from 'zod'
import type { Upload } from '../../../core/upload.ts'
import { audiences, isPdf, type MaterialAudience } from '../rules/materials.ts'

const isUpload = (value: unknown): value is Upload => typeof value === 'object' && value !== null && 'bytes' in value
const audience = z.enum(Object.keys(audiences) as [MaterialAudience, ...MaterialAudience[]], 'Choose who may have it')

/** A link, or a PDF; one of the two. What a browser sends without a file is no file. */
export const materialForm = z
  .object({
    title: z.string('Give it a title').trim().min(1, 'Give it a title').max(120, 'Use 120 letters or fewer'),
    link: z.string().trim().max(500, 'Use a link of 500 letters or fewer').catch(''),
    file: z.custom<Upload>(isUpload).optional().catch(undefined),
    audience,
  })
  .transform(({ file, ...typed }, ctx) => {
    const wrong = (path: string, message: string) => {
      ctx.addIssue({ code: 'custom', path: [path], message })
      return z.NEVER
    }
    const chosen = file !== undefined && (file.tooLarge || file.bytes.length > 0)
    if (chosen && typed.link !== '') return wrong('file', 'Give a link or a file, not both')
    if (chosen && file.tooLarge) return wrong('file', 'The file must be smaller than 2 MB')
    if (chosen && !isPdf(file.bytes)) return wrong('file', 'Choose a PDF. Other files can stand behind a link')
    if (chosen) return { title: typed.title, audience: typed.audience, file: file.bytes }
    if (!/^https:\/\/[^\s/]+/.test(typed.link) || !URL.canParse(typed.link))
      return wrong('link', 'Give a link that begins with https://, or choose a PDF')
    return { title: typed.title, audience: typed.audience, link: typed.link }
  })
export type MaterialInput = z.infer<typeof materialForm>

export const materialParams = z.object({ workshopId: z.uuid(), materialId: z.uuid() })
export type MaterialParams = z.infer<typeof materialParams>
export const materialsQuery = z.object({ notice: z.enum(['added', 'removed']).optional().catch(undefined) })
export type MaterialsQuery = z.infer<typeof materialsQuery>

export const materialRefusals = {
  tooMany: 'There are twenty already. Take one off first',
  notPublished: 'Publish the workshop first',
}
