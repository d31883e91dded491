import type { Candidate, Doer, Supporter, Team } from '../../../core/access.ts'
import { londonDay } from '../../../core/dates.ts'
import type { Tx } from '../../../core/db.ts'
import { queueEmail, tellCandidate } from '../../messages/commands.ts'
import type { OneToOneFacts, OneToOneState, SlotHow } from '../rules/one-to-ones.ts'
import { promiseText, promiseWords } from '../rules/promise.ts'

export type Side = 'candidate' | 'supporter'
export type OfOneToOne = Candidate | Supporter | Team

/** People first, then the time, then the booking: everybody who locks takes them in this order. */
export async function lockForBooking(tx: Tx, candidateId: string, slotId: string) {
  await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidateId}::uuid FOR NO KEY UPDATE`
  return lockSlot(tx, slotId)
}

/** A time under the locks of whoever offers it and its own. */
export async function lockSlot(tx: Tx, slotId: string) {
  await tx.$queryRaw`
    SELECT account_id FROM supporters WHERE account_id = (SELECT supporter_id FROM one_to_one_slots WHERE id = ${slotId}::uuid) FOR UPDATE`
  await tx.$queryRaw`SELECT id FROM one_to_one_slots WHERE id = ${slotId}::uuid FOR UPDATE`
  const live = { where: { state: { in: ['booked', 'held', 'notHeld'] } }, select: { id: true, candidateId: true } }
  return tx.oneToOneSlot.findUnique({ where: { id: slotId }, include: { oneToOnes: live } })
}
export type LockedSlot = NonNullable<Awaited<ReturnType<typeof lockSlot>>>

const theirs = (actor: OfOneToOne) => ({
  ...(actor.role === 'candidate' && { candidateId: actor.candidateId }),
  ...(actor.role === 'supporter' && { slot: { supporterId: actor.accountId } }),
})

/** A booking under its lock; undefined where there is none, or none of this person's. */
export async function lockOneToOne(tx: Tx, actor: OfOneToOne, id: string) {
  await tx.$queryRaw`SELECT id FROM one_to_ones WHERE id = ${id}::uuid FOR UPDATE`
  const found = await tx.oneToOne.findFirst({
    where: { id, ...theirs(actor) },
    include: { slot: true, feedback: { select: { id: true }, take: 1 } },
  })
  return found ? { ...found, state: found.state as OneToOneState } : undefined
}
export type LockedOneToOne = NonNullable<Awaited<ReturnType<typeof lockOneToOne>>>

export const factsOf = ({ state, slot, movedBy, closedAt, feedback }: LockedOneToOne): OneToOneFacts => ({
  ...{ state, movedBy, closedAt, startsAt: slot.startsAt, how: slot.how as SlotHow, hasFeedback: feedback.length > 0 },
})

export const doneBy = (doer: Doer, at: Date) => ({
  ...{ changedAt: at, changedById: 'accountId' in doer ? doer.accountId : null, changedByRole: doer.role },
})

/** Tells one side of a booking: the candidate as they can be reached, the supporter by e-mail. */
export async function tellOf(
  tx: Tx,
  { id, candidateId, supporterId }: { id: string; candidateId: string; supporterId: string | null },
  kind: string,
  side: Side,
): Promise<void> {
  if (side === 'candidate') await tellCandidate(tx, { candidateId, kind, about: id })
  else if (supporterId !== null) await queueEmail(tx, { kind, about: id, accountId: supporterId })
}

export const sides: readonly Side[] = ['candidate', 'supporter']

/** The campaign of a route on the day of an instant; the year where the team has made none. */
export async function campaignFor(tx: Tx, route: string, startsAt: Date, at: Date): Promise<string> {
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    SELECT make_campaign_on(${route}, ${londonDay(startsAt)}::date, ${at}::timestamptz) AS id`
  return found?.id ?? ''
}

type Promiser = { candidateId: string } | { supporterId: string }

/**
 * Whether somebody has promised for all these campaigns; where they do so now, it is written down word for word. `by` is the
 * one of the team to whom it was said.
 */
export async function promises(
  tx: Tx,
  who: Promiser,
  campaignIds: string[],
  { promised, at, by }: { promised: boolean; at: Date; by?: string | undefined },
): Promise<boolean> {
  const given = await tx.oneToOnePromise.findMany({ where: { ...who, campaignId: { in: campaignIds } }, select: { campaignId: true } })
  const missing = [...new Set(campaignIds)].filter((id) => !given.some(({ campaignId }) => campaignId === id))
  if (missing.length === 0) return true
  if (!promised) return false
  const words = { version: promiseWords.version, wording: promiseText(), acceptedAt: at }
  const how = by === undefined ? { how: 'self' } : { how: 'toTeam', byId: by }
  await tx.oneToOnePromise.createMany({
    data: missing.map((campaignId) => ({ campaignId, ...who, ...words, ...how })),
    skipDuplicates: true,
  })
  return true
}

/** Are these two kept apart at this time? Why, nothing of theirs says. */
export async function areApart(
  tx: Tx,
  { candidateId, supporterId }: { candidateId: string; supporterId: string },
  startsAt: Date,
  at: Date,
): Promise<boolean> {
  const [found] = await tx.$queryRaw<{ apart: boolean }[]>`
    SELECT one_to_one_apart(${candidateId}::uuid, ${supporterId}::uuid, ${startsAt}::timestamptz, ${at}::timestamptz) AS apart`
  return found?.apart === true
}
