import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent, recordLook } from '../../audit/commands.ts'
import type { RegisterInput, WantedMark } from '../forms/attendance.ts'
import { decideMark, decideWalkIn, type MarkRefusal, type WalkInRefusal } from '../rules/attendance.ts'
import { endedStates } from '../rules/places.ts'
import { keepBatch } from './mark-batches.ts'
import { lockWorkshop, type LockedWorkshop } from './workshops.ts'

export type MarksSaved = { saved: number; refused: { placeId: string; reason: MarkRefusal }[] }
export type PlaceRow = { id: string; candidateId: string; state: string; walkIn: boolean }

/**
 * Saves the marks that changed, one person at a time: two people at two phones do not overwrite each other, and a mark that
 * somebody else changed meanwhile is refused while the others are saved. With `rest`, those whom nobody has marked are marked as
 * here, in one step that is taken back in one. Undefined where there is no such workshop.
 */
export const saveMarks = (actor: Team, workshopId: string, { marks, rest, reason }: RegisterInput): Promise<MarksSaved | undefined> =>
  inTransaction(async (tx) => {
    const workshop = await lockWorkshop(tx, workshopId)
    if (!workshop) return undefined
    const found = await tx.place.findMany({ where: { workshopId, id: { in: marks.map(({ placeId }) => placeId) } } })
    const places = new Map(found.map((place) => [place.id, place]))
    const done: MarksSaved = { saved: 0, refused: [] }
    for (const mark of marks) {
      const place = places.get(mark.placeId)
      if (!place) continue
      const decision = decideMark({ workshop, current: place.state, ...mark, walkIn: place.walkIn, role: actor.role, reason }, now())
      if (!decision.ok) done.refused.push({ placeId: place.id, reason: decision.reason })
      else if (decision.change) {
        await saveMark(tx, actor, place, mark, reason)
        done.saved += 1
      }
    }
    await markRest(tx, { actor, workshop, placeIds: rest, reason }, done)
    if (done.saved > 0) await recordEvent(tx, actor, 'register.saved', { subjectId: workshopId, data: { marks: done.saved } })
    return done
  })

type Rest = { actor: Team; workshop: LockedWorkshop; placeIds: string[]; reason: string }

/** Everybody among these who still has no mark; whoever got one meanwhile keeps it. */
async function markRest(tx: Tx, { actor, workshop, placeIds, reason }: Rest, done: MarksSaved): Promise<void> {
  const places = await tx.place.findMany({ where: { workshopId: workshop.id, id: { in: placeIds }, state: 'booked' } })
  const [first] = places
  if (!first) return
  const mark = { placeId: first.id, seen: 'booked', wanted: 'attended' } as const
  const decision = decideMark({ workshop, current: 'booked', ...mark, walkIn: false, role: actor.role, reason }, now())
  if (!decision.ok) {
    done.refused.push({ placeId: first.id, reason: decision.reason })
    return
  }
  for (const place of places) await saveMark(tx, actor, place, mark, reason)
  await keepBatch(tx, actor, workshop.id, places)
  done.saved += places.length
}

/** Taking back the mark of somebody who walked in takes them off the register; anybody else is booked and not recorded again. */
export async function saveMark(
  tx: Tx,
  actor: Team,
  place: PlaceRow,
  { wanted }: Pick<WantedMark, 'wanted'>,
  reason: string,
): Promise<void> {
  if (place.walkIn && wanted === 'booked') {
    await tx.place.update({ where: { id: place.id }, data: { state: 'withdrawn', endedAt: now() } })
    await addChange(tx, actor, place, place.state, 'withdrawn', reason)
    return
  }
  const why = reason === '' ? null : reason
  await tx.$executeRaw`SELECT set_place_state(p, ${wanted}, NULL, ${why}, ${actor.accountId}::uuid, ${actor.role}, ${now()})
    FROM places p WHERE id = ${place.id}::uuid`
}

type WalkedIn = { ok: true } | { ok: false; reason: WalkInRefusal }

/**
 * Adds somebody who came without a place, as here: the next arrival number under the workshop's lock, and nobody else's
 * place is touched. Undefined where there is no such workshop.
 */
export const addWalkIn = (actor: Team, workshopId: string, candidateId: string, reason: string): Promise<WalkedIn | undefined> =>
  inTransaction(async (tx) => {
    const workshop = await lockWorkshop(tx, workshopId)
    if (workshop?.audience !== 'candidates') return undefined
    const candidate = await tx.candidate.findFirst({ where: { id: candidateId, closedAt: null }, select: { id: true } })
    const live = await tx.place.findFirst({ where: { workshopId, candidateId, state: { notIn: [...endedStates] } } })
    const facts = { workshop, known: candidate !== null, place: live?.state, role: actor.role, reason }
    const decision = decideWalkIn(facts, now())
    if (!decision.ok) return decision
    const place = await insertWalkIn(tx, workshop, candidateId)
    await addChange(tx, actor, place, null, 'attended', reason)
    return { ok: true }
  })

async function insertWalkIn(tx: Tx, workshop: LockedWorkshop, candidateId: string) {
  await tx.workshop.update({ where: { id: workshop.id }, data: { nextArrival: { increment: 1 } } })
  return tx.place.create({
    data: { workshopId: workshop.id, candidateId, arrival: workshop.nextArrival, state: 'attended', walkIn: true, askedAt: now() },
  })
}

/** The row of history and the event of a change that `set_place_state` does not make: a walk-in has no e-mails. */
async function addChange(tx: Tx, actor: Team, place: PlaceRow, fromState: string | null, toState: string, reason: string): Promise<void> {
  const why = reason === '' ? null : reason
  await tx.placeChange.create({
    data: { placeId: place.id, fromState, toState, reason: why, byId: actor.accountId, byRole: actor.role, at: now() },
  })
  const name = fromState === null ? 'place.walkedIn' : 'place.walkInTakenBack'
  await recordEvent(tx, actor, name, { candidateId: place.candidateId, subjectId: place.id })
}

/** Where what people need to take part is shown, each of them sees who looked. */
export const recordLooks = (actor: Team, people: { candidateId: string; need: string | undefined }[], page: string): Promise<void> =>
  inTransaction(async (tx) => {
    for (const { candidateId, need } of people) {
      if (need !== undefined) await recordLook(tx, actor, candidateId, page, 'To prepare a workshop and record who came')
    }
  })
