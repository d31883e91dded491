import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import type { GivingRefusal } from '../rules/line.ts'

type Called = { ok: true } | { ok: false; reason: GivingRefusal }

/**
 * Keeps that somebody of the line was rung, when offers can no longer be made in time, and what came of it: a yes books the
 * place, out of turn only with a reason; a no ends their wait; anything else leaves them where they are, and the next is rung.
 * Undefined where there is no such place at this workshop.
 */
export const keepCall = (
  actor: Team,
  {
    workshopId,
    placeId,
    outcome,
    reason,
  }: { workshopId: string; placeId: string; outcome: 'yes' | 'no' | 'noAnswer' | 'message'; reason: string },
): Promise<Called | undefined> =>
  inTransaction(async (tx) => {
    const place = await tx.place.findFirst({ where: { id: placeId, workshopId }, select: { state: true } })
    if (!place) return undefined
    if (outcome === 'yes') {
      const [given] = await tx.$queryRaw<{ outcome: 'ok' | GivingRefusal }[]>`SELECT outcome
        FROM give_place(${placeId}::uuid, ${reason}, ${actor.accountId}::uuid, ${actor.role}, ${now()})`
      return given === undefined || given.outcome === 'ok' ? { ok: true } : { ok: false, reason: given.outcome }
    }
    if (place.state !== 'waiting') return { ok: false, reason: 'notWaiting' }
    await tx.$executeRaw`SELECT call_place(${placeId}::uuid, ${outcome}, ${actor.accountId}::uuid, ${actor.role}, ${now()})`
    if (outcome === 'no')
      await tx.$executeRaw`SELECT change_place(${placeId}::uuid, 'remove', 'You told us on the telephone that you do not need the place.',
        ${actor.accountId}::uuid, ${actor.role}, ${now()})`
    return { ok: true }
  })
