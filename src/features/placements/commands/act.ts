import type { Member, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordLook } from '../../audit/commands.ts'
import type { PlacementEvent } from '../rules/placements.ts'
import { movePlacement, type MoveDetails, type Moved } from './move.ts'

/** One thing that somebody does with one placement, as one transaction. What a candidate does counts as being active. */
export const actOn = (actor: Member, placementId: string, event: PlacementEvent, details: MoveDetails = {}): Promise<Moved> => {
  const at = now()
  return inTransaction(async (tx) => {
    const moved = await movePlacement(tx, actor, placementId, event, details, at)
    if (moved?.ok === true && actor.role === 'candidate')
      await tx.candidate.update({ where: { id: actor.candidateId }, data: { activeAt: at }, select: { id: true } })
    return moved
  })
}

/** Takes a wish back, or calls a confirmed visit off: for the person it is one and the same. */
export async function stepBack(actor: Member, placementId: string, details: MoveDetails): Promise<Moved> {
  const withdrawn = await actOn(actor, placementId, 'withdraw', details)
  return withdrawn?.ok === false && withdrawn.reason === 'notNow' ? actOn(actor, placementId, 'cancel', details) : withdrawn
}

/** The page of a placement was opened; the candidate sees it. */
export const lookAtPlacement = (actor: Team, candidateId: string): Promise<void> =>
  inTransaction((tx) => recordLook(tx, actor, candidateId, 'placements', 'To run your support'))
