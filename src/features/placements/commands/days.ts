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
  const there = 'dateId' in day ? await tx.hostDate.findUnique({ where: { id: day.dateId } }) : null
  const startsAt = there?.startsAt ?? ('startsAt' in day ? day.startsAt : undefined)
  if ('dateId' in day && there?.hostId !== placement.hostId) return 'otherHost'
  if (startsAt !== undefined && startsAt <= at) return 'dayPast'
  const named = there?.supporterId ?? ('supporterId' in day ? day.supporterId : undefined)
  const supporterId = await receiver(tx, doer, placement, named, at)
  const refusal = await whyNot(tx, placement, supporterId, startsAt ?? at, at)
  if (supporterId === undefined || refusal !== undefined) return refusal ?? 'noHost'
  return { supporterId, ...(await dated(tx, doer, placement, { there, day, supporterId, at })) }
}

async function whyNot(tx: Tx, placement: LockedPlacement, supporterId: string | undefined, on: Date, at: Date) {
  if (supporterId === undefined) return 'noHost'
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
