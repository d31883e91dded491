import type { Doer, Supporter, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, type Tx } from '../../../core/db.ts'
import { recordEvent, recordLook } from '../../audit/commands.ts'
import { movePlacement, type Moved } from '../../placements/commands/move.ts'
import { ownVisits } from '../queries/visits.ts'
import { isDebriefOver } from '../rules/visits.ts'

/** Ends a visit on which everything is said. */
export const endVisit = (tx: Tx, doer: Doer, placementId: string, at: Date): Promise<Moved> =>
  movePlacement(tx, doer, placementId, 'debrief', {}, at)

type Mark = { came: true } | { came: false; reasons: string[] }

/** The host says whether somebody came. Undefined for a visit that is not theirs. */
export const markVisit = (actor: Supporter, placementId: string, mark: Mark): Promise<Moved> =>
  inTransaction(async (tx) => {
    const own = await tx.placement.count({ where: { id: placementId, ...ownVisits(actor) } })
    if (own === 0) return undefined
    return mark.came
      ? movePlacement(tx, actor, placementId, 'attend', {}, now())
      : movePlacement(tx, actor, placementId, 'absent', { reasons: mark.reasons }, now())
  })

export type Closed = Moved | { ok: false; reason: 'notYet' }
/** The team closes a visit whose time for looking back is over, whoever has not written. */
export const closeVisit = (actor: Team, placementId: string): Promise<Closed> =>
  inTransaction(async (tx) => {
    const at = now()
    const visit = await tx.placement.findFirst({ where: { id: placementId, state: 'attended' }, select: { date: true } })
    if (!visit?.date) return undefined
    if (!isDebriefOver(visit.date, at)) return { ok: false, reason: 'notYet' }
    return endVisit(tx, actor, placementId, at)
  })

/** Somebody of the team has looked at a stop, and at what was unsafe. False where there is nothing of the kind. */
export const seeVisit = (actor: Team, placementId: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const seen = { seenAt: now(), seenById: actor.accountId }
    const where = { placementId, seenAt: null }
    const stops = await tx.visitStop.updateMany({ where, data: seen })
    const said = await tx.visitDebrief.updateMany({ where: { ...where, unsafe: true }, data: seen })
    if (stops.count + said.count === 0) return false
    const { candidateId } = await tx.placement.findUniqueOrThrow({ where: { id: placementId }, select: { candidateId: true } })
    await recordEvent(tx, actor, 'visit.seen', { candidateId, subjectId: placementId })
    return true
  })

/** That somebody of the team opened the page of a visit, for the candidate to see. */
export const noteLook = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'visit', 'To see how your visit went'))
