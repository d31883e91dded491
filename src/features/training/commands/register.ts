import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { recordEvent } from '../../audit/commands.ts'
import { editableUntil } from '../../programmes/rules/attendance.ts'
import { lockPeople } from '../../supporting/commands/own.ts'
import { decideStaffPlace, type MarkedRow, type RegisterMark, type StaffPlaceEvent, type StaffPlaceRefusal } from '../rules/places.ts'
import type { WalkInRefusal } from '../rules/words.ts'
import { giveWhereEarned, withdrawOfPlace } from './certificates.ts'
import { lockStaffPlace, writeStaffPlace } from './places.ts'

const eventOf: Record<RegisterMark, StaffPlaceEvent> = { attended: 'here', absent: 'missed', booked: 'unmark' }
export type Saved = { saved: number; refused: (StaffPlaceRefusal | 'changed')[] }

/**
 * Saves the marks that changed. What somebody else changed meanwhile is refused while the others are saved. Who came is given the
 * certificate that they have earned; who did not after all loses it. Undefined where there is no such session.
 */
export const saveStaffMarks = (actor: Team, workshopId: string, rows: MarkedRow[], force: ForceProfile): Promise<Saved | undefined> =>
  inTransaction(async (tx) => {
    const accounts = await tx.staffPlace.findMany({ where: { workshopId }, select: { accountId: true }, orderBy: { accountId: 'asc' } })
    for (const { accountId } of accounts) await lockPeople(tx, accountId)
    const session = await lockSession(tx, workshopId)
    if (!session) return undefined
    const done: Saved = { saved: 0, refused: [] }
    for (const row of rows.filter(({ was, mark }) => was !== mark)) {
      const outcome = await saveMark(tx, actor, workshopId, row, force)
      if (outcome === 'saved') done.saved += 1
      else if (outcome !== undefined) done.refused.push(outcome)
    }
    if (done.saved > 0) await recordEvent(tx, actor, 'register.saved', { subjectId: workshopId, data: { marks: done.saved } })
    return done
  })

async function saveMark(tx: Tx, actor: Team, workshopId: string, { placeId, was, mark }: MarkedRow, force: ForceProfile) {
  const place = await lockStaffPlace(tx, placeId, { workshopId })
  if (!place || place.state === mark) return undefined
  if (place.state !== was) return 'changed' as const
  const at = now()
  const decision = decideStaffPlace(place, eventOf[mark], actor.role, at)
  if (!decision.ok) return decision.reason
  await writeStaffPlace(tx, place, decision.state, actor, at)
  const course = force.courses.find(({ id }) => id === place.session.course)
  if (decision.state !== 'attended') await withdrawOfPlace(tx, actor, placeId)
  else if (course) await giveWhereEarned(tx, actor, place.accountId, course)
  return 'saved' as const
}

async function lockSession(tx: Tx, id: string) {
  await tx.$queryRaw`SELECT id FROM workshops WHERE id = ${id}::uuid FOR UPDATE`
  return tx.workshop.findFirst({ where: { id, audience: 'staff', state: { not: 'draft' } } })
}

type WalkedIn = { ok: true } | { ok: false; reason: WalkInRefusal }

/** Adds a colleague who came without a place, as here. Undefined where there is no such session. */
export const addStaffWalkIn = (actor: Team, workshopId: string, email: string, force: ForceProfile): Promise<WalkedIn | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const session = await lockSession(tx, workshopId)
    if (!session) return undefined
    if (session.state !== 'held') return { ok: false, reason: 'notHeld' }
    if (actor.role !== 'lead' && at >= editableUntil(session.endsAt)) return { ok: false, reason: 'leadOnly' }
    const staff = { closedAt: null, deactivatedAt: null, roles: { some: { role: { not: 'candidate' } } } }
    const account = await tx.account.findFirst({ where: { emailKey: email.toLowerCase(), ...staff }, select: { id: true } })
    if (!account) return { ok: false, reason: 'noSuchPerson' }
    const accountId = account.id
    if (await tx.staffPlace.findFirst({ where: { workshopId, accountId, endedAt: null } }))
      return { ok: false, reason: 'alreadyOnRegister' }
    const by = { changedAt: at, changedById: actor.accountId, changedByRole: actor.role }
    await tx.workshop.update({ where: { id: workshopId }, data: { nextArrival: { increment: 1 } } })
    await tx.staffPlace.create({
      data: { workshopId, accountId, arrival: session.nextArrival, state: 'attended', walkIn: true, askedAt: at, ...by },
    })
    await recordEvent(tx, actor, 'training.walkedIn', { subjectId: workshopId })
    const course = force.courses.find(({ id }) => id === session.course)
    if (course) await giveWhereEarned(tx, actor, accountId, course)
    return { ok: true }
  })
