import type { Actor, Lead, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { monthsAfter } from '../../../core/dates.ts'
import { db, inTransaction, type Tx } from '../../../core/db.ts'
import { allow } from '../../../core/rate-limit.ts'
import { invite } from '../../accounts/commands/invitations.ts'
import type { InviteRefusal } from '../../accounts/rules/invitations.ts'
import { recordEvent } from '../../audit/commands.ts'
import { queueEmail } from '../../messages/commands.ts'
import type { VolunteerInput } from '../forms/volunteers.ts'

const limits = { network: { points: 30, seconds: 3600 }, address: { points: 5, seconds: 3600 } } as const

/**
 * Takes somebody's offer. An address that has offered already is answered in the same way and kept once, so that nobody
 * learns who did; whether it has an account is not looked at.
 */
export async function volunteer(actor: Actor, network: string, { name, email, title, kinds, words }: VolunteerInput): Promise<boolean> {
  const allowed = (await allow('volunteer-network', network, limits.network)) && (await allow('volunteer-address', email, limits.address))
  if (!allowed) return false
  const emailKey = email.toLowerCase()
  await inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`volunteer ${emailKey}`}, 0))`
    if ((await tx.volunteer.count({ where: { emailKey, state: 'waiting' } })) > 0) return
    const { id } = await tx.volunteer.create({
      data: { name, email, emailKey, title, kinds, words, receivedAt: now() },
      select: { id: true },
    })
    await recordEvent(tx, actor, 'volunteer.offered', { subjectId: id })
    await queueEmail(tx, { address: email, kind: 'volunteer.received', about: id })
  })
  return true
}

export type VolunteerDecision = { ok: true } | { ok: false; reason: 'notNow' | InviteRefusal }

const decided = (id: string, write: (tx: Tx, at: Date) => Promise<void>): Promise<VolunteerDecision | undefined> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM volunteers WHERE id = ${id}::uuid FOR UPDATE`
    const found = await tx.volunteer.findUnique({ where: { id }, select: { state: true } })
    if (!found) return undefined
    if (found.state !== 'waiting') return { ok: false, reason: 'notNow' }
    await write(tx, now())
    return { ok: true }
  })

/**
 * Invites somebody who offered, as leads invite everybody of the staff. The invitation comes first: where this ends between
 * the two, asking again finds it sent and marks the offer.
 */
export async function inviteVolunteer(actor: Lead, id: string): Promise<VolunteerDecision | undefined> {
  const found = await db.volunteer.findUnique({ where: { id }, select: { email: true, state: true } })
  if (!found) return undefined
  if (found.state !== 'waiting') return { ok: false, reason: 'notNow' }
  const invited = await invite(actor, { email: found.email, role: 'supporter' })
  if (!invited.ok && invited.reason !== 'alreadyInvited') return invited
  return decided(id, async (tx, at) => {
    await tx.volunteer.update({ where: { id }, data: { state: 'invited', decidedAt: at, decidedById: actor.accountId } })
    await recordEvent(tx, actor, 'volunteer.invited', { subjectId: id })
  })
}

export const declineVolunteer = (actor: Team, id: string, why: string): Promise<VolunteerDecision | undefined> =>
  decided(id, async (tx, at) => {
    const decision = { state: 'declined', decidedAt: at, decidedById: actor.accountId, decidedWhy: why }
    const { email } = await tx.volunteer.update({ where: { id }, data: decision, select: { email: true } })
    await recordEvent(tx, actor, 'volunteer.declined', { subjectId: id })
    await queueEmail(tx, { address: email, kind: 'volunteer.declined', about: id })
  })

/** Offers go a while after they were dealt with; one that nobody has answered stays until somebody does. */
export async function forgetVolunteers(months: number): Promise<void> {
  await db.volunteer.deleteMany({ where: { state: { not: 'waiting' }, decidedAt: { lte: monthsAfter(now(), -months) } } })
}
