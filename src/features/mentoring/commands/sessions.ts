import { randomUUID } from 'node:crypto'
import { londonDay } from '../../../core/dates.ts'
import type { Tx } from '../../../core/db.ts'
import { noteContact } from '../../together/commands/contacts.ts'
import { sideOf, type OfPair } from '../../together/queries/pair.ts'
import { sides } from '../../together/rules/pairs.ts'
import { decideSession, type How, type SessionState, type WhyNot } from '../rules/sessions.ts'
import { onPlan, refuse, type MentoringDecision } from './steps.ts'

type Answer = Promise<MentoringDecision | undefined>
type Times = { startsAt: Date; minutes: number; how: How; place: string }
type Which = { pairingId: string; sessionId: string }

/** Plans a session; both get an entry for their calendars. Answers with its id. */
export const planSession = (actor: OfPair, pairingId: string, times: Times): Answer =>
  onPlan(actor, pairingId, 'mentoring.sessionPlanned', async ({ tx, at, tell }) => {
    if (times.startsAt <= at) return refuse('past')
    const data = { pairingId, seriesId: randomUUID(), side: sideOf(actor), plannedAt: at, ...times }
    const { id } = await tx.mentoringSession.create({ data, select: { id: true } })
    for (const side of sides) await tell('mentoring.session', id, side)
    return { ok: true, id }
  })

const findSession = async (tx: Tx, { pairingId, sessionId }: Which) => {
  const session = await tx.mentoringSession.findFirst({ where: { id: sessionId, pairingId } })
  return session ? { ...session, state: session.state as SessionState } : undefined
}

/** Another time or place: a new row in the place of the old one, which stays as it was. Answers with the new one's id. */
export const moveSession = (actor: OfPair, which: Which, times: Times): Answer =>
  onPlan(actor, which.pairingId, 'mentoring.sessionMoved', async ({ tx, at, tell }) => {
    const session = await findSession(tx, which)
    if (!session) return undefined
    const decision = decideSession(session, 'reschedule', at)
    if (!decision.ok) return decision
    if (times.startsAt <= at) return refuse('past')
    const { pairingId, seriesId, sequence } = session
    await tx.mentoringSession.update({ where: { id: session.id }, data: { state: decision.state, closedAt: at }, select: { id: true } })
    const follows = { seriesId, sequence: sequence + 1, supersedesId: session.id }
    const { id } = await tx.mentoringSession.create({
      data: { pairingId, ...follows, side: sideOf(actor), plannedAt: at, ...times },
      select: { id: true },
    })
    for (const side of sides) await tell('mentoring.session', id, side)
    return { ok: true, id }
  })

/** It was held: that notes the day as one on which the two spoke. */
export const holdSession = (actor: OfPair, which: Which): Answer =>
  onPlan(actor, which.pairingId, 'mentoring.sessionHeld', async ({ tx, pair, at }) => {
    const session = await findSession(tx, which)
    if (!session) return undefined
    const decision = decideSession(session, 'hold', at)
    if (!decision.ok) return decision
    await tx.mentoringSession.update({ where: { id: session.id }, data: { state: decision.state, closedAt: at }, select: { id: true } })
    await noteContact(tx, actor, pair, { day: londonDay(session.startsAt), minutes: session.minutes }, at)
    return { ok: true }
  })

/** It was not held, or will not be; whose reason it was is noted, and no more. */
export const missSession = (actor: OfPair, which: Which, whyNot: WhyNot): Answer =>
  onPlan(actor, which.pairingId, 'mentoring.sessionNotHeld', async ({ tx, at, tell }) => {
    const session = await findSession(tx, which)
    if (!session) return undefined
    const decision = decideSession(session, 'miss', at)
    if (!decision.ok) return decision
    await tx.mentoringSession.update({
      where: { id: session.id },
      data: { state: decision.state, closedAt: at, whyNot },
      select: { id: true },
    })
    if (session.startsAt > at) for (const side of sides) await tell('mentoring.sessionOff', session.id, side)
    return { ok: true }
  })
