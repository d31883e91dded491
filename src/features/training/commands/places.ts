import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, pool, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { Colleague } from '../queries/own.ts'
import { decideStaffPlace, type StaffPlaceDecision, type StaffPlaceSide, type StaffPlaceState } from '../rules/places.ts'
import type { AskRefusal } from '../rules/words.ts'

type Asked = { ok: true; placeId: string; state: 'booked' | 'waiting' } | { ok: false; reason: AskRefusal }

/**
 * Asks for a place at a session: booked where one is free, else waiting. One statement under the session's lock. Undefined where
 * there is no such session.
 */
export async function askForStaffPlace(actor: Colleague, workshopId: string): Promise<Asked | undefined> {
  const { rows } = await pool.query<{ outcome: 'ok' | 'notFound' | AskRefusal; placeId: string; state: 'booked' | 'waiting' }>(
    'SELECT outcome, place_id AS "placeId", state FROM ask_staff_place($1, $2, $3, $4)',
    [workshopId, actor.accountId, actor.role, now()],
  )
  const [asked] = rows
  if (!asked || asked.outcome === 'notFound') return undefined
  return asked.outcome === 'ok' ? { ok: true, placeId: asked.placeId, state: asked.state } : { ok: false, reason: asked.outcome }
}

/** A place with its session, both locked in the order in which everything here locks them. */
export async function lockStaffPlace(tx: Tx, id: string, of: { accountId?: string; workshopId?: string } = {}) {
  const found = await tx.staffPlace.findFirst({ where: { id, ...of }, select: { workshopId: true } })
  if (!found) return undefined
  await tx.$queryRaw`SELECT id FROM workshops WHERE id = ${found.workshopId}::uuid FOR UPDATE`
  const place = await tx.staffPlace.findUniqueOrThrow({ where: { id }, include: { workshop: true } })
  return { ...place, state: place.state as StaffPlaceState, session: place.workshop }
}
export type LockedStaffPlace = NonNullable<Awaited<ReturnType<typeof lockStaffPlace>>>

type By = { accountId: string; role: string }

/** Writes a step that has been decided. */
export async function writeStaffPlace(tx: Tx, { id }: { id: string }, state: StaffPlaceState, by: By, at: Date): Promise<void> {
  const ended = state === 'cancelled' || state === 'workshopCancelled'
  await tx.staffPlace.update({
    where: { id },
    data: { state, changedAt: at, changedById: by.accountId, changedByRole: by.role, ...(ended && { endedAt: at }) },
  })
}

async function leave(tx: Tx, actor: By, place: LockedStaffPlace | undefined, side: StaffPlaceSide) {
  if (!place) return undefined
  const at = now()
  const decision = decideStaffPlace(place, 'leave', side, at)
  if (!decision.ok) return decision
  await writeStaffPlace(tx, place, decision.state, actor, at)
  await tx.$executeRaw`SELECT fill_staff_places(${place.workshopId}::uuid, ${at}::timestamptz)`
  return decision
}

/** Gives one's own place back, booked or waiting; whoever is next has it. Undefined where it is none of theirs. */
export const leaveSession = (actor: Colleague, placeId: string): Promise<StaffPlaceDecision | undefined> =>
  inTransaction(async (tx) => leave(tx, actor, await lockStaffPlace(tx, placeId, { accountId: actor.accountId }), 'self'))

/** The team takes a colleague off a session; they are told. */
export const takeOffSession = (actor: Team, workshopId: string, placeId: string): Promise<StaffPlaceDecision | undefined> =>
  inTransaction(async (tx) => {
    const place = await lockStaffPlace(tx, placeId, { workshopId })
    const decision = await leave(tx, actor, place, actor.role)
    if (!place || !decision?.ok) return decision
    await tx.$executeRaw`SELECT queue_email(${place.accountId}::uuid, NULL, NULL, 'training.takenOff', ${placeId}::uuid, '{}', ${now()}::timestamptz)`
    await recordEvent(tx, actor, 'training.takenOff', { subjectId: placeId })
    return decision
  })
