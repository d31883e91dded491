import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { endSupporterPlaces, tellSupportersOfMove } from '../../supporting/commands.ts'
import { reopenWorkshops } from '../../rationales/commands/reopening.ts'
import { refuseDraft, refuseOpenness, refuseWords, type OpennessRefusal } from '../../rationales/queries/openness.ts'
import type { DraftInput, MoveInput, WordsInput } from '../forms/workshops.ts'
import { refuseNetworkLabel, settledNetwork } from './network-events.ts'
import { settledFor, settledWords } from './sessions.ts'
import { whereAt, wordsToKeep } from './venues.ts'
import { isMark } from '../rules/attendance.ts'
import {
  closesHoursOf,
  decideWorkshop,
  timesOf,
  type WorkshopDecision,
  type WorkshopEvent,
  type WorkshopRefusal,
  type WorkshopState,
} from '../rules/workshops.ts'

type Drafted =
  | { ok: true; id: string }
  | { ok: false; reason: WorkshopRefusal | OpennessRefusal | 'unknownCohort' | 'unknownVenue' | 'unknownCourse' | 'unknownNetwork' }

/** Writes a new draft. Nobody is told. */
export const draftWorkshop = (actor: Team, input: DraftInput, force: ForceProfile): Promise<Drafted> =>
  inTransaction(async (tx) => {
    const data = await draftData(tx, input, force)
    if (typeof data === 'string') return { ok: false, reason: data }
    const uncovered = await refuseDraft(tx, data)
    if (uncovered) return { ok: false, reason: uncovered }
    const { id } = await tx.workshop.create({ data: { ...data, createdAt: now() }, select: { id: true } })
    await recordEvent(tx, actor, 'workshop.drafted', { subjectId: id })
    return { ok: true, id }
  })

export const editDraft = (actor: Team, id: string, input: DraftInput, force: ForceProfile): Promise<Drafted | undefined> =>
  inTransaction(async (tx) => {
    const workshop = await lockWorkshop(tx, id)
    if (!workshop) return undefined
    if (workshop.state !== 'draft') return { ok: false, reason: 'alreadyPublished' }
    const data = await draftData(tx, input, force)
    if (typeof data === 'string') return { ok: false, reason: data }
    const uncovered = await refuseDraft(tx, data)
    if (uncovered) return { ok: false, reason: uncovered }
    await tx.workshop.update({ where: { id }, data })
    await recordEvent(tx, actor, 'workshop.edited', { subjectId: id })
    return { ok: true, id }
  })

/** What a draft is made of, or what of it is not known. */
async function draftData(tx: Tx, typed: DraftInput, force: ForceProfile) {
  if (typed.forWhom !== 'candidates' && !force.courses.some(({ id }) => id === typed.forWhom)) return 'unknownCourse'
  const settled = settledNetwork(settledFor(typed), force)
  if (typeof settled === 'string') return settled
  const { closes, how, programme, cohort, rationale, venueId, venue, address, area, ...input } = settled
  const online = how === 'online'
  const belongs = await belonging(tx, programme, cohort)
  if (!belongs) return 'unknownCohort'
  const at = await whereAt(tx, { venueId, online, venue, address, area })
  const rationaleId = input.openness === 'all' || rationale === '' ? null : rationale
  return at ? { ...input, ...belongs, ...at, rationaleId, ...timesOf(input.startsAt, closes), online } : 'unknownVenue'
}

/** A workshop of a cohort belongs to the cohort's programme. */
async function belonging(tx: Tx, programme: string, cohort: string) {
  if (cohort !== '') {
    const found = await tx.cohort.findUnique({ where: { id: cohort }, select: { programmeId: true } })
    return found ? { cohortId: cohort, programmeId: found.programmeId } : undefined
  }
  if (programme === '') return { cohortId: null, programmeId: null }
  const found = await tx.programme.findUnique({ where: { id: programme }, select: { id: true } })
  return found ? { cohortId: null, programmeId: found.id } : undefined
}

