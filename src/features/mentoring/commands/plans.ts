import { londonDay } from '../../../core/dates.ts'
import type { Tx } from '../../../core/db.ts'
import { sideOf, type OfPair } from '../../together/queries/pair.ts'
import { otherSide } from '../../together/rules/pairs.ts'
import {
  decidePlan,
  GOALS_MOST,
  refuseExtension,
  reviewsOpen,
  termOf,
  type GoalEnd,
  type PlanEvent,
  type PlanState,
  type ReviewPoint,
} from '../rules/plans.ts'
import { onPlan, refuse, type MentoringDecision } from './steps.ts'

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)
type Answer = Promise<MentoringDecision | undefined>

/** Sets one more goal; three at a time. */
export const setGoal = (actor: OfPair, pairingId: string, text: string): Answer =>
  onPlan(actor, pairingId, 'mentoring.goalSet', async ({ tx, at }) => {
    if ((await tx.mentoringGoal.count({ where: { pairingId, state: 'live' } })) >= GOALS_MOST) return refuse('threeGoals')
    await tx.mentoringGoal.create({ data: { pairingId, text, side: sideOf(actor), setAt: at }, select: { id: true } })
    return { ok: true }
  })

/** A goal is reached or let go, and stays so. */
export const endGoal = (actor: OfPair, { pairingId, goalId }: { pairingId: string; goalId: string }, how: GoalEnd): Answer =>
  onPlan(actor, pairingId, 'mentoring.goalEnded', async ({ tx, at }) => {
    const goal = await tx.mentoringGoal.findFirst({ where: { id: goalId, pairingId }, select: { state: true } })
    if (!goal) return undefined
    if (goal.state !== 'live') return refuse('settled')
    await tx.mentoringGoal.update({ where: { id: goalId }, data: { state: how, endedAt: at }, select: { id: true } })
    return { ok: true }
  })

const agreedOf = (tx: Tx, pairingId: string) => tx.mentoringPlan.findFirst({ where: { pairingId, state: 'agreed' } })

type Proposal = { approach: string; everyWeeks: number; weeks: number; startsOn: string }

/** Proposes the next version, with the goals as they stand. A later version keeps the day on which the first agreed one began. */
export const proposePlan = (actor: OfPair, pairingId: string, given: Proposal): Answer =>
  onPlan(actor, pairingId, 'mentoring.planProposed', async ({ tx, at, tell }) => {
    if ((await tx.mentoringPlan.count({ where: { pairingId, state: 'proposed' } })) > 0) return refuse('proposalWaits')
    const goals = await tx.mentoringGoal.findMany({ where: { pairingId, state: 'live' }, orderBy: [{ setAt: 'asc' }, { id: 'asc' }] })
    if (goals.length === 0) return refuse('noGoals')
    const agreed = await agreedOf(tx, pairingId)
    const startsOn = agreed ? dayOf(agreed.startsOn) : given.startsOn
    if (termOf({ startsOn, weeks: given.weeks }).endsOn <= londonDay(at)) return refuse('overAlready')
    const last = await tx.mentoringPlan.aggregate({ where: { pairingId }, _max: { number: true } })
    const side = sideOf(actor)
    const { id } = await tx.mentoringPlan.create({
      data: {
        ...{ pairingId, side, number: (last._max.number ?? 0) + 1, goals: goals.map(({ text }) => text), proposedAt: at },
        ...{ approach: given.approach, everyWeeks: given.everyWeeks, weeks: given.weeks, startsOn: new Date(startsOn) },
      },
      select: { id: true },
    })
    await tell('mentoring.planProposed', id, otherSide(side))
    return { ok: true }
  })

const past = { agree: 'mentoring.planAgreed', decline: 'mentoring.planNotAgreed', takeBack: 'mentoring.planTakenBack' } as const

/** Answers the version that was read: agrees to it, asks for another, or takes one's own back. `number`: the version on the page. */
export const answerPlan = (actor: OfPair, pairingId: string, event: Exclude<PlanEvent, 'replace'>, number: number): Answer =>
  onPlan(actor, pairingId, past[event], async ({ tx, at, tell }) => {
    const plan = await tx.mentoringPlan.findUnique({ where: { pairingId_number: { pairingId, number } } })
    if (!plan) return undefined
    const decision = decidePlan(plan.state as PlanState, event, plan.side === sideOf(actor) ? 'proposer' : 'other')
    if (!decision.ok) return decision
    if (event === 'agree')
      await tx.mentoringPlan.updateMany({ where: { pairingId, state: 'agreed' }, data: { state: 'replaced', closedAt: at } })
    const times = event === 'agree' ? { agreedAt: at } : { closedAt: at }
    await tx.mentoringPlan.update({ where: { id: plan.id }, data: { state: decision.state, ...times }, select: { id: true } })
    if (event === 'agree') await tell('mentoring.planAgreed', plan.id, otherSide(sideOf(actor)))
    return { ok: true }
  })

/** Asks the other for more weeks, with a reason: once for a pairing. */
export const askExtension = (actor: OfPair, pairingId: string, { weeks, reason }: { weeks: number; reason: string }): Answer =>
  onPlan(actor, pairingId, 'mentoring.extensionAsked', async ({ tx, at, tell }) => {
    const extension = await tx.mentoringExtension.findUnique({ where: { pairingId } })
    const asked = extension ? { side: extension.side, agreed: extension.agreedAt !== null } : undefined
    const refusal = refuseExtension((await agreedOf(tx, pairingId)) !== null, asked)
    if (refusal !== undefined) return refuse(refusal)
    const side = sideOf(actor)
    await tx.mentoringExtension.create({ data: { pairingId, weeks, reason, side, askedAt: at }, select: { pairingId: true } })
    await tell('mentoring.extensionAsked', pairingId, otherSide(side))
    return { ok: true }
  })

/** Agrees to the other's extension, or does away with one that is only asked for, one's own or the other's. */
export const answerExtension = (actor: OfPair, pairingId: string, agree: boolean): Answer =>
  onPlan(actor, pairingId, agree ? 'mentoring.extended' : 'mentoring.notExtended', async ({ tx, at }) => {
    const extension = await tx.mentoringExtension.findUnique({ where: { pairingId } })
    if (!extension) return undefined
    if (extension.agreedAt !== null) return refuse('extended')
    if (agree && extension.side === sideOf(actor)) return refuse('notYours')
    if (agree) await tx.mentoringExtension.update({ where: { pairingId }, data: { agreedAt: at }, select: { pairingId: true } })
    else await tx.mentoringExtension.delete({ where: { pairingId }, select: { pairingId: true } })
    return { ok: true }
  })

/** Looks back, once for each point and side, while that look is open. */
export const review = (actor: OfPair, pairingId: string, point: ReviewPoint, given: { progress: number; words: string }): Answer =>
  onPlan(actor, pairingId, 'mentoring.reviewed', async ({ tx, at }) => {
    const [plan, extension] = await Promise.all([agreedOf(tx, pairingId), tx.mentoringExtension.findUnique({ where: { pairingId } })])
    if (!plan) return refuse('noPlan')
    const term = termOf({ startsOn: dayOf(plan.startsOn), weeks: plan.weeks }, extension?.agreedAt ? extension.weeks : 0)
    if (!reviewsOpen(term, londonDay(at)).includes(point)) return refuse('notOpen')
    const side = sideOf(actor)
    if ((await tx.mentoringReview.count({ where: { pairingId, point, side } })) > 0) return refuse('settled')
    await tx.mentoringReview.create({ data: { pairingId, point, side, ...given, at }, select: { id: true } })
    return { ok: true }
  })
