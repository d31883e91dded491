import { z } from 'zod'
import { settingsSchema } from '../../forces/settings.ts'
import type { SaveRefusal } from './rules.ts'

const seen = z.coerce
  .number('Open this page again')
  .int('Open this page again')
  .min(0, 'Open this page again')
  .max(1_000_000, 'Open this page again')
const reason = z
  .string('Say why')
  .trim()
  .min(3, 'Say in a few words why, for whoever reads this later')
  .max(300, 'Say why in 300 characters or fewer')

/** The areas are ticked where they can be chosen; which there are, the profile knows. */
const areas = z
  .union([z.array(z.string().max(60)).max(100), z.string().transform((one) => [one])], 'Tick at least one area')
  .transform((ticked) => ticked.filter((id) => id !== ''))
  .refine((ticked) => ticked.length > 0, 'Tick at least one area')

export const settingsForm = settingsSchema.omit({ closedAreas: true }).extend({ areas, seen, reason })
export type SettingsInput = z.infer<typeof settingsForm>

export const restoreForm = z.object({ seen, reason })
export type RestoreInput = z.infer<typeof restoreForm>

export const versionParams = z.object({ settingsVersion: z.coerce.number().int().min(0).max(1_000_000) })
export type VersionParams = z.infer<typeof versionParams>

export const settingsQuery = z.object({ notice: z.enum(['saved', 'restored']).optional().catch(undefined) })
export type SettingsQuery = z.infer<typeof settingsQuery>
export const versionsQuery = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) })
export type VersionsQuery = z.infer<typeof versionsQuery>

export const settingsNotices: Record<NonNullable<SettingsQuery['notice']>, string> = {
  saved: 'Saved. It acts from now on.',
  restored: 'The earlier settings are back, as a new version. They act from now on.',
}

export const saveRefusals: Record<SaveRefusal, string> = {
  changedMeanwhile:
    'Somebody else has saved the settings since you opened this page. What you typed is still here: compare, then save again',
  nothingChanged: 'Nothing is different from what is in force now',
}
