import type { Candidate, Supporter, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import { decideOneToOne, sideOf, type OneToOneEvent, type OneToOneRefusal, type OneToOneState, type WhyNot } from '../rules/one-to-ones.ts'
import { doneBy, factsOf, lockOneToOne, sides, tellOf, type OfOneToOne } from './steps.ts'

export type Moved = { ok: true } | { ok: false; reason: OneToOneRefusal }
type Step = { event: Exclude<OneToOneEvent, 'move'>; reason?: string | undefined; whyNot?: WhyNot }

/** One step of a booking, under its lock; undefined where there is none of theirs. What will not take place frees the time. */
const step = (actor: OfOneToOne, id: string, { event, reason, whyNot }: Step): Promise<Moved | undefined> =>
  inTransaction(async (tx) => {
    const at = now()
    const booking = await lockOneToOne(tx, actor, id)
    if (!booking) return undefined
    const decision = decideOneToOne(factsOf(booking), event, sideOf(actor.role), { now: at, reason })
    if (!decision.ok) return decision
    const { state } = decision
    await tx.oneToOne.update({
      where: { id },
      data: { state, reason: reason ?? null, whyNot: whyNot ?? null, closedAt: at, ...doneBy(actor, at) },
    })
    const { candidateId, slot } = booking
    if (actor.role === 'candidate') await tx.candidate.update({ where: { id: candidateId }, data: { activeAt: at }, select: { id: true } })
    await recordEvent(tx, actor, eventOf[state], { candidateId, subjectId: id, data: { kind: slot.kind } })
    const off = event === 'cancel' || event === 'callOff'
    if (off) for (const side of sides) await tellOf(tx, { id, candidateId, supporterId: slot.supporterId }, 'oneToOne.off', side)
    if (event === 'callOff') await tx.oneToOneSlot.update({ where: { id: slot.id }, data: { state: 'withdrawn', changedAt: at } })
    return { ok: true }
  })

const eventOf: Record<OneToOneState, string> = {
  booked: 'oneToOne.booked',
  superseded: 'oneToOne.moved',
  cancelled: 'oneToOne.cancelled',
  lateCancelled: 'oneToOne.lateCancelled',
  calledOff: 'oneToOne.calledOff',
  held: 'oneToOne.held',
  notHeld: 'oneToOne.notHeld',
}

/** Gives a booking back, so that somebody else can have the time; late with a reason that is chosen, never proved. */
export const cancelOneToOne = (actor: Candidate | Team, id: string, reason?: string) => step(actor, id, { event: 'cancel', reason })

/** The coach cannot, or the team says so for them: the time goes with it. */
export const callOffOneToOne = (actor: Supporter | Team, id: string, reason?: string) => step(actor, id, { event: 'callOff', reason })

export const holdOneToOne = (actor: Supporter | Team, id: string) => step(actor, id, { event: 'hold' })
export const missOneToOne = (actor: Supporter | Team, id: string, whyNot: WhyNot) => step(actor, id, { event: 'miss', whyNot })
