import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import { checkWindow, editableUntil, isMark, isRecorded, marks, type Recorded } from '../rules/attendance.ts'
import type { WorkshopState } from '../rules/workshops.ts'
import { namesOf } from './workshops.ts'

/** The register of one workshop: everybody booked, by name, with what is recorded, and by whom. */
export async function findRegister(actor: Team, id: string) {
  const workshop = await db.workshop.findUnique({
    where: { id, audience: 'candidates' },
    include: {
      places: {
        where: { state: { notIn: ['waiting', 'offered'] }, endedAt: null },
        orderBy: [{ candidate: { name: 'asc' } }, { arrival: 'asc' }],
        include: { candidate: { select: { id: true, name: true, reference: true, access: { select: { text: true } } } } },
      },
    },
  })
  if (!workshop || workshop.state === 'draft') return undefined
  const { places, state, ...facts } = workshop
  const [changes, batch] = await Promise.all([listMarkChanges(places.map((place) => place.id)), findLastBatch(id)])
  const people = places
    .filter((place) => isRecorded(place.state))
    .map(({ id: placeId, candidate, walkIn, companion, ...place }) => ({
      placeId,
      candidateId: candidate.id,
      name: candidate.name,
      reference: candidate.reference,
      need: candidate.access?.text,
      ...{ walkIn, companion },
      state: place.state as Recorded,
      ...(changes.get(placeId) ?? { last: undefined, history: [] }),
    }))
  const window = checkWindow(facts.endsAt, actor.role, '', now())
  return {
    ...facts,
    ...{ people, batch },
    state: state as WorkshopState,
    recorded: people.filter((person) => isMark(person.state)).length,
    editableUntil: editableUntil(facts.endsAt),
    window,
  }
}
export type Register = NonNullable<Awaited<ReturnType<typeof findRegister>>>

const anyMark = { OR: [{ fromState: { in: [...marks] } }, { toState: { in: [...marks] } }] }
export type MarkChange = { from: string | null; to: string; reason: string | null; at: Date; by: string | undefined }

/** Every change of a mark of these places, newest first; `last` is the newest where it still stands. */
async function listMarkChanges(placeIds: string[]) {
  const rows = await db.placeChange.findMany({ where: { placeId: { in: placeIds }, ...anyMark }, orderBy: { id: 'desc' } })
  const names = await namesOf(rows.map(({ byId }) => byId))
  const found = new Map<string, { last: MarkChange | undefined; history: MarkChange[] }>()
  for (const { placeId, fromState, toState, reason, at, byId } of rows) {
    const change = { from: fromState, to: toState, reason, at, by: names.get(byId ?? '') }
    const known = found.get(placeId) ?? { last: isMark(toState) ? change : undefined, history: [] }
    found.set(placeId, { ...known, history: [...known.history, change] })
  }
  return found
}

/** The last press that marked many at once and was not taken back, with how many of its marks still stand. */
async function findLastBatch(workshopId: string) {
  const batch = await db.markBatch.findFirst({
    where: { workshopId, undoneAt: null },
    orderBy: { madeAt: 'desc' },
    select: { id: true, madeAt: true, byId: true },
  })
  if (!batch) return undefined
  const [row] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM mark_batches b
    JOIN place_changes c ON c.id = ANY (b.change_ids) JOIN places p ON p.id = c.place_id WHERE b.id = ${batch.id}::uuid
      AND p.state = 'attended' AND NOT EXISTS (SELECT FROM place_changes o WHERE o.place_id = p.id AND o.id > c.id)`
  if (!row || row.count === 0) return undefined
  const names = await namesOf([batch.byId])
  return { id: batch.id, at: batch.madeAt, by: names.get(batch.byId ?? ''), count: row.count }
}

/** Every change of a mark at one workshop, newest first: old value, new value, who, when, why. */
export async function listMarkHistory(_actor: Team, workshopId: string) {
  const changes = await db.placeChange.findMany({
    where: {
      place: { workshopId },
      ...anyMark,
    },
    orderBy: { id: 'desc' },
    take: 200,
    include: { place: { select: { candidate: { select: { name: true } } } } },
  })
  const names = await namesOf(changes.map(({ byId }) => byId))
  return changes.map(({ fromState, toState, reason, at, byId, place }) => ({
    ...{ fromState, toState, reason, at },
    name: place.candidate.name,
    by: names.get(byId ?? ''),
  }))
}
