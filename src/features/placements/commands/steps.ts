import type { Doer } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import type { Tx } from '../../../core/db.ts'
import type { Prisma } from '../../../generated/prisma/client.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail, tellCandidate } from '../../messages/commands.ts'
import { firstMark, gapsOf } from '../queries/facts.ts'
import { seenBy } from '../queries/seen.ts'
import { liveStates, type MoveRefusal, type PlacementFacts, type PlacementState } from '../rules/placements.ts'

export type PlacementRefusal =
  MoveRefusal | 'excluded' | 'full' | 'dateGone' | 'otherHost' | 'lapsed' | 'noHost' | 'twoLive' | 'alreadyAsked' | 'noSuchHost'

/** The person first, then who receives them, then their placement: everybody who locks takes them in this order; the day comes with the step. */
async function lockAll(tx: Tx, candidateId: string, hostId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM candidates WHERE id = ${candidateId}::uuid FOR NO KEY UPDATE`
  await tx.$queryRaw`SELECT account_id FROM supporters WHERE account_id IN
    (SELECT supporter_id FROM host_people WHERE host_id = ${hostId}::uuid AND until IS NULL) ORDER BY account_id FOR UPDATE`
}

/** May this host see it: they receive the person, or the team has passed it to the department and nobody of it receives them yet? */
export async function isHostOf(tx: Pick<Tx, '$queryRaw'>, supporterId: string, placementId: string, at: Date): Promise<boolean> {
  const [found] = await tx.$queryRaw<{ theirs: boolean }[]>`
    SELECT EXISTS (SELECT FROM placements p WHERE p.id = ${placementId}::uuid AND ${seenBy(supporterId, at)}) AS theirs`
  return found?.theirs === true
}

const shown = {
  date: { select: { id: true, startsAt: true, endsAt: true, listed: true, state: true, supporterId: true } },
  host: { select: { id: true, name: true, state: true } },
} satisfies Prisma.PlacementInclude

/** A placement under the locks of its people and its own; undefined where there is none, or none of this person's. */
export async function lockPlacement(tx: Tx, placementId: string, doer: Doer, at: Date) {
  const theirs = { id: placementId, ...(doer.role === 'candidate' && { candidateId: doer.candidateId }) }
  const seen = await tx.placement.findFirst({ where: theirs, select: { candidateId: true, hostId: true } })
  if (!seen) return undefined
  await lockAll(tx, seen.candidateId, seen.hostId)
  await tx.$queryRaw`SELECT id FROM placements WHERE id = ${placementId}::uuid FOR UPDATE`
  const placement = await tx.placement.findFirst({ where: theirs, include: shown })
  if (!placement || (doer.role === 'supporter' && !(await isHostOf(tx, doer.accountId, placementId, at)))) return undefined
  return { ...placement, state: placement.state as PlacementState }
}
export type LockedPlacement = NonNullable<Awaited<ReturnType<typeof lockPlacement>>>

export async function factsOf(tx: Tx, { id, state, date, expiresAt }: LockedPlacement, at: Date): Promise<PlacementFacts> {
  return {
    ...{ state, expiresAt, startsAt: date?.startsAt ?? null, markedAt: await firstMark(id, tx) },
    gaps: state === 'checks' ? (await gapsOf(id, at, tx)).length : 0,
  }
}

/** Is anything between these two? Which, no page and no letter of theirs says. Training is asked about by itself. */
export async function isApart(tx: Tx, candidateId: string, supporterId: string | null, at: Date): Promise<boolean> {
  if (supporterId === null) return false
  const [found] = await tx.$queryRaw<{ apart: boolean }[]>`
    SELECT EXISTS (SELECT FROM exclusions(${candidateId}::uuid, ${supporterId}::uuid, ${at}::timestamptz) e WHERE e.reason <> 'trainingLapsed') AS apart`
  return found?.apart === true
}

export const doneBy = (doer: Doer) => ({ changedById: 'accountId' in doer ? doer.accountId : null, changedByRole: doer.role })

export const note = (tx: Tx, doer: Doer, { id, candidateId }: { id: string; candidateId: string }, what: string): Promise<void> =>
  recordEvent(tx, doer, `placement.${what}`, { candidateId, subjectId: id })

export const tellThem = (tx: Tx, { id, candidateId }: { id: string; candidateId: string }, kind: string): Promise<void> =>
  tellCandidate(tx, { kind, candidateId, about: id })

export async function tellHost(tx: Tx, { id, supporterId }: { id: string; supporterId: string | null }, kind: string): Promise<void> {
  if (supporterId !== null) await queueEmail(tx, { kind, accountId: supporterId, about: id })
}

/** Everybody of the department who may receive this person. */
export async function receiversOf(tx: Pick<Tx, '$queryRaw'>, placementId: string, at = now()): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT supporter_id AS id FROM placement_receivers(${placementId}::uuid, ${at}::timestamptz) ORDER BY 1`
  return rows.map(({ id }) => id)
}

/** A day agreed on with one person that nobody holds any more is taken away. A listed one stays in the catalogue. */
export async function dropUnheld(tx: Tx, doer: Doer, dateId: string | null, at: Date): Promise<void> {
  if (dateId === null) return
  const held = { state: { in: [...liveStates, 'attended', 'notAttended', 'debriefed'] } }
  await tx.hostDate.updateMany({
    where: { id: dateId, listed: false, state: 'offered', placements: { none: held } },
    data: { state: 'withdrawn', changedAt: at, ...doneBy(doer) },
  })
}

/** What the database says where something came between reading and writing, as the refusals that the rules know. */
const faults: [RegExp, PlacementRefusal][] = [
  [/these two are kept apart/, 'excluded'],
  [/this day is full/, 'full'],
  [/this day is no longer offered/, 'dateGone'],
  [/another department/, 'otherHost'],
  [/still in the way of this day/, 'gaps'],
  [/two placements at a time/, 'twoLive'],
  [/training|trained/i, 'lapsed'],
  [/placements_one_live|Unique constraint failed on the fields: \(`candidate_id`,`host_id`\)/, 'alreadyAsked'],
  [/a placement does not go/, 'notNow'],
]

/** Does something that the database may refuse, without losing the transaction: what it did is undone, and the refusal answered. */
export async function guarded<T>(
  tx: Tx,
  work: () => Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; reason: PlacementRefusal }> {
  await tx.$executeRaw`SAVEPOINT placement_step`
  try {
    const value = await work()
    await tx.$executeRaw`RELEASE SAVEPOINT placement_step`
    return { ok: true, value }
  } catch (error) {
    const words = error instanceof Error ? error.message : ''
    const fault = faults.find(([pattern]) => pattern.test(words))
    if (!fault) throw error
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT placement_step`
    return { ok: false, reason: fault[1] }
  }
}
