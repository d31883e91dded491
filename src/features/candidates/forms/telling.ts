import { z } from 'zod'
import { whoseThings } from '../../../core/waiting.ts'
import { toldWords, type ToldHow } from '../rules/telling.ts'

export const tellingsQuery = z.object({
  whose: z.enum(whoseThings).catch('team'),
  due: z.enum(['over', 'now']).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  notice: z.enum(['told', 'already']).optional().catch(undefined),
})
export type TellingsQuery = z.infer<typeof tellingsQuery>

export const tellingParams = z.object({ tellingId: z.uuid() })
export type TellingParams = z.infer<typeof tellingParams>

export const toldForm = z.object({ how: z.enum(Object.keys(toldWords) as [ToldHow, ...ToldHow[]], 'Choose how they were told') })
export type ToldInput = z.infer<typeof toldForm>

export const tellingNotices: Record<'told' | 'already', string> = {
  told: 'Written down: they have been told.',
  already: 'Somebody else had written that down already.',
}
