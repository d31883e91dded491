import type { Supporter, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import type { ChangeInput, OfferInput } from '../forms/dates.ts'
import { daysOffered, MOST_DAYS, refuseDate, slotOn, type DateFault, type Receiver, type Slot } from '../rules/dates.ts'

/** Whoever keeps the days of a department: the team, or somebody who hosts there. */
export type Keeper = Team | Supporter
export type DateDecision = { ok: true; count: number } | DateFault | undefined

/** Whether somebody may keep the days of a department: the team every one, a supporter those where they host. */
async function keeps(tx: Tx, actor: Keeper, hostId: string) {
  const host = await tx.host.findUnique({ where: { id: hostId }, select: { state: true, openness: true } })
  if (!host || actor.role !== 'supporter') return host
  const mine = await tx.hostPerson.findFirst({ where: { hostId, supporterId: actor.accountId, until: null }, select: { id: true } })
  return mine === null ? null : host
}

/** Who receives people there, and until when they are trained; undefined where they do not host there. */
async function receiverOf(tx: Tx, hostId: string, supporterId: string, day: string): Promise<Receiver | undefined> {
  const [found] = await tx.$queryRaw<Receiver[]>`
    SELECT s.trained_until::text AS "trainedUntil", can_host(s.account_id, least(s.trained_until, ${day}::date)) AS able FROM host_people o
    JOIN supporters s ON s.account_id = o.supporter_id
    WHERE o.host_id = ${hostId}::uuid AND o.supporter_id = ${supporterId}::uuid AND o.until IS NULL`
  return found
}

/** What somebody does already at these times, wherever they host. */
const takenBy = (tx: Tx, supporterId: string, at: Date, but?: string): Promise<Slot[]> =>
  tx.hostDate.findMany({
    where: { supporterId, state: 'offered', endsAt: { gt: at }, ...(but !== undefined && { id: { not: but } }) },
    select: { startsAt: true, endsAt: true },
  })

/** Somebody whose own training has lapsed offers no day, not even one of a colleague. */
async function isLapsed(tx: Tx, actor: Keeper, at: Date): Promise<boolean> {
  if (actor.role !== 'supporter') return false
  const [found] = await tx.$queryRaw<{ able: boolean }[]>`SELECT can_host(${actor.accountId}::uuid, ${londonDay(at)}::date) AS able`
  return found?.able !== true
}

type Dated = Slot & { hostId: string; supporterId: string | null; capacity: number; listed: boolean }

/**
 * Writes one day down, in the transaction of whoever decided it: in the catalogue where `listed`, else agreed on with one person.
 * The database refuses one on which nobody trained can host (`host_dates_untrained`).
 */
export async function addDate(tx: Tx, doer: Keeper, date: Dated, at: Date): Promise<string> {
  const changed = { madeAt: at, changedAt: at, changedById: doer.accountId, changedByRole: doer.role }
  const { id } = await tx.hostDate.create({ data: { ...date, ...changed }, select: { id: true } })
  await recordEvent(tx, doer, 'host.dateOffered', { subjectId: date.hostId, data: { dateId: id, startsAt: date.startsAt.toISOString() } })
  return id
}

/** Tells whoever receives people, where it was somebody else who settled their day. */
async function tellReceiver(tx: Tx, actor: Keeper, dateId: string, supporterId: string | null): Promise<void> {
  if (supporterId !== null && supporterId !== actor.accountId)
    await queueEmail(tx, { kind: 'host.date', accountId: supporterId, about: dateId })
}

function slotsOf(input: OfferInput): { ok: true; slots: Slot[] } | DateFault {
  const days = daysOffered(input)
  if (days.length > MOST_DAYS) return { ok: false, reason: 'tooMany' }
  const slots: Slot[] = []
  for (const day of days) {
    const read = slotOn(day, input.start, input.end)
    if (!read.ok) return read
    slots.push(read.slot)
  }
  return { ok: true, slots }
}

/** Offers one day or several, all or none. Undefined where the department is not theirs. */
export const offerDates = (actor: Keeper, hostId: string, input: OfferInput): Promise<DateDecision> =>
  inTransaction(async (tx) => {
    const at = now()
    const host = await keeps(tx, actor, hostId)
    if (!host) return undefined
    if (host.state === 'retired' || host.openness === 'notNow') return { ok: false, reason: 'closed' }
    const read = slotsOf(input)
    if (!read.ok) return read
    const receiver = await receiverOf(tx, hostId, input.supporterId, londonDay(at))
    if (!receiver || (await isLapsed(tx, actor, at))) return { ok: false, reason: 'untrained', day: londonDay(at) }
    const taken = await takenBy(tx, input.supporterId, at)
    for (const slot of read.slots) {
      const fault = refuseDate({ slot, receiver, taken, now: at })
      if (fault) return fault
    }
    const base = { hostId, supporterId: input.supporterId, capacity: input.places, listed: true }
    const ids: string[] = []
    for (const slot of read.slots) ids.push(await addDate(tx, actor, { ...base, ...slot }, at))
    if (ids[0] !== undefined) await tellReceiver(tx, actor, ids[0], input.supporterId)
    return { ok: true, count: ids.length }
  })

const LIVE = ['requested', 'underConsideration', 'offered', 'accepted', 'checks', 'confirmed']

/** Locks the candidates who are on a day, then the day, as everything here does; undefined where it is not this department's or not theirs. */
async function lockDate(tx: Tx, actor: Keeper, { hostId, dateId }: { hostId: string; dateId: string }) {
  const host = await keeps(tx, actor, hostId)
  if (!host) return undefined
  await tx.$queryRaw`SELECT c.id FROM candidates c WHERE c.id IN (SELECT p.candidate_id FROM placements p WHERE p.date_id = ${dateId}::uuid
    AND p.state = ANY (${LIVE}::text[])) ORDER BY c.id FOR NO KEY UPDATE`
  await tx.$queryRaw`SELECT id FROM host_dates WHERE id = ${dateId}::uuid FOR UPDATE`
  return (await tx.hostDate.findFirst({ where: { id: dateId, hostId } })) ?? undefined
}

const heldOn = async (tx: Tx, dateId: string): Promise<number> => {
  const [found] = await tx.$queryRaw<{ n: number }[]>`SELECT host_date_held(${dateId}::uuid) AS n`
  return found?.n ?? 0
}

type At = { hostId: string; dateId: string }
type Changed = { slot: Slot; supporterId: string; places: number }

/** Why a day cannot become another; nothing is asked anew of what stays as it is. */
async function refuseChange(
  tx: Tx,
  { hostId, dateId }: At,
  { slot, supporterId, places }: Changed,
  at: Date,
): Promise<DateFault | undefined> {
  if (places < (await heldOn(tx, dateId))) return { ok: false, reason: 'held' }
  const receiver = await receiverOf(tx, hostId, supporterId, londonDay(at))
  if (!receiver) return { ok: false, reason: 'untrained', day: londonDay(slot.startsAt) }
  return refuseDate({ slot, receiver, taken: await takenBy(tx, supporterId, at, dateId), now: at })
}

/** Changes a day that is still to come. Whoever is on it is told, and what they need is asked of the new day. */
export const changeDate = (actor: Keeper, where: At, { day, start, end, places, supporterId }: ChangeInput): Promise<DateDecision> =>
  inTransaction(async (tx) => {
    const at = now()
    const date = await lockDate(tx, actor, where)
    if (!date) return undefined
    if (date.state !== 'offered' || date.startsAt <= at) return { ok: false, reason: 'gone' }
    const read = slotOn(day, start, end)
    if (!read.ok) return read
    const fault = (await isLapsed(tx, actor, at))
      ? ({ ok: false, reason: 'untrained', day: londonDay(at) } as const)
      : await refuseChange(tx, where, { slot: read.slot, supporterId, places }, at)
    if (fault) return fault
    const changed = { changedAt: at, changedById: actor.accountId, changedByRole: actor.role }
    await tx.hostDate.update({ where: { id: date.id }, data: { ...read.slot, capacity: places, supporterId, ...changed } })
    const data = { dateId: date.id, startsAt: read.slot.startsAt.toISOString(), before: date.startsAt.toISOString() }
    await recordEvent(tx, actor, 'host.dateChanged', { subjectId: where.hostId, data })
    await tellReceiver(tx, actor, date.id, supporterId)
    return { ok: true, count: 1 }
  })

/** Withdraws a day that is still to come. It can always be done, and never waits for training. */
export const withdrawDate = (actor: Keeper, where: At): Promise<DateDecision> =>
  inTransaction(async (tx) => {
    const at = now()
    const date = await lockDate(tx, actor, where)
    if (!date) return undefined
    if (date.state !== 'offered' || date.startsAt <= at) return { ok: false, reason: 'gone' }
    const changed = { changedAt: at, changedById: actor.accountId, changedByRole: actor.role }
    await tx.hostDate.update({ where: { id: date.id }, data: { state: 'withdrawn', ...changed } })
    await recordEvent(tx, actor, 'host.dateWithdrawn', { subjectId: where.hostId, data: { dateId: date.id } })
    await tellReceiver(tx, actor, date.id, date.supporterId)
    return { ok: true, count: 1 }
  })

/** Offers a withdrawn day again; whoever was on it has been helped meanwhile, and asks anew. */
export const offerAgain = (actor: Keeper, where: At): Promise<DateDecision> =>
  inTransaction(async (tx) => {
    const at = now()
    const date = await lockDate(tx, actor, where)
    if (!date) return undefined
    if (date.state !== 'withdrawn' || !date.listed || date.supporterId === null) return { ok: false, reason: 'gone' }
    const receiver = await receiverOf(tx, where.hostId, date.supporterId, londonDay(at))
    if (!receiver || (await isLapsed(tx, actor, at))) return { ok: false, reason: 'untrained', day: londonDay(date.startsAt) }
    const fault = refuseDate({ slot: date, receiver, taken: await takenBy(tx, date.supporterId, at, date.id), now: at })
    if (fault) return fault
    const changed = { changedAt: at, changedById: actor.accountId, changedByRole: actor.role }
    await tx.hostDate.update({ where: { id: date.id }, data: { state: 'offered', ...changed } })
    await recordEvent(tx, actor, 'host.dateOffered', {
      subjectId: where.hostId,
      data: { dateId: date.id, startsAt: date.startsAt.toISOString() },
    })
    await tellReceiver(tx, actor, date.id, date.supporterId)
    return { ok: true, count: 1 }
  })