/** Puts right the words of a workshop; its time, place and capacity have commands of their own. */
export const editWords = (actor: Team, id: string, input: WordsInput, force: ForceProfile) =>
  change(actor, id, 'edit', 'workshop.edited', async (tx, { openness, rationaleId, audience, network }) => {
    const words = { ...settledWords(audience, input), ...(network !== null && { restricted: true }) }
    const refused = refuseNetworkLabel(force, { ...words, network }) ?? (await refuseWords(tx, force, { ...words, openness, rationaleId }))
    if (refused) return refused
    await tx.workshop.update({ where: { id }, data: words })
    await reopenWorkshops(tx)
    return undefined
  })

export const discardDraft = (actor: Team, id: string) =>
  change(actor, id, 'discard', 'workshop.discarded', async (tx) => {
    await tx.workshop.delete({ where: { id } })
  })

/** Publishes a draft; one that is not open to all rests on a rationale that covers it, and one at a venue keeps its words. */
export const publishWorkshop = (actor: Team, id: string, force: ForceProfile) =>
  change(actor, id, 'publish', 'workshop.published', async (tx, workshop) => {
    const refused = refuseNetworkLabel(force, workshop) ?? (await refuseOpenness(tx, force, workshop))
    if (refused) return refused
    const words = await wordsToKeep(tx, workshop)
    await tx.workshop.update({ where: { id }, data: { ...words, state: 'published', publishedAt: now() } })
    return undefined
  })

/**
 * Changes time or place of a published workshop, and tells everybody who is booked, offered or waiting. Asking
 * closes as long before the start as it did; offers never outlast the new end of offers.
 */
export const moveWorkshop = (actor: Team, id: string, { how, venueId, venue, address, area, ...input }: MoveInput) =>
  change(
    actor,
    id,
    'move',
    'workshop.moved',
    async (tx, workshop) => {
      const times = timesOf(input.startsAt, closesHoursOf(workshop))
      const again = workshop.startsAt.getTime() === input.startsAt.getTime() ? {} : { movedFrom: workshop.startsAt }
      const online = how === 'online'
      const data = {
        ...input,
        ...times,
        ...again,
        ...(await movedTo(tx, workshop, { venueId, online, venue, address, area })),
        online,
        sequence: { increment: 1 },
      }
      await tx.workshop.update({ where: { id }, data })
      await tx.$executeRaw`WITH cut AS (
          UPDATE places SET expires_at = greatest(${times.offersEndAt}, offered_at + interval '1 second')
          WHERE workshop_id = ${id}::uuid AND state = 'offered' AND expires_at > ${times.offersEndAt} RETURNING id, expires_at)
        INSERT INTO place_changes (place_id, from_state, to_state, expires_at, by_id, by_role, at)
        SELECT id, 'offered', 'offered', expires_at, ${actor.accountId}::uuid, ${actor.role}, ${now()} FROM cut`
      const before = JSON.stringify({ startsAt: workshop.startsAt, endsAt: workshop.endsAt })
      await tx.$executeRaw`SELECT email_candidate(candidate_id, 'workshop.moved', id, ${before}::jsonb, ${now()}) FROM places
        WHERE workshop_id = ${id}::uuid AND state IN ('booked', 'offered', 'waiting') ORDER BY arrival`
      await tx.$executeRaw`SELECT fill_places(${id}::uuid, ${now()})`
      await reopenWorkshops(tx)
      await tellSupportersOfMove(tx, id)
    },
    input.startsAt,
  )

type Where = Parameters<typeof whereAt>[1]

/** Where a workshop moves to. A venue of the list brings its own words: what was said of the old place would be wrong there. */
export async function movedTo(tx: Tx, workshop: { venueId: string | null }, where: Where) {
  const { venue, address, area, online } = where
  const at = (await whereAt(tx, where)) ?? { venue, address, area, venueId: null }
  const words =
    at.venueId === workshop.venueId ? {} : await wordsToKeep(tx, { venueId: at.venueId, online, accessInfo: '', travelInfo: '' })
  return { ...at, ...words }
}

/** More places go to those next in line; fewer take nobody's away. */
export const changeCapacity = (actor: Team, id: string, places: { capacity: number; accessPlaces: number; supporterPlaces?: number }) =>
  change(actor, id, 'resize', 'workshop.resized', async (tx, { audience }) => {
    await tx.workshop.update({ where: { id }, data: audience === 'staff' ? { capacity: places.capacity } : places })
    await tx.$executeRaw`SELECT fill_places(${id}::uuid, ${now()})`
  })

