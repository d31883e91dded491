import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { FacilitatorInput, VenueInput } from '../forms/venues.ts'
import { keptWords, placeOf } from '../rules/venues.ts'

type Saved = { ok: true; id: string } | { ok: false; reason: 'nameTaken' }

/** Makes or changes a venue; workshops that are published keep the words they had. Undefined where there is no such venue. */
export const saveVenue = (actor: Team, id: string | undefined, input: VenueInput): Promise<Saved | undefined> =>
  inTransaction(async (tx) => {
    await lockNames(tx)
    if (id !== undefined && !(await tx.venue.findUnique({ where: { id }, select: { id: true } }))) return undefined
    const same = await tx.venue.findFirst({ where: { name: input.name, archivedAt: null, ...(id !== undefined && { id: { not: id } }) } })
    if (same) return { ok: false, reason: 'nameTaken' }
    const data = { ...input, changedAt: now() }
    const saved =
      id === undefined
        ? await tx.venue.create({ data: { ...data, createdAt: now() }, select: { id: true } })
        : await tx.venue.update({ where: { id }, data, select: { id: true } })
    await recordEvent(tx, actor, id === undefined ? 'venue.added' : 'venue.edited', { subjectId: saved.id })
    return { ok: true, id: saved.id }
  })

/** Two people who add the same name at once wait for each other. */
const lockNames = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('venues'))`

/** Takes a venue off the list, or puts it back. Nothing is deleted. Undefined where there is no such venue. */
export const archiveVenue = (actor: Team, id: string, act: 'archive' | 'restore'): Promise<Saved | undefined> =>
  inTransaction(async (tx) => {
    await lockNames(tx)
    const venue = await tx.venue.findUnique({ where: { id } })
    if (!venue) return undefined
    if (act === 'restore' && (await tx.venue.findFirst({ where: { name: venue.name, archivedAt: null, id: { not: id } } })))
      return { ok: false, reason: 'nameTaken' }
    await tx.venue.update({ where: { id }, data: { archivedAt: act === 'archive' ? now() : null } })
    await recordEvent(tx, actor, act === 'archive' ? 'venue.archived' : 'venue.restored', { subjectId: id })
    return { ok: true, id }
  })

/** Where a workshop is: at a venue of the list where one was chosen, otherwise as typed. Undefined where the venue is not on it. */
export async function whereAt(
  tx: Tx,
  { venueId = '', online, ...typed }: { venueId?: string | undefined; online: boolean; venue: string; address: string; area: string },
) {
  if (venueId === '' || online) return { ...typed, venueId: null }
  const found = await tx.venue.findFirst({ where: { id: venueId } })
  return found ? { ...placeOf(found), venueId } : undefined
}

/** The words of its venue that a workshop keeps from its publishing on. */
export async function wordsToKeep(tx: Tx, workshop: { venueId: string | null; online: boolean; accessInfo: string; travelInfo: string }) {
  if (workshop.venueId === null || workshop.online) return {}
  const venue = await tx.venue.findUnique({ where: { id: workshop.venueId } })
  return venue ? keptWords(venue, workshop) : {}
}

type Added = { ok: true } | { ok: false; reason: 'unknownAccount' | 'alreadyLeads' }

/** Says who leads a workshop: somebody of the team, or a guest by name. Undefined where there is no such workshop. */
export const addFacilitator = (actor: Team, workshopId: string, input: FacilitatorInput): Promise<Added | undefined> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM workshops WHERE id = ${workshopId}::uuid FOR UPDATE`
    if (!(await tx.workshop.findUnique({ where: { id: workshopId }, select: { id: true } }))) return undefined
    const { account, name, role, shown } = input
    const person =
      account === ''
        ? undefined
        : await tx.account.findFirst({
            where: { id: account, closedAt: null, deactivatedAt: null, roles: { some: { role: { in: ['coordinator', 'lead'] } } } },
          })
    if (account !== '' && !person) return { ok: false, reason: 'unknownAccount' }
    if (account !== '' && (await tx.workshopFacilitator.findFirst({ where: { workshopId, accountId: account } })))
      return { ok: false, reason: 'alreadyLeads' }
    const accountId = account === '' ? null : account
    await tx.workshopFacilitator.create({ data: { workshopId, accountId, name: person?.name ?? name, role, shown, addedAt: now() } })
    await recordEvent(tx, actor, 'workshop.facilitatorAdded', { subjectId: workshopId })
    return { ok: true }
  })

/** Takes somebody off again; undefined where they do not lead it. */
export const removeFacilitator = (actor: Team, workshopId: string, id: string): Promise<true | undefined> =>
  inTransaction(async (tx) => {
    const gone = await tx.workshopFacilitator.deleteMany({ where: { id, workshopId } })
    if (gone.count === 0) return undefined
    await recordEvent(tx, actor, 'workshop.facilitatorRemoved', { subjectId: workshopId })
    return true
  })
