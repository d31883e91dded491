import type { Doer } from '../../../core/access.ts'
import { londonDay } from '../../../core/dates.ts'
import type { Tx } from '../../../core/db.ts'
import { isLapsed } from '../../supporting/rules/taking.ts'
import { doneBy, isApart, receiversOf, type LockedPlacement, type PlacementRefusal } from './steps.ts'

/** A day that is there already, or a new one agreed on with one person; or no day yet, and only who would receive them. */
export type Day = { dateId: string } | { startsAt: Date; endsAt: Date; supporterId?: string } | { supporterId?: string }
type Chosen = { dateId?: string; supporterId: string }

/** Settles on which day it is and who receives the person: a host themselves; else who was named, receives on that day, or is the only one. */
export async function dayFor(tx: Tx, doer: Doer, placement: LockedPlacement, day: Day, at: Date): Promise<Chosen | PlacementRefusal> {
  const found = await findDay(tx, placement.hostId, day)
  if (found === 'otherHost') return found
  if (found.startsAt !== undefined && found.startsAt <= at) return 'dayPast'
  const supporterId = await receiver(tx, doer, placement, found.named, at)
  if (supporterId === undefined) return 'noHost'
  const refusal = await whyNot(tx, placement, supporterId, found.startsAt ?? at, at)
  return refusal ?? { supporterId, ...(await dated(tx, doer, placement, { there: found.there, day, supporterId, at })) }
}

/** What is known of the day asked for: the one that is there, or what a new one would be. */
async function findDay(tx: Tx, hostId: string, day: Day) {
  if (!('dateId' in day))
    return {
      there: null,
      startsAt: 'startsAt' in day ? day.startsAt : undefined,
      named: 'supporterId' in day ? day.supporterId : undefined,
    }
  const there = await tx.hostDate.findUnique({ where: { id: day.dateId } })
  return there?.hostId === hostId ? { there, startsAt: there.startsAt, named: there.supporterId ?? undefined } : 'otherHost'
}

async function whyNot(tx: Tx, placement: LockedPlacement, supporterId: string, on: Date, at: Date) {
  if (await isApart(tx, placement.candidateId, supporterId, at)) return 'excluded'
  return (await isUntrained(tx, supporterId, on)) ? 'lapsed' : undefined
}

type Settled = { there: { id: string } | null; day: Day; supporterId: string; at: Date }
/** The day itself: one that is there, one made for this person, or none yet. */
async function dated(
  tx: Tx,
  doer: Doer,
  { hostId }: LockedPlacement,
  { there, day, supporterId, at }: Settled,
): Promise<{ dateId?: string }> {
  if (there) return { dateId: there.id }
  if (!('startsAt' in day)) return {}
  const { startsAt, endsAt } = day
  const { id } = await tx.hostDate.create({
    data: { hostId, supporterId, startsAt, endsAt, listed: false, madeAt: at, changedAt: at, ...doneBy(doer) },
  })
  return { dateId: id }
}

async function receiver(tx: Tx, doer: Doer, { id, supporterId }: LockedPlacement, named: string | undefined, at: Date) {
  if (named !== undefined) return named
  if (doer.role === 'supporter') return doer.accountId
  if (supporterId !== null) return supporterId
  const could = await receiversOf(tx, id, at)
  return could.length === 1 ? could[0] : undefined
}

async function isUntrained(tx: Tx, supporterId: string, on: Date): Promise<boolean> {
  const found = await tx.supporter.findUnique({ where: { accountId: supporterId }, select: { trainedUntil: true } })
  return isLapsed(found?.trainedUntil?.toISOString().slice(0, 10) ?? null, londonDay(on))
}
