import { dayAfter } from '../../../core/dates.ts'

export const GOALS_MOST = 3
export const WEEKS = { from: 4, to: 24 } as const
export const EXTENSION_MOST = 12
/** The look back at the end opens so many days before it. */
const END_REVIEW_DAYS = 7

export const planStates = ['proposed', 'takenBack', 'notAgreed', 'agreed', 'replaced'] as const
export type PlanState = (typeof planStates)[number]
export const planEvents = ['agree', 'decline', 'takeBack', 'replace'] as const
export type PlanEvent = (typeof planEvents)[number]
/** Who does it to a version: whoever proposed it, the other of the pair, or the version that follows it. */
export const planDoers = ['proposer', 'other', 'next'] as const
export type PlanDoer = (typeof planDoers)[number]

/** A version is agreed by the side that did not propose it, and from then on only a later version takes its place. */
const moves: Record<PlanState, Partial<Record<PlanEvent, { to: PlanState; by: PlanDoer }>>> = {
  proposed: {
    agree: { to: 'agreed', by: 'other' },
    decline: { to: 'notAgreed', by: 'other' },
    takeBack: { to: 'takenBack', by: 'proposer' },
  },
  agreed: { replace: { to: 'replaced', by: 'next' } },
  takenBack: {},
  notAgreed: {},
  replaced: {},
}

export type PlanDecision = { ok: true; state: PlanState } | { ok: false; reason: 'settled' | 'notYours' }

export function decidePlan(state: PlanState, event: PlanEvent, by: PlanDoer): PlanDecision {
  const move = moves[state][event]
  if (!move) return { ok: false, reason: 'settled' }
  return move.by === by ? { ok: true, state: move.to } : { ok: false, reason: 'notYours' }
}

export const goalEnds = ['reached', 'letGo'] as const
export type GoalEnd = (typeof goalEnds)[number]

/** The days of London on which what was agreed begins, is half over and ends. */
export type Term = { startsOn: string; halfwayOn: string; endsOn: string }
export function termOf({ startsOn, weeks }: { startsOn: string; weeks: number }, extension = 0): Term {
  const length = (weeks + extension) * 7
  return { startsOn, halfwayOn: dayAfter(startsOn, Math.floor(length / 2)), endsOn: dayAfter(startsOn, length) }
}

export type Extension = { side: string; agreed: boolean } | undefined
export type ExtensionRefusal = 'noPlan' | 'asked' | 'extended'
/** May one of the two ask for more weeks? Once for a pairing. */
export function refuseExtension(hasPlan: boolean, extension: Extension): ExtensionRefusal | undefined {
  if (!hasPlan) return 'noPlan'
  if (!extension) return undefined
  return extension.agreed ? 'extended' : 'asked'
}

export const reviewPoints = ['halfway', 'end'] as const
export type ReviewPoint = (typeof reviewPoints)[number]

/** From which day each look back is asked for. */
export const reviewFrom = (point: ReviewPoint, { halfwayOn, endsOn }: Term): string =>
  point === 'halfway' ? halfwayOn : dayAfter(endsOn, -END_REVIEW_DAYS)

/** The looks back that are open on a day; the one at half-way closes when the one at the end opens. */
export const reviewsOpen = (term: Term, today: string): ReviewPoint[] =>
  reviewPoints.filter((point) => reviewFrom(point, term) <= today && !(point === 'halfway' && reviewFrom('end', term) <= today))

export const progressWords: Record<number, string> = {
  1: 'Not moving yet',
  2: 'A little way',
  3: 'About half',
  4: 'Most of the way',
  5: 'All the way',
}
