import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { pool } from '../../../core/db.ts'
import { reopenWorkshops } from '../../rationales/commands/reopening.ts'
import { tellSupportersOfMove } from '../../supporting/commands.ts'
import type { PostponeInput } from '../forms/workshops.ts'
import { closesHoursOf, timesOf } from '../rules/workshops.ts'
import { change, movedTo } from './workshops.ts'

/**
 * Puts a workshop off, to a new time or to a date that is not known yet, or gives the new date to one that waits for it.
 * Everybody keeps their place and their order, is told once, and is asked anew whether they come. Held offers get a new end.
 */
export const postponeWorkshop = (actor: Team, id: string, input: PostponeInput) =>
  input.known ? redate(actor, id, input) : leaveOpen(actor, id, input.why)

const leaveOpen = (actor: Team, id: string, why: string) =>
  change(actor, id, 'postpone', 'workshop.postponed', async (tx) => {
    await tx.$executeRaw`SELECT postpone_workshop(${id}::uuid, NULL, NULL, NULL, NULL, 'workshop.postponed', ${why === '' ? null : why},
      ${actor.accountId}::uuid, ${actor.role}, ${now()})`
    await tellSupportersOfMove(tx, id)
  })

const redate = (actor: Team, id: string, { startsAt, endsAt, how, why, ...where }: Extract<PostponeInput, { known: true }>) =>
  change(
    actor,
    id,
    'redate',
    'workshop.redated',
    async (tx, workshop) => {
      const { bookingClosesAt, offersEndAt } = timesOf(startsAt, closesHoursOf(workshop))
      const kind = workshop.state === 'postponed' ? 'workshop.newDate' : 'workshop.postponed'
      const { venueId, venue, address, area } = where
      const online = how === 'online'
      const at = await movedTo(tx, workshop, { venueId, venue, address, area, online })
      await tx.workshop.update({ where: { id }, data: { ...at, online } })
      await tx.$executeRaw`SELECT postpone_workshop(${id}::uuid, ${startsAt}, ${endsAt}, ${bookingClosesAt}, ${offersEndAt}, ${kind},
        ${why === '' ? null : why}, ${actor.accountId}::uuid, ${actor.role}, ${now()})`
      await reopenWorkshops(tx)
      await tellSupportersOfMove(tx, id)
    },
    startsAt,
  )

type GivenBack = { ok: true } | { ok: false; reason: 'notBooked' | 'alreadyBegan' | 'notAsked' }

/** Gives back a place at a workshop that was put off, freely however near the new date is. Undefined where it is no place of theirs. */
export async function giveBackPostponed(actor: Candidate, placeId: string): Promise<GivenBack | undefined> {
  const { rows } = await pool.query<{ outcome: 'ok' | 'notFound' | 'notBooked' | 'alreadyBegan' | 'notAsked' }>(
    'SELECT give_back_postponed($1, $2, $3, $4, $5) AS outcome',
    [placeId, actor.candidateId, actor.accountId, actor.role, now()],
  )
  const outcome = rows[0]?.outcome ?? 'notFound'
  if (outcome === 'notFound') return undefined
  return outcome === 'ok' ? { ok: true } : { ok: false, reason: outcome }
}
