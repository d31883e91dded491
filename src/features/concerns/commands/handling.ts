import type { Lead } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { endPairing } from '../../pairings/commands/move.ts'
import type { CloseInput } from '../forms/concerns.ts'
import { notAbout } from '../queries/concerns.ts'
import {
  decideConcern,
  isOutcomeOf,
  keptSince,
  outcomes,
  type ConcernDecision,
  type ConcernEvent,
  type ConcernState,
} from '../rules/concerns.ts'
import { sendLinks } from './raising.ts'

type Locked = { id: string; about: string; candidateId: string; supporterId: string; pairingId: string | null }
type Work = (tx: Tx, concern: Locked, at: Date) => Promise<ConcernDecision>

/** One concern, its people locked before it, and decided about; undefined where this lead must not learn of it. */
const decided = (actor: Lead, concernId: string, event: ConcernEvent, work: Work): Promise<ConcernDecision> =>
  inTransaction(async (tx) => {
    const seen = await tx.concern.findFirst({ where: { id: concernId, ...notAbout(actor) } })
    if (!seen) return undefined
    await lockAround(tx, seen)
    await tx.$queryRaw`SELECT id FROM concerns WHERE id = ${concernId}::uuid FOR UPDATE`
    const concern = await tx.concern.findUniqueOrThrow({ where: { id: concernId }, include: { pairing: true, supporter: true } })
    const facts = { suspended: concern.supporter.suspendedAt !== null, pairState: concern.pairing?.state }
    const decision = decideConcern(event, { ...facts, state: concern.state as ConcernState, side: 'lead' })
    return decision?.ok === true ? work(tx, concern, now()) : decision
  })

/** Everybody whom the supporter is paired with, then the supporter: the order in which pairings lock them. */
async function lockAround(tx: Tx, { supporterId, candidateId }: Locked): Promise<void> {
  await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidateId}::uuid OR id IN (SELECT candidate_id FROM pairings
    WHERE supporter_id = ${supporterId}::uuid AND state IN ('proposedToSupporter', 'proposedToCandidate', 'active')) ORDER BY id FOR NO KEY UPDATE`
  await tx.$queryRaw`SELECT account_id FROM supporters WHERE account_id = ${supporterId}::uuid FOR UPDATE`
}

/** Keeps what was done, by whom; the event beside it says nothing about whom it concerns. */
async function step(tx: Tx, actor: Lead, concernId: string, what: string, at: Date, words?: string): Promise<{ ok: true }> {
  await tx.concernStep.create({ data: { concernId, what, words: words ?? null, byId: actor.accountId, byRole: actor.role, at } })
  await recordEvent(tx, actor, `concern.${what}`, { subjectId: concernId })
  return { ok: true }
}

export const acknowledge = (actor: Lead, concernId: string): Promise<ConcernDecision> =>
  decided(actor, concernId, 'acknowledge', async (tx, { id }, at) => {
    await tx.concern.update({ where: { id }, data: { state: 'acknowledged', acknowledgedAt: at, changedAt: at } })
    return step(tx, actor, id, 'acknowledged', at)
  })

export const noteConcern = (actor: Lead, concernId: string, words: string): Promise<ConcernDecision> =>
  decided(actor, concernId, 'note', (tx, { id }, at) => step(tx, actor, id, 'noted', at, words))

/** Suspends the supporter of this pairing: everything of theirs rests in the same transaction, and nobody is told why. */
export const suspendSupporter = (actor: Lead, concernId: string): Promise<ConcernDecision> =>
  decided(actor, concernId, 'suspend', async (tx, { id, supporterId }, at) => {
    await tx.supporter.update({ where: { accountId: supporterId }, data: { suspendedAt: at, changedAt: at } })
    await tx.$queryRaw`SELECT pause_excluded(NULL, ${supporterId}::uuid, ${at}::timestamptz)::text`
    return step(tx, actor, id, 'suspended', at)
  })

/** Lifts the suspension. What rests is begun again by the team, pair by pair, when both have been asked. */
export const liftSuspension = (actor: Lead, concernId: string): Promise<ConcernDecision> =>
  decided(actor, concernId, 'unsuspend', async (tx, { id, supporterId }, at) => {
    await tx.supporter.update({ where: { accountId: supporterId }, data: { suspendedAt: null, changedAt: at } })
    return step(tx, actor, id, 'unsuspended', at)
  })

/** Ends the pairing with a concern: from then on the rules keep the two apart. */
export const endPair = (actor: Lead, concernId: string): Promise<ConcernDecision> =>
  decided(actor, concernId, 'endPair', async (tx, { id, pairingId }, at) => {
    const ended = pairingId === null ? undefined : await endPairing(tx, actor, { pairingId, reason: 'concern' }, at)
    if (ended?.ok !== true) return { ok: false, reason: 'changedMeanwhile' }
    return step(tx, actor, id, 'ended', at)
  })

export const writeAgain = (actor: Lead, force: ForceProfile, concernId: string): Promise<ConcernDecision> =>
  decided(actor, concernId, 'sendLink', async (tx, concern, at) => {
    await sendLinks(tx, force, concern, at)
    return step(tx, actor, concern.id, 'sent', at)
  })

export const closeConcern = (actor: Lead, concernId: string, { outcome, words }: CloseInput): Promise<ConcernDecision> =>
  decided(actor, concernId, 'close', async (tx, { id, pairingId }, at) => {
    if (!isOutcomeOf(pairingId === null ? 'visit' : 'pairing', outcome)) return { ok: false, reason: 'otherOutcome' }
    await tx.concern.update({ where: { id }, data: { state: 'closed', closedAt: at, outcome, changedAt: at } })
    return step(tx, actor, id, 'closed', at, `${outcomes[outcome]}. ${words}`.slice(0, 4000))
  })

export const reopenConcern = (actor: Lead, concernId: string, why: string): Promise<ConcernDecision> =>
  decided(actor, concernId, 'reopen', async (tx, { id }, at) => {
    await tx.concern.update({
      where: { id },
      data: { state: 'acknowledged', acknowledgedAt: at, closedAt: null, outcome: null, changedAt: at },
    })
    return step(tx, actor, id, 'reopened', at, why)
  })

/** Every night: what was closed so long ago that its time is over. Safe to run twice. */
export async function deleteOldConcerns(): Promise<void> {
  await db.$queryRaw`SELECT delete_old_concerns(${keptSince(now())}::timestamptz)`
}
