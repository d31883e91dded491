import { workingDaysAfter } from '../../../core/dates.ts'

export const pairingKinds = ['buddy', 'mentoring', 'coaching', 'roleModel'] as const
export type PairingKind = (typeof pairingKinds)[number]

export const proposedStates = ['proposedToSupporter', 'proposedToCandidate'] as const
export const begunStates = ['active', 'paused'] as const
/** What counts against what a supporter can take, of every kind together. */
export const heldStates = [...proposedStates, ...begunStates] as const
export const pairingStates = [
  ...(['draft', ...heldStates] as const),
  ...(['ended', 'supporterDeclined', 'candidateDeclined', 'expired', 'withdrawn'] as const),
] as const
export type PairingState = (typeof pairingStates)[number]

export const pairingEvents = ['propose', 'accept', 'decline', 'expire', 'withdraw', 'pause', 'resume', 'end'] as const
export type PairingEvent = (typeof pairingEvents)[number]

export const pairingSides = ['candidate', 'supporter', 'team', 'system'] as const
export type PairingSide = (typeof pairingSides)[number]

export const endReasons = [
  ...(['completed', 'conversationHeld', 'twelveMonths', 'handedOver', 'askedByCandidate'] as const),
  ...(['askedBySupporter', 'byTeam', 'silent', 'concern', 'personLeft'] as const),
] as const
export type EndReason = (typeof endReasons)[number]
export type PauseReason = 'candidate' | 'supporter' | 'team' | 'excluded' | 'suspended'

type Move = { to: PairingState; by: readonly PairingSide[] }
const by = (to: PairingState, ...sides: PairingSide[]): Move => ({ to, by: sides })
const anybody = ['candidate', 'supporter', 'team', 'system'] as const

/**
 * Which event leads from which state to which, and who may send it. The supporter is asked first, so that nobody is shown a
 * person who then says no. The team notes the answer of a candidate whom it rang. The function guard_pairing of the database
 * knows the same steps.
 */
const moves: Record<PairingState, Partial<Record<PairingEvent, Move>>> = {
  draft: { propose: by('proposedToSupporter', 'team', 'system'), withdraw: by('withdrawn', 'team', 'system') },
  proposedToSupporter: {
    accept: by('proposedToCandidate', 'supporter'),
    decline: by('supporterDeclined', 'supporter'),
    expire: by('expired', 'system'),
    withdraw: by('withdrawn', 'candidate', 'team', 'system'),
  },
  proposedToCandidate: {
    accept: by('active', 'candidate', 'team'),
    decline: by('candidateDeclined', 'candidate', 'team'),
    expire: by('expired', 'system'),
    withdraw: by('withdrawn', 'supporter', 'team', 'system'),
  },
  active: { pause: by('paused', ...anybody), end: by('ended', ...anybody) },
  paused: { resume: by('active', 'candidate', 'supporter', 'team'), end: by('ended', ...anybody) },
  ended: {},
  supporterDeclined: {},
  candidateDeclined: {},
  expired: {},
  withdrawn: {},
}

/** `candidateAgreed`: the candidate asked for exactly this supporter, and has nothing more to say once the supporter agrees. */
export type PairingFacts = { state: PairingState; candidateAgreed: boolean; pausedWhy: PauseReason | null; dueAt: Date | null }
export type MoveRefusal = 'notTheirs' | 'notNow' | 'over' | 'ranOut' | 'pausedByOther'
export type PairingDecision = { ok: true; state: PairingState } | { ok: false; reason: MoveRefusal }

const isOver = (state: PairingState) => Object.keys(moves[state]).length === 0
const isEver = (event: PairingEvent, side: PairingSide) => pairingStates.some((state) => moves[state][event]?.by.includes(side))

/** Decides what an event makes of a pairing when this side sends it. Exclusions, capacity and other buddies are asked besides. */
export function decidePairing(facts: PairingFacts, event: PairingEvent, side: PairingSide, now: Date): PairingDecision {
  if (!isEver(event, side)) return { ok: false, reason: 'notTheirs' }
  const move = moves[facts.state][event]
  if (!move) return { ok: false, reason: isOver(facts.state) ? 'over' : 'notNow' }
  if (!move.by.includes(side)) return { ok: false, reason: 'notNow' }
  const refusal = checks[event]?.(facts, side, facts.dueAt !== null && facts.dueAt <= now)
  if (refusal !== undefined) return { ok: false, reason: refusal }
  const agreed = event === 'accept' && facts.state === 'proposedToSupporter' && facts.candidateAgreed
  return { ok: true, state: agreed ? 'active' : move.to }
}

type Check = (facts: PairingFacts, side: PairingSide, ranOut: boolean) => MoveRefusal | undefined
const inTime: Check = (_facts, _side, ranOut) => (ranOut ? 'ranOut' : undefined)
const checks: Partial<Record<PairingEvent, Check>> = {
  accept: inTime,
  decline: inTime,
  expire: (_facts, _side, ranOut) => (ranOut ? undefined : 'notNow'),
  // a candidate learns of a proposal once the supporter agreed, unless they asked for this person themselves
  withdraw: ({ candidateAgreed }, side) => (side === 'candidate' && !candidateAgreed ? 'notNow' : undefined),
  resume: ({ pausedWhy }, side) => (side !== 'team' && pausedWhy !== side ? 'pausedByOther' : undefined),
}

/** What this side may do now: the buttons of its page. */
export const eventsFor = (facts: PairingFacts, side: PairingSide, now: Date): PairingEvent[] =>
  pairingEvents.filter((event) => decidePairing(facts, event, side, now).ok)

export const sideOf = (role: string): PairingSide => (role === 'candidate' || role === 'supporter' || role === 'system' ? role : 'team')

export const SUPPORTER_DAYS = 5
export const CANDIDATE_DAYS = 10

const wholeMinute = (d: Date) => new Date(Math.ceil(d.getTime() / 60_000) * 60_000)

/** By when an answer is due and when a word reminds of it: at half of the working days, a started one counted whole. */
export function termsOf(state: PairingState, at: Date): { dueAt: Date | null; nudgeAt: Date | null } {
  const length = { proposedToSupporter: SUPPORTER_DAYS, proposedToCandidate: CANDIDATE_DAYS }[state as string]
  if (length === undefined) return { dueAt: null, nudgeAt: null }
  return { dueAt: wholeMinute(workingDaysAfter(at, length)), nudgeAt: wholeMinute(workingDaysAfter(at, Math.ceil(length / 2))) }
}

export const isBegun = (state: string): boolean => (begunStates as readonly string[]).includes(state)
