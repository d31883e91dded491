import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db } from '../../../core/db.ts'
import { checkWindow, editableUntil, isMark, isRecorded, type Recorded } from '../rules/attendance.ts'
import type { WorkshopState } from '../rules/workshops.ts'
import { namesOf } from './workshops.ts'

/** The register of one workshop: everybody booked, by name, with what is recorded, and by whom. */
export async function findRegister(actor: Team, id: string) {
  const workshop = await db.workshop.findUnique({
    where: { id },
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
  const last = await lastMarks(places.map((place) => place.id))
  const people = places
    .filter((place) => isRecorded(place.state))
    .map(({ id: placeId, candidate, walkIn, ...place }) => ({
      placeId,
      candidateId: candidate.id,
      name: candidate.name,
      reference: candidate.reference,
      need: candidate.access?.text,
      walkIn,
      state: place.state as Recorded,
      last: last.get(placeId),
    }))
  const window = checkWindow(facts.endsAt, actor.role, '', now())
  return {
    ...facts,
    state: state as WorkshopState,
    people,
    recorded: people.filter((person) => isMark(person.state)).length,
    editableUntil: editableUntil(facts.endsAt),
    window,
  }
}
export type Register = NonNullable<Awaited<ReturnType<typeof findRegister>>>

/** The newest mark of each place: when, and by whom. */
async function lastMarks(placeIds: string[]) {
  const changes = await db.placeChange.findMany({
    where: { placeId: { in: placeIds } },
    distinct: ['placeId'],
    orderBy: [{ placeId: 'asc' }, { id: 'desc' }],
  })
  const names = await namesOf(changes.map(({ byId }) => byId))
  return new Map(
    changes.filter(({ toState }) => isMark(toState)).map(({ placeId, at, byId }) => [placeId, { at, by: names.get(byId ?? '') }]),
  )
}

/** Every change of a mark at one workshop, newest first: old value, new value, who, when, why. */
export async function listMarkHistory(_actor: Team, workshopId: string) {
  const changes = await db.placeChange.findMany({
    where: {
      place: { workshopId },
      OR: [
        { fromState: { in: ['attended', 'attendedLate', 'leftEarly', 'absentNotified', 'absent'] } },
        { toState: { in: ['attended', 'attendedLate', 'leftEarly', 'absentNotified', 'absent'] } },
      ],
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
