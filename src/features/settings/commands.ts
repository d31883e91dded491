import type { Administrator } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { inTransaction } from '../../core/db.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import type { Settings } from '../../forces/settings.ts'
import { recordEvent } from '../audit/commands.ts'
import { describeChange, findNewest, findVersion, forgetForce } from './queries.ts'
import { decideSave, type SaveDecision } from './rules.ts'

type Save = { seen: number; settings: Settings; reason: string; restoredFrom?: number }

/** Saves the settings as a new version, which acts at once: here from the next request, in every other process within a second. */
export async function saveSettings(actor: Administrator, profile: ForceProfile, save: Save): Promise<SaveDecision> {
  const { seen, settings, reason, restoredFrom } = save
  const decision = await inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('settings', 0))`
    const newest = await findNewest(profile, tx)
    const changes = describeChange(profile, newest.settings, settings).length
    const decided = decideSave({ seen, newest: newest.number, changes })
    if (!decided.ok) return decided
    const { number } = decided
    await tx.settingsVersion.create({
      data: { number, values: settings, byId: actor.accountId, reason, at: now(), restoredFrom: restoredFrom ?? null },
    })
    await recordEvent(tx, actor, 'settings.changed', { data: { number } })
    return decided
  })
  forgetForce()
  return decision
}

/** Goes back to an earlier version, by saving it as a new one; undefined where there is no such version. */
export async function restoreSettings(actor: Administrator, profile: ForceProfile, number: number, save: Pick<Save, 'seen' | 'reason'>) {
  const version = await findVersion(profile, number)
  return version && saveSettings(actor, profile, { ...save, settings: version.settings, restoredFrom: number })
}
