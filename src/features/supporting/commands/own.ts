import type { Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { daysAfter, londonDay } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { AboutInput, CapacityInput, OfferInput, WhenInput } from '../forms/profile.ts'
import { asDay, stagesOf } from '../queries/own.ts'
import { decideSupporter, holdsMore, type DecidingResult } from '../rules/deciding.ts'
import type { SupporterState } from '../rules/words.ts'

const knownTo = (list: readonly { id: string }[], chosen: readonly string[]) => chosen.filter((id) => list.some((each) => each.id === id))

/** Locks one supporter's row: whatever concerns them goes one at a time. */
export const lockSupporter = async (tx: Tx, accountId: string) => {
  await tx.$queryRaw`SELECT account_id FROM supporters WHERE account_id = ${accountId}::uuid FOR UPDATE`
  return tx.supporter.findUnique({ where: { accountId } })
}

const save = (actor: Supporter, part: string, data: Prisma.SupporterUpdateInput) =>
  inTransaction(async (tx) => {
    const at = now()
    await lockSupporter(tx, actor.accountId)
    await tx.supporter.update({ where: { accountId: actor.accountId }, data: { ...data, changedAt: at } })
    await recordEvent(tx, actor, 'supporter.profileChanged', { subjectId: actor.accountId, data: { part } })
  })

/** What they offer. Whoever no longer offers to be a role model is not in the directory, and their yes to it ends. */
export const saveOffer = (actor: Supporter, force: ForceProfile, { kinds, title, routes, stages, goals }: OfferInput) =>
  inTransaction(async (tx) => {
    const at = now()
    const subjectId = actor.accountId
    await lockSupporter(tx, subjectId)
    const known = { routes: knownTo(force.routes, routes), stages: knownTo(stagesOf(force), stages) }
    await tx.supporter.update({ where: { accountId: subjectId }, data: { kinds, title, goals, ...known, changedAt: at } })
    await recordEvent(tx, actor, 'supporter.profileChanged', { subjectId, data: { part: 'offer' } })
    if (!kinds.includes('roleModel')) await endConsent(tx, actor, 'directory', at)
  })

export const saveWhen = (actor: Supporter, force: ForceProfile, { areas, ...input }: WhenInput) =>
  save(actor, 'when', { ...input, areas: knownTo(force.areas, areas) })

export const saveAbout = (actor: Supporter, input: AboutInput) => save(actor, 'about', input)

/** Ends a yes where there is one; the database takes away what rested on it. */
export async function endConsent(tx: Tx, actor: Supporter, purpose: string, at: Date): Promise<boolean> {
  const where = { supporterId: actor.accountId, purpose, withdrawnAt: null }
  const { count } = await tx.supporterConsent.updateMany({ where, data: { withdrawnAt: at } })
  if (count > 0) await recordEvent(tx, actor, 'supporter.consentWithdrawn', { subjectId: actor.accountId, data: { purpose } })
  return count > 0
}

export type CapacityRefusal = 'holdsMore' | 'awayPassed' | 'awayFar'
export type CapacityDecision = { ok: true } | { ok: false; reason: CapacityRefusal; holds: number }
const MOST_AWAY = 366

/** How many they can take, and until when they are away; `by` is the supporter or the team. */
export async function setCapacity(tx: Tx, accountId: string, { capacity, away }: CapacityInput, at: Date): Promise<CapacityDecision> {
  const holds = await tx.pairing.count({ where: { supporterId: accountId, overReason: null, state: { in: [...heldStates] } } })
  if (holdsMore(capacity, holds)) return { ok: false, reason: 'holdsMore', holds }
  if (away !== null && away < londonDay(at)) return { ok: false, reason: 'awayPassed', holds }
  if (away !== null && away > londonDay(daysAfter(at, MOST_AWAY))) return { ok: false, reason: 'awayFar', holds }
  await tx.supporter.update({
    where: { accountId },
    data: { capacity, awayUntil: away === null ? null : asDay(away), changedAt: at },
  })
  return { ok: true }
}

/** What counts as held: a proposal on its way holds a place, too. */
export const heldStates = ['proposedToSupporter', 'proposedToCandidate', 'active', 'paused'] as const

export const saveCapacity = (actor: Supporter, input: CapacityInput): Promise<CapacityDecision> =>
  inTransaction(async (tx) => {
    const at = now()
    await lockSupporter(tx, actor.accountId)
    const decision = await setCapacity(tx, actor.accountId, input, at)
    if (decision.ok)
      await recordEvent(tx, actor, 'supporter.capacitySet', {
        subjectId: actor.accountId,
        data: { capacity: input.capacity, away: input.away !== null },
      })
    return decision
  })

/** Stops: what is only proposed is taken back, what has begun rests, and the team hears of both. */
export const stopSupporting = (actor: Supporter): Promise<DecidingResult | undefined> =>
  ownStep(actor, 'stop', async (tx, at) => {
    await tx.supporter.update({
      where: { accountId: actor.accountId },
      data: { state: 'left', decidedAt: at, decidedById: actor.accountId, decidedWhy: null, changedAt: at },
    })
    await endConsent(tx, actor, 'directory', at)
    await recordEvent(tx, actor, 'supporter.stopped', { subjectId: actor.accountId })
    await tx.$queryRaw`SELECT pause_excluded(NULL, ${actor.accountId}::uuid, ${at}::timestamptz)::text`
  })

/** Offers once more after a no, or after having stopped: it waits for the team again. */
export const offerAgain = (actor: Supporter): Promise<DecidingResult | undefined> =>
  ownStep(actor, 'offerAgain', async (tx, at) => {
    await tx.supporter.update({
      where: { accountId: actor.accountId },
      data: { state: 'volunteered', decidedAt: null, decidedById: null, decidedWhy: null, volunteeredAt: at, changedAt: at },
    })
    await recordEvent(tx, actor, 'supporter.offeredAgain', { subjectId: actor.accountId })
  })

const ownStep = (actor: Supporter, event: 'stop' | 'offerAgain', write: (tx: Tx, at: Date) => Promise<void>) =>
  inTransaction(async (tx) => {
    const at = now()
    await lockPeople(tx, actor.accountId)
    const supporter = await lockSupporter(tx, actor.accountId)
    if (!supporter) return undefined
    const facts = { state: supporter.state as SupporterState, offers: supporter.kinds.length > 0, self: true }
    const decision = decideSupporter(facts, event, 'supporter')
    if (decision.ok) await write(tx, at)
    return decision
  })

/** The candidates of a supporter's live pairings first, in the order in which every command takes them, before the supporter. */
export const lockPeople = (tx: Tx, supporterId: string) =>
  tx.$queryRaw`SELECT c.id FROM candidates c WHERE c.id IN (SELECT p.candidate_id FROM pairings p WHERE p.supporter_id = ${supporterId}::uuid
    AND p.state IN ('proposedToSupporter', 'proposedToCandidate', 'active')) ORDER BY c.id FOR NO KEY UPDATE`