/** Ends every live place and tells each person. */
export const cancelWorkshop = (actor: Team, id: string, reason: string) =>
  change(actor, id, 'cancel', 'workshop.cancelled', async (tx, workshop) => {
    // First the workshop, so that no step after the first place fills what came free
    await tx.workshop.update({
      where: { id },
      data: { ...timesThatHeld(workshop), state: 'cancelled', cancelledAt: now(), cancelReason: reason, sequence: { increment: 1 } },
    })
    await tx.$executeRaw`SELECT set_place_state(p, 'workshopCancelled', NULL, ${reason}, ${actor.accountId}::uuid, ${actor.role}, ${now()})
      FROM (SELECT * FROM places WHERE workshop_id = ${id}::uuid AND state IN ('booked', 'offered', 'waiting') ORDER BY arrival) p`
    await endSupporterPlaces(tx, id)
  })

/** Says that it happened: from now on each person can be marked. Whoever still waits is let go, without an e-mail. */
export const holdWorkshop = (actor: Team, id: string) =>
  change(actor, id, 'hold', 'workshop.held', async (tx) => {
    await tx.workshop.update({ where: { id }, data: { state: 'held', heldAt: now() } })
    await tx.$executeRaw`SELECT set_place_state(p, CASE state WHEN 'offered' THEN 'expired' ELSE 'withdrawn' END, NULL, NULL, NULL, 'system', ${now()})
      FROM (SELECT * FROM places WHERE workshop_id = ${id}::uuid AND state IN ('offered', 'waiting') ORDER BY arrival) p`
  })

/** Takes back that it happened, while nobody has a mark. */
export const unholdWorkshop = (actor: Team, id: string) =>
  change(actor, id, 'unhold', 'workshop.unheld', async (tx) => {
    await tx.workshop.update({ where: { id }, data: { state: 'published', heldAt: null } })
  })

export type LockedWorkshop = NonNullable<Awaited<ReturnType<typeof lockWorkshop>>>

/** The workshop with its places' states, under its row lock. */
export async function lockWorkshop(tx: Tx, id: string) {
  await tx.$queryRaw`SELECT id FROM workshops WHERE id = ${id}::uuid FOR UPDATE`
  const workshop = await tx.workshop.findUnique({
    where: { id },
    include: { places: { select: { state: true } }, staffPlaces: { select: { state: true } } },
  })
  if (!workshop) return undefined
  const { places, staffPlaces, state, ...facts } = workshop
  return { ...facts, state: state as WorkshopState, marks: [...places, ...staffPlaces].filter((place) => isMark(place.state)).length }
}

/** The times of a postponed workshop before it was put off: what is cancelled is what people were told of. */
function timesThatHeld({ state, movedFrom, startsAt, endsAt, bookingClosesAt, offersEndAt }: LockedWorkshop) {
  if (state !== 'postponed' || movedFrom === null) return {}
  const back = (time: Date) => new Date(time.getTime() - (startsAt.getTime() - movedFrom.getTime()))
  return { startsAt: movedFrom, endsAt: back(endsAt), bookingClosesAt: back(bookingClosesAt), offersEndAt: back(offersEndAt) }
}

/** One workshop, one decision, in one transaction; undefined where there is no such workshop. A refusal of `write` comes before it writes. */
export const change = (
  actor: Team,
  id: string,
  event: WorkshopEvent,
  name: string,
  write: (tx: Tx, workshop: LockedWorkshop) => Promise<OpennessRefusal | undefined | void>,
  to?: Date,
): Promise<WorkshopDecision | { ok: false; reason: OpennessRefusal } | undefined> =>
  inTransaction(async (tx) => {
    const workshop = await lockWorkshop(tx, id)
    if (!workshop) return undefined
    const decision = decideWorkshop(workshop, event, now(), to)
    if (!decision.ok) return decision
    await tx.$executeRaw`SELECT line_doer(${actor.accountId}::uuid, ${actor.role}, ${now()})`
    const refused = await write(tx, workshop)
    if (refused) return { ok: false, reason: refused }
    await recordEvent(tx, actor, name, { subjectId: id })
    return decision
  })
