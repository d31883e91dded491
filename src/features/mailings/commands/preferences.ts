import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, inTransaction } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { giveConsent, withdrawByLink, withdrawConsent } from '../../privacy/commands.ts'
import { decidePreferences, type PreferenceRefusal, type Preferences } from '../rules/preferences.ts'

/** Keeps what somebody would like to be sent. News is a consent: yes gives it in its own words, no takes it back. */
export const savePreferences = (
  candidate: Candidate,
  wishes: Preferences,
  force: ForceProfile,
): Promise<{ ok: true } | { ok: false; reason: PreferenceRefusal }> =>
  inTransaction(async (tx) => {
    const { candidateId } = candidate
    const [person] = await tx.$queryRaw<{ phone: string | null }[]>`SELECT phone FROM candidates WHERE id = ${candidateId}::uuid FOR UPDATE`
    const decision = decidePreferences(wishes, person ?? { phone: null })
    if (!decision.ok) return decision
    const { reminders, contactBy, news } = wishes
    await tx.$executeRaw`INSERT INTO message_preferences (id, candidate_id, reminders, contact_by, updated_at)
      VALUES (gen_random_uuid(), ${candidateId}::uuid, ${reminders}, ${contactBy}, ${now()}::timestamptz)
      ON CONFLICT (candidate_id) DO UPDATE SET reminders = EXCLUDED.reminders, contact_by = EXCLUDED.contact_by, updated_at = EXCLUDED.updated_at`
    await (news ? giveConsent(tx, candidate, 'news', force, 'messages') : withdrawConsent(tx, candidate, 'news'))
    await tx.candidate.update({ where: { id: candidateId }, data: { activeAt: now() }, select: { id: true } })
    await recordEvent(tx, candidate, 'preferences.changed', { candidateId })
    return decision
  })

/**
 * Ends news for whoever a link names, as often as it is asked; a link that names nobody does nothing, and nobody can tell.
 * An old link of somebody whose two records became one ends it for the one that is left.
 */
export async function unsubscribe(preferenceId: string): Promise<void> {
  const preference = await db.messagePreference.findUnique({
    where: { id: preferenceId },
    select: { candidateId: true, candidate: { select: { mergedIntoId: true } } },
  })
  if (preference) await inTransaction((tx) => withdrawByLink(tx, preference.candidate.mergedIntoId ?? preference.candidateId, 'news'))
}
