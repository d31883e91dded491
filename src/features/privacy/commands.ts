import type { Candidate, Team } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { db, inTransaction, type Tx } from '../../core/db.ts'
import { passwordFits } from '../../core/passwords.ts'
import type { ConsentPurpose, ForceProfile } from '../../forces/profile.ts'
import { recordEvent } from '../audit/commands.ts'
import { queueEmail } from '../messages/commands.ts'
import { giveBackPlaces } from '../programmes/commands/places.ts'
import type { CloseDecision } from './rules.ts'

/** Who gives it: the person, or somebody of the team to whom they said it aloud. */
type Giver = (Candidate | Team) & { candidateId: string }

/** Writes down a yes: the exact words and their version, when and how. A yes that stands is left as it is. */
export async function giveConsent(tx: Tx, giver: Giver, purpose: ConsentPurpose, force: ForceProfile, how: string): Promise<void> {
  const words = force.consents.find((consent) => consent.purpose === purpose)
  if (!words) throw new Error(`${force.id} words no consent for ${purpose}`)
  // The partial unique index decides between two windows at once; the second finds a yes that stands.
  const given = await tx.$executeRaw`INSERT INTO consents (id, candidate_id, purpose, wording, version, how, given_at)
    VALUES (gen_random_uuid(), ${giver.candidateId}::uuid, ${purpose}, ${words.text}, ${words.version}, ${how}, ${now()}::timestamptz)
    ON CONFLICT (candidate_id, purpose) WHERE withdrawn_at IS NULL DO NOTHING`
  if (given > 0)
    await recordEvent(tx, giver, 'consent.given', { candidateId: giver.candidateId, data: { purpose, version: words.version } })
}

/** Takes a yes back, from the next request on. What was kept only by that yes goes with it. */
export async function withdrawConsent(tx: Tx, candidate: Candidate, purpose: ConsentPurpose): Promise<void> {
  const { candidateId } = candidate
  const { count } = await tx.consent.updateMany({ where: { candidateId, purpose, withdrawnAt: null }, data: { withdrawnAt: now() } })
  if (purpose === 'tailoring') await tx.tailoringFact.deleteMany({ where: { candidateId } })
  if (count > 0) await recordEvent(tx, candidate, 'consent.withdrawn', { candidateId, data: { purpose } })
}

/** Takes a yes back by a link that only its owner was sent, without signing in. */
export async function withdrawByLink(tx: Tx, candidateId: string, purpose: Exclude<ConsentPurpose, 'tailoring'>): Promise<void> {
  const { count } = await tx.consent.updateMany({ where: { candidateId, purpose, withdrawnAt: null }, data: { withdrawnAt: now() } })
  if (count > 0) await recordEvent(tx, { role: 'visitor' }, 'consent.withdrawn', { candidateId, data: { purpose } })
}

/** One answer on the privacy page: a yes or a no to one purpose. */
export const answerConsent = (candidate: Candidate, purpose: ConsentPurpose, force: ForceProfile, yes: boolean): Promise<void> =>
  inTransaction(async (tx) => {
    await tx.candidate.update({ where: { id: candidate.candidateId }, data: { activeAt: now() } })
    await (yes ? giveConsent(tx, candidate, purpose, force, 'privacy') : withdrawConsent(tx, candidate, purpose))
  })

/**
 * Closes an account at the person's own wish: live places go to the next in line, requests end, and whatever said who they
 * were goes from every table, all or nothing. One last letter tells them; it is deleted once it is sent.
 */
export async function closeAccount(candidate: Candidate, password: string): Promise<CloseDecision> {
  const account = await db.account.findUnique({ where: { id: candidate.accountId }, select: { passwordHash: true, email: true } })
  if (!account || !(await passwordFits(account.passwordHash, password))) return { ok: false, reason: 'wrongPassword' }
  await inTransaction(async (tx) => {
    const { candidateId } = candidate
    // A second window finds it closed; what the person asks for elsewhere at this moment is either seen below or refused.
    const open = await tx.$queryRaw<object[]>`SELECT id FROM candidates WHERE id = ${candidateId}::uuid AND closed_at IS NULL FOR UPDATE`
    if (open.length === 0) return
    await giveBackPlaces(tx, candidate, candidateId, 'Account closed')
    await endRequests(tx, candidate)
    await tx.membership.updateMany({ where: { candidateId, endedAt: null }, data: { endedAt: now() } })
    await tx.$executeRaw`SELECT erase_candidate(${candidateId}::uuid, ${now()}::timestamptz)`
    await recordEvent(tx, { role: 'system' }, 'account.closed', { candidateId })
    await queueEmail(tx, { address: account.email, kind: 'privacy.closed' })
  })
  return { ok: true }
}

async function endRequests(tx: Tx, { candidateId }: Candidate): Promise<void> {
  await tx.supportRequest.updateMany({
    where: { candidateId, state: { in: ['requested', 'accepted', 'underway', 'paused'] } },
    data: { state: 'withdrawn', reason: 'Account closed', changedAt: now() },
  })
}

/** The last letter to somebody who has gone is kept only until it is sent. */
export async function forgetLastLetters(): Promise<void> {
  await db.email.deleteMany({ where: { kind: 'privacy.closed', state: { in: ['sent', 'failed', 'skipped'] } } })
}
