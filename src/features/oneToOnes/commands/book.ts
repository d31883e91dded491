import { randomUUID } from 'node:crypto'
import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { askForSupport } from '../../requests/commands/ask.ts'
import { decideOneToOne, sideOf } from '../rules/one-to-ones.ts'
import type { BookingRefusal } from '../rules/words.ts'
import {
  areApart,
  campaignFor,
  doneBy,
  factsOf,
  lockForBooking,
  lockOneToOne,
  promises,
  sides,
  tellOf,
  type LockedOneToOne,
  type LockedSlot,
} from './steps.ts'

export type Booked = { ok: true; id: string } | { ok: false; reason: BookingRefusal }
const refuse = (reason: BookingRefusal): Booked => ({ ok: false, reason })

export type Wish = {
  slotId: string
  route: string
  wants: string
  /** They tick, or have told the team, that they promise. */
  promised: boolean
  /** The booking that this takes the place of. */
  movingId?: string | undefined
}
type Booker = (Candidate | Team) & { candidateId: string }

/**
 * Books a time, or moves a booking to it: the new row takes the place of the old one, which stays as it was. Of two at once the
 * lock lets one through. Undefined where there is no such person, time or booking.
 */
export const bookOneToOne = (booker: Booker, wish: Wish, force: ForceProfile): Promise<Booked | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const slot = await lockForBooking(tx, booker.candidateId, wish.slotId)
    const person = await tx.candidate.findFirst({ where: { id: booker.candidateId, closedAt: null }, select: { id: true } })
    if (!person || !slot) return undefined
    const moving = wish.movingId === undefined ? null : await findMoving(tx, booker, wish.movingId)
    if (moving === undefined) return undefined
    const refusal = refuseMoving(booker, moving, slot, at) ?? (await refuseTime(tx, booker, slot, at))
    if (refusal !== undefined) return refuse(refusal)
    const campaignId = await campaignFor(tx, wish.route, slot.startsAt, at)
    const unready = await refuseTerms(tx, booker, { wish, slot, campaignId, at })
    if (unready !== undefined) return refuse(unready)
    const id = await write(tx, booker, { wish, slot, campaignId, moving, at }, force)
    return { ok: true, id }
  })

/** The booking that is to move; undefined where the one named is not this person's. */
async function findMoving(tx: Tx, booker: Booker, id: string): Promise<LockedOneToOne | undefined> {
  const found = await lockOneToOne(tx, booker, id)
  return found?.candidateId === booker.candidateId ? found : undefined
}

function refuseMoving(booker: Booker, moving: LockedOneToOne | null, slot: LockedSlot, at: Date): BookingRefusal | undefined {
  if (moving === null) return undefined
  const decision = decideOneToOne(factsOf(moving), 'move', sideOf(booker.role), { now: at })
  if (!decision.ok) return decision.reason
  return moving.slotId === slot.id ? 'same' : undefined
}

/** Whoever may not meet this coach reads the same as whoever comes too late. */
async function refuseTime(tx: Tx, { candidateId }: Booker, slot: LockedSlot, at: Date): Promise<BookingRefusal | undefined> {
  const { supporterId, startsAt } = slot
  if (slot.state !== 'offered' || startsAt <= at || slot.oneToOnes.length > 0 || supporterId === null) return 'gone'
  return (await areApart(tx, { candidateId, supporterId }, startsAt, at)) ? 'gone' : undefined
}

type Terms = { wish: Wish; slot: LockedSlot; campaignId: string; at: Date }
async function refuseTerms(tx: Tx, booker: Booker, { wish, slot, campaignId, at }: Terms): Promise<BookingRefusal | undefined> {
  if (!slot.routes.includes(wish.route)) return 'route'
  if (!(await promises(tx, { supporterId: slot.supporterId ?? '' }, [campaignId], { promised: false, at }))) return 'coachPromise'
  const by = booker.role === 'candidate' ? undefined : booker.accountId
  const { promised } = wish
  return (await promises(tx, { candidateId: booker.candidateId }, [campaignId], { promised, at, by })) ? undefined : 'promise'
}

type Writing = Terms & { moving: LockedOneToOne | null }
async function write(tx: Tx, booker: Booker, { wish, slot, campaignId, moving, at }: Writing, force: ForceProfile): Promise<string> {
  const { candidateId } = booker
  if (booker.role === 'candidate') await tx.candidate.update({ where: { id: candidateId }, data: { activeAt: at }, select: { id: true } })
  if (moving) await supersede(tx, booker, moving, slot.supporterId, at)
  else await askIfNew(tx, booker, force)
  const series = moving
    ? { seriesId: moving.seriesId, sequence: moving.sequence + 1, supersedesId: moving.id, movedBy: sideOf(booker.role) }
    : { seriesId: randomUUID() }
  const { route, wants } = wish
  const { id } = await tx.oneToOne.create({
    data: { slotId: slot.id, candidateId, campaignId, route, wants, ...series, bookedAt: at, ...doneBy(booker, at) },
    select: { id: true },
  })
  const event = moving ? 'oneToOne.moved' : 'oneToOne.booked'
  await recordEvent(tx, booker, event, { candidateId, subjectId: id, data: { kind: slot.kind } })
  for (const side of sides) await tellOf(tx, { id, candidateId, supporterId: slot.supporterId }, 'oneToOne.booked', side)
  return id
}

/** Closes what moves. A coach who had it and has the new one no more takes it out of their calendar. */
async function supersede(tx: Tx, booker: Booker, moving: LockedOneToOne, supporterId: string | null, at: Date): Promise<void> {
  await tx.oneToOne.update({ where: { id: moving.id }, data: { state: 'superseded', closedAt: at, ...doneBy(booker, at) } })
  const { id, candidateId, slot } = moving
  if (slot.supporterId !== supporterId) await tellOf(tx, { id, candidateId, supporterId: slot.supporterId }, 'oneToOne.off', 'supporter')
}

/** Whoever books has asked for application support; the booking begins it. */
async function askIfNew(tx: Tx, booker: Booker, force: ForceProfile): Promise<void> {
  await askForSupport(tx, booker, 'application', force)
}
