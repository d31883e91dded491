import type { Supporter } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { decideOneToOne, endOf, overlaps, type SlotHow, type SlotKind } from '../rules/one-to-ones.ts'
import type { SlotRefusal } from '../rules/words.ts'
import { areApart, campaignFor, doneBy, factsOf, lockOneToOne, lockSlot, promises, sides, tellOf, type LockedSlot } from './steps.ts'

export type Offer = { kind: SlotKind; routes: string[]; minutes: number; how: SlotHow; area: string; place: string }
export type Offered = { ok: true; ids: string[] } | { ok: false; reason: SlotRefusal }
export type SlotChanged = { ok: true; id: string } | { ok: false; reason: SlotRefusal }
const refuse = <R extends SlotRefusal>(reason: R) => ({ ok: false, reason }) as const

const lockSelf = (tx: Tx, { accountId }: Supporter) =>
  tx.$queryRaw`SELECT account_id FROM supporters WHERE account_id = ${accountId}::uuid FOR UPDATE`

/** Offers one time or a series, all or none. What is promised about live content is promised with the first for each campaign. */
export const offerSlots = (actor: Supporter, offer: Offer, starts: Date[], promised: boolean): Promise<Offered> =>
  inTransaction(async (tx) => {
    const at = now()
    await lockSelf(tx, actor)
    const refusal = await refuseTimes(tx, actor, starts, { minutes: offer.minutes, at })
    if (refusal !== undefined) return refuse(refusal)
    const campaigns: string[] = []
    for (const start of starts) for (const route of offer.routes) campaigns.push(await campaignFor(tx, route, start, at))
    if (!(await promises(tx, { supporterId: actor.accountId }, campaigns, { promised, at }))) return refuse('promise')
    const ids: string[] = []
    for (const startsAt of starts) {
      const data = { supporterId: actor.accountId, ...offer, startsAt, madeAt: at, changedAt: at }
      const { id } = await tx.oneToOneSlot.create({ data, select: { id: true } })
      await recordEvent(tx, actor, 'slot.offered', { subjectId: id, data: { kind: offer.kind } })
      ids.push(id)
    }
    return { ok: true, ids }
  })

type Around = { minutes: number; at: Date; except?: string }

async function refuseTimes(
  tx: Tx,
  { accountId }: Supporter,
  starts: Date[],
  { minutes, at, except }: Around,
): Promise<SlotRefusal | undefined> {
  if (starts.some((start) => start <= at)) return 'past'
  const me = await tx.supporter.findUnique({ where: { accountId }, select: { trainedUntil: true, state: true } })
  const until = me?.state === 'approved' ? me.trainedUntil?.toISOString().slice(0, 10) : undefined
  if (until === undefined || starts.some((start) => londonDay(start) > until)) return 'untrained'
  const there = await tx.oneToOneSlot.findMany({
    where: {
      supporterId: accountId,
      state: 'offered',
      startsAt: { gt: new Date(at.getTime() - DAY) },
      ...(except !== undefined && { NOT: { id: except } }),
    },
    select: { startsAt: true, minutes: true },
  })
  const spans = there.map((slot) => ({ startsAt: slot.startsAt, endsAt: endOf(slot) }))
  const wanted = starts.map((startsAt) => ({ startsAt, endsAt: endOf({ startsAt, minutes }) }))
  return wanted.some((one) => spans.some((other) => overlaps(one, other))) ? 'overlap' : undefined
}
const DAY = 86_400_000

async function lockOwn(tx: Tx, actor: Supporter, slotId: string): Promise<LockedSlot | undefined> {
  await tx.$queryRaw`
    SELECT id FROM candidates WHERE id IN (SELECT candidate_id FROM one_to_ones WHERE slot_id = ${slotId}::uuid AND state = 'booked') FOR NO KEY UPDATE`
  await lockSelf(tx, actor)
  const slot = await lockSlot(tx, slotId)
  return slot?.supporterId === actor.accountId ? slot : undefined
}

/**
 * Another time, place or length. A time that nobody has booked changes as it is; what is booked moves along: a new row takes
 * its place, both are told, and the candidate may give it back freely. Undefined where it is not theirs.
 */
