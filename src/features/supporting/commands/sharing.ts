import type { Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { ExperiencesInput } from '../forms/profile.ts'
import { consentWords, type SupporterConsentPurpose } from '../rules/consents.ts'
import { endConsent, lockSupporter } from './own.ts'

export type SharingRefusal = 'agree' | 'notRoleModel'
export type SharingDecision = { ok: true; kept: number } | { ok: false; reason: SharingRefusal }

const liveConsent = (tx: Tx, supporterId: string, purpose: SupporterConsentPurpose) =>
  tx.supporterConsent.findFirst({ where: { supporterId, purpose, withdrawnAt: null } })

/** Keeps a yes with its words; an earlier yes to other words ends, and with it what rested on it. */
async function agree(tx: Tx, actor: Supporter, purpose: SupporterConsentPurpose, at: Date): Promise<void> {
  const held = await liveConsent(tx, actor.accountId, purpose)
  const { version, text } = consentWords[purpose]
  if (held?.version === version) return
  if (held) await endConsent(tx, actor, purpose, at)
  await tx.supporterConsent.create({ data: { supporterId: actor.accountId, purpose, version, wording: text, givenAt: at } })
  await recordEvent(tx, actor, 'supporter.consentGiven', { subjectId: actor.accountId, data: { purpose, version } })
}

/**
 * Keeps what a supporter shares of their life, each with who sees it, under their yes to the words as they stand. Sharing
 * nothing ends the yes. No event says what was shared.
 */
export const saveExperiences = (actor: Supporter, { shared, agree: agreed }: ExperiencesInput): Promise<SharingDecision> =>
  inTransaction(async (tx) => {
    const at = now()
    const supporterId = actor.accountId
    await lockSupporter(tx, supporterId)
    if (shared.length === 0) {
      await endConsent(tx, actor, 'experiences', at)
      return { ok: true, kept: 0 }
    }
    const held = await liveConsent(tx, supporterId, 'experiences')
    if (held?.version !== consentWords.experiences.version && !agreed) return { ok: false, reason: 'agree' }
    await agree(tx, actor, 'experiences', at)
    await tx.supporterExperience.deleteMany({ where: { supporterId } })
    await tx.supporterExperience.createMany({ data: shared.map((each) => ({ ...each, supporterId, updatedAt: at })) })
    await tx.supporter.update({ where: { accountId: supporterId }, data: { changedAt: at } })
    await recordEvent(tx, actor, 'supporter.profileChanged', { subjectId: supporterId, data: { part: 'experiences' } })
    return { ok: true, kept: shared.length }
  })

export const joinDirectory = (actor: Supporter): Promise<SharingDecision> =>
  inTransaction(async (tx) => {
    const supporter = await lockSupporter(tx, actor.accountId)
    if (!supporter?.kinds.includes('roleModel')) return { ok: false, reason: 'notRoleModel' }
    await agree(tx, actor, 'directory', now())
    return { ok: true, kept: 1 }
  })

export const leaveDirectory = (actor: Supporter): Promise<boolean> =>
  inTransaction(async (tx) => {
    await lockSupporter(tx, actor.accountId)
    return endConsent(tx, actor, 'directory', now())
  })
