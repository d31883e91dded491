import type { Supporter } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { inTransaction, type Tx } from '../../core/db.ts'
import { recordEvent } from '../audit/commands.ts'
import { queueEmail } from '../messages/commands.ts'
import { decideSupporting, type SupporterDecision, type SupporterEvent, type WorkshopForSupporters } from './rules/places.ts'

/** Takes a supporter's place; undefined where there is no such workshop for supporters. */
export const comeAlong = (actor: Supporter, workshopId: string) =>
  decided(actor, workshopId, 'book', async (tx) => {
    const place = { workshopId, accountId: actor.accountId, bookedAt: now() }
    const { id } = await tx.supporterPlace.create({ data: place, select: { id: true } })
    await recordEvent(tx, actor, 'supporterPlace.booked', { subjectId: workshopId })
    await queueEmail(tx, { kind: 'supporter.booked', accountId: actor.accountId, about: id })
  })

export const stayAway = (actor: Supporter, workshopId: string) =>
  decided(actor, workshopId, 'cancel', async (tx) => {
    const where = { workshopId, accountId: actor.accountId, state: 'booked' }
    await tx.supporterPlace.updateMany({ where, data: { state: 'cancelled', endedAt: now() } })
    await recordEvent(tx, actor, 'supporterPlace.cancelled', { subjectId: workshopId })
  })

/** Tells the supporters who come that the workshop has another time or place, in the transaction that moves it. */
export async function tellSupportersOfMove(tx: Tx, workshopId: string): Promise<void> {
  const places = await tx.supporterPlace.findMany({ where: { workshopId, state: 'booked' }, orderBy: { id: 'asc' } })
  for (const { id, accountId } of places) await queueEmail(tx, { kind: 'supporter.moved', accountId, about: id })
}

/** Ends the places of supporters with the workshop, and tells them. */
export async function endSupporterPlaces(tx: Tx, workshopId: string): Promise<void> {
  const places = await tx.supporterPlace.findMany({ where: { workshopId, state: 'booked' }, orderBy: { id: 'asc' } })
  await tx.supporterPlace.updateMany({ where: { workshopId, state: 'booked' }, data: { state: 'workshopCancelled', endedAt: now() } })
  for (const { id, accountId } of places) await queueEmail(tx, { kind: 'supporter.workshopCancelled', accountId, about: id })
}

const decided = (
  actor: Supporter,
  workshopId: string,
  event: SupporterEvent,
  write: (tx: Tx) => Promise<void>,
): Promise<SupporterDecision | undefined> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM workshops WHERE id = ${workshopId}::uuid FOR UPDATE`
    const [facts] = await tx.$queryRaw<WorkshopForSupporters[]>`SELECT w.state, w.starts_at AS "startsAt", w.supporter_places AS places,
        (SELECT count(*) FROM supporter_places s WHERE s.workshop_id = w.id AND s.state = 'booked')::int AS taken,
        EXISTS (SELECT FROM supporter_places s WHERE s.workshop_id = w.id AND s.state = 'booked' AND s.account_id = ${actor.accountId}::uuid) AS mine,
        EXISTS (SELECT FROM places p JOIN candidates c ON c.id = p.candidate_id WHERE p.workshop_id = w.id AND c.account_id = ${actor.accountId}::uuid
          AND p.state IN ('waiting', 'offered', 'booked')) AS "candidateHere"
      FROM workshops w WHERE w.id = ${workshopId}::uuid AND w.state <> 'draft' AND workshop_shows(w, NULL, ${actor.accountId}::uuid)`
    if (!facts || (facts.places === 0 && !facts.mine)) return undefined
    const decision = decideSupporting(facts, event, now())
    if (decision.ok) await write(tx)
    return decision
  })