export const changeSlot = (
  actor: Supporter,
  slotId: string,
  offer: Offer & { startsAt: Date },
  promised: boolean,
): Promise<SlotChanged | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const slot = await lockOwn(tx, actor, slotId)
    if (!slot) return undefined
    if (slot.state !== 'offered' || slot.startsAt <= at) return refuse('over')
    const refusal = await refuseTimes(tx, actor, [offer.startsAt], { minutes: offer.minutes, at, except: slotId })
    if (refusal !== undefined) return refuse(refusal)
    const campaigns: string[] = []
    for (const route of offer.routes) campaigns.push(await campaignFor(tx, route, offer.startsAt, at))
    if (!(await promises(tx, { supporterId: actor.accountId }, campaigns, { promised, at }))) return refuse('promise')
    const [booking] = slot.oneToOnes
    if (booking) return moveBooked(tx, actor, { slot, bookingId: booking.id, offer, at })
    await tx.oneToOneSlot.update({ where: { id: slotId }, data: { ...offer, changedAt: at } })
    await recordEvent(tx, actor, 'slot.changed', { subjectId: slotId })
    return { ok: true, id: slotId }
  })

type Moving = { slot: LockedSlot; bookingId: string; offer: Offer & { startsAt: Date }; at: Date }

async function moveBooked(tx: Tx, actor: Supporter, { slot, bookingId, offer, at }: Moving): Promise<SlotChanged> {
  const booking = await lockOneToOne(tx, actor, bookingId)
  if (!booking || !decideOneToOne(factsOf(booking), 'move', 'supporter', { now: at }).ok) return refuse('over')
  const { candidateId, route } = booking
  const campaignId = await campaignFor(tx, route, offer.startsAt, at)
  const apart = await areApart(tx, { candidateId, supporterId: actor.accountId }, offer.startsAt, at)
  if (apart || !offer.routes.includes(route) || !(await promises(tx, { candidateId }, [campaignId], { promised: false, at })))
    return refuse('excluded')
  await tx.oneToOne.update({ where: { id: booking.id }, data: { state: 'superseded', closedAt: at, ...doneBy(actor, at) } })
  await tx.oneToOneSlot.update({ where: { id: slot.id }, data: { state: 'withdrawn', changedAt: at } })
  const made = { supporterId: actor.accountId, ...offer, madeAt: at, changedAt: at }
  const { id: slotId } = await tx.oneToOneSlot.create({ data: made, select: { id: true } })
  const { seriesId, sequence, wants } = booking
  const follows = { seriesId, sequence: sequence + 1, supersedesId: booking.id, movedBy: 'supporter' }
  const { id } = await tx.oneToOne.create({
    data: { slotId, candidateId, campaignId, route, wants, ...follows, bookedAt: at, ...doneBy(actor, at) },
    select: { id: true },
  })
  await recordEvent(tx, actor, 'oneToOne.moved', { candidateId, subjectId: id, data: { kind: offer.kind } })
  for (const side of sides) await tellOf(tx, { id, candidateId, supporterId: actor.accountId }, 'oneToOne.booked', side)
  return { ok: true, id: slotId }
}

/** Takes a time away that nobody has booked, or offers it again. Undefined where it is not theirs. */
export const withdrawSlot = (actor: Supporter, slotId: string): Promise<SlotChanged | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const slot = await lockOwn(tx, actor, slotId)
    if (!slot) return undefined
    if (slot.state !== 'offered' || slot.startsAt <= at) return refuse('over')
    if (slot.oneToOnes.length > 0) return refuse('booked')
    await tx.oneToOneSlot.update({ where: { id: slotId }, data: { state: 'withdrawn', changedAt: at } })
    await recordEvent(tx, actor, 'slot.withdrawn', { subjectId: slotId })
    return { ok: true, id: slotId }
  })

/** The undo of taking away. */
export const offerAgain = (actor: Supporter, slotId: string): Promise<SlotChanged | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const slot = await lockOwn(tx, actor, slotId)
    if (!slot) return undefined
    if (slot.state !== 'withdrawn') return refuse('over')
    const refusal = await refuseTimes(tx, actor, [slot.startsAt], { minutes: slot.minutes, at, except: slotId })
    if (refusal !== undefined) return refuse(refusal)
    await tx.oneToOneSlot.update({ where: { id: slotId }, data: { state: 'offered', changedAt: at } })
    await recordEvent(tx, actor, 'slot.offered', { subjectId: slotId, data: { kind: slot.kind } })
    return { ok: true, id: slotId }
  })

/** Promises for the campaigns in which one has open times already, as the team may make a new one. */
export const promiseForOpen = (actor: Supporter): Promise<void> =>
  inTransaction(async (tx) => {
    const at = now()
    await lockSelf(tx, actor)
    const open = await tx.oneToOneSlot.findMany({
      where: { supporterId: actor.accountId, state: 'offered', startsAt: { gt: at } },
      select: { routes: true, startsAt: true },
    })
    const campaigns: string[] = []
    for (const { routes, startsAt } of open) for (const route of routes) campaigns.push(await campaignFor(tx, route, startsAt, at))
    await promises(tx, { supporterId: actor.accountId }, campaigns, { promised: true, at })
    await recordEvent(tx, actor, 'slot.promised', {})
  })
