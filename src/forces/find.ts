import { cheshire } from './cheshire.ts'
import { hampshire } from './hampshire.ts'
import { profileSchema, type ForceId, type ForceProfile } from './profile.ts'

const profiles: Record<ForceId, ForceProfile> = { cheshire: profileSchema.parse(cheshire), hampshire: profileSchema.parse(hampshire) }

/** The one profile that a deployment serves. */
export const profileOf = (id: ForceId): ForceProfile => profiles[id]
