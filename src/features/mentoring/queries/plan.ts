import { now } from '../../../core/clock.ts'
import { londonDay } from '../../../core/dates.ts'
import { db } from '../../../core/db.ts'
import { findPair, type OfPair } from '../../together/queries/pair.ts'
import { hasPlan, otherSide, splitName, type Side } from '../../together/rules/pairs.ts'
import { reviewPoints, reviewsOpen, termOf, type PlanState, type ReviewPoint } from '../rules/plans.ts'
import type { SessionState } from '../rules/sessions.ts'

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

/** A mentoring or coaching pair of one's own; undefined for any other. */
export async function findMentoringPair(actor: OfPair, pairingId: string) {
  const pair = await findPair(actor, pairingId)
  return pair && hasPlan(pair.kind) ? pair : undefined
}
export type MentoringPair = NonNullable<Awaited<ReturnType<typeof findMentoringPair>>>

/** Everything on the page of a plan: goals, versions, sessions, looks back. */
export async function findPlan({ id: pairingId, side }: Pick<MentoringPair, 'id' | 'side'>) {
  const where = { pairingId }
  const [goals, plans, extension, sessions, reviews] = await Promise.all([
    db.mentoringGoal.findMany({ where, orderBy: [{ setAt: 'asc' }, { id: 'asc' }] }),
    db.mentoringPlan.findMany({ where, orderBy: { number: 'desc' } }),
    db.mentoringExtension.findUnique({ where }),
    db.mentoringSession.findMany({
      where,
      orderBy: [{ startsAt: 'asc' }, { sequence: 'asc' }],
      include: { supersedes: { select: { startsAt: true } } },
    }),
    db.mentoringReview.findMany({ where }),
  ])
  const versions = plans.map((plan) => ({ ...plan, state: plan.state as PlanState }))
  const agreed = versions.find(({ state }) => state === 'agreed')
  const live = goals.filter(({ state }) => state === 'live')
  const term = agreed && termOf({ startsOn: dayOf(agreed.startsOn), weeks: agreed.weeks }, extension?.agreedAt ? extension.weeks : 0)
  return {
    ...{ agreed, versions, extension, term, live, pastGoals: goals.filter(({ state }) => state !== 'live') },
    proposed: versions.find(({ state }) => state === 'proposed'),
    goalsChanged: agreed !== undefined && live.map(({ text }) => text).join('\n') !== agreed.goals.join('\n'),
    ...sessionsOf(sessions.map((session) => ({ ...session, state: session.state as SessionState }))),
    reviews: reviewsFor(side, reviews, term ? reviewsOpen(term, londonDay(now())) : []),
  }
}

function sessionsOf<T extends { state: SessionState; startsAt: Date }>(sessions: T[]) {
  return {
    planned: sessions.filter(({ state }) => state === 'planned'),
    past: sessions.filter(({ state }) => state === 'held' || state === 'notHeld').reverse(),
    held: sessions.filter(({ state }) => state === 'held').length,
    moved: sessions.filter(({ state }) => state === 'superseded').length,
  }
}

type Review = { point: string; side: string; progress: number; words: string; at: Date }

/** What the other wrote is shown once one has written oneself, so that nobody writes after somebody else's words. */
function reviewsFor(side: Side, reviews: Review[], open: ReviewPoint[]) {
  return reviewPoints.map((point) => {
    const own = reviews.find((review) => review.point === point && review.side === side)
    const other = reviews.find((review) => review.point === point && review.side === otherSide(side))
    return { point, own, other: own && other, otherWritten: other !== undefined, open: open.includes(point) && !own }
  })
}

/** One session of this pair, whatever became of it. */
export async function findSession({ id: pairingId }: Pick<MentoringPair, 'id'>, sessionId: string) {
  const session = await db.mentoringSession.findFirst({
    where: { id: sessionId, pairingId },
    include: { supersededBy: { select: { id: true } } },
  })
  return session && { ...session, state: session.state as SessionState }
}

const people = {
  pairing: {
    select: {
      ...{ id: true, state: true, kind: true, supporterId: true },
      candidate: { select: { name: true } },
      supporter: { select: { account: { select: { name: true } } } },
    },
  },
} as const
type Paired = { id: string; state: string; candidate: { name: string }; supporter: { account: { name: string } } }
const reader = ({ id, state, candidate, supporter }: Paired, side: Side) => ({
  ...{ pairingId: id, live: state === 'active', side },
  name: splitName(side === 'candidate' ? candidate.name : supporter.account.name).first,
})

/** What a letter about a version of a plan needs. */
export async function findPlanForLetter(id: string, side: Side) {
  const found = await db.mentoringPlan.findUnique({ where: { id }, include: people })
  return found ? { ...found, reader: reader(found.pairing, side) } : undefined
}

export async function findSessionForLetter(id: string, side: Side) {
  const found = await db.mentoringSession.findUnique({ where: { id }, include: people })
  return found ? { ...found, reader: reader(found.pairing, side) } : undefined
}

export async function findPairForLetter(id: string, side: Side) {
  const found = await db.pairing.findUnique({ where: { id }, ...people.pairing })
  if (!found) return undefined
  const where = { pairingId: id }
  const [plan, extension] = await Promise.all([
    db.mentoringPlan.findFirst({ where: { ...where, state: 'agreed' } }),
    db.mentoringExtension.findUnique({ where }),
  ])
  const term = plan && termOf({ startsOn: dayOf(plan.startsOn), weeks: plan.weeks }, extension?.agreedAt ? extension.weeks : 0)
  const written = await db.mentoringReview.findMany({ where: { ...where, side }, select: { point: true } })
  const open = term ? reviewsOpen(term, londonDay(now())).filter((point) => !written.some((review) => review.point === point)) : []
  return { reader: reader(found, side), extension, open }
}
