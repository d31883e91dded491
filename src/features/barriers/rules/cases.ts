import { workingDaysAfter } from '../../../core/dates.ts'
import { barrierKinds, type BarrierKind, type ForceProfile } from '../../../forces/profile.ts'

export { barrierKinds, type BarrierKind }

export const liveCaseStates = ['opened', 'takenUp', 'working', 'waitingOnOthers'] as const
export const caseStates = [...liveCaseStates, 'closed', 'withdrawn'] as const
export type CaseState = (typeof caseStates)[number]

export const caseEvents = [
  ...([
    'take',
    'work',
    'wait',
    'resume',
    'close',
    'solve',
    'withdraw',
    'reopen',
    'act',
    'write',
    'note',
    'give',
    'extend',
    'sayHelped',
  ] as const),
] as const
export type CaseEvent = (typeof caseEvents)[number]
export const caseSides = ['candidate', 'team', 'system'] as const
export type CaseSide = (typeof caseSides)[number]

export const outcomes = ['solved', 'partly', 'workedAround', 'cannotChange', 'noLongerWanted'] as const
export type CaseOutcome = (typeof outcomes)[number]

type Move = { to: CaseState; by: readonly CaseSide[] }
const by = (to: CaseState, ...sides: CaseSide[]): Move => ({ to, by: sides })

/** What may be done in each state by whom besides moving it: words of either side, what is to be done, other dates, who has it. */
const beside = (state: CaseState) => ({
  act: by(state, 'team'),
  write: by(state, 'candidate', 'team'),
  note: by(state, 'team'),
  give: by(state, 'team'),
  extend: by(state, 'team'),
})
const over = { solve: by('closed', 'candidate'), withdraw: by('withdrawn', 'candidate', 'team', 'system') }

/**
 * Which event leads from which state to which, and who may send it. A case that nobody took up yet is closed by whose it is alone.
 * One that was withdrawn stays so: what is in the way again is a new one. The function barrier_step of the database knows the same
 * steps.
 */
const moves: Record<CaseState, Partial<Record<CaseEvent, Move>>> = {
  opened: { take: by('takenUp', 'team'), write: by('opened', 'candidate'), note: by('opened', 'team'), ...over },
  takenUp: { work: by('working', 'team'), close: by('closed', 'team'), ...beside('takenUp'), ...over },
  working: { wait: by('waitingOnOthers', 'team'), close: by('closed', 'team'), ...beside('working'), ...over },
  waitingOnOthers: { resume: by('working', 'team'), close: by('closed', 'team'), ...beside('waitingOnOthers'), ...over },
  closed: { reopen: by('takenUp', 'candidate', 'team'), note: by('closed', 'team'), sayHelped: by('closed', 'candidate') },
  withdrawn: {},
}

export type CaseRefusal = 'notTheirs' | 'notNow' | 'over'
export type CaseDecision = { ok: true; state: CaseState } | { ok: false; reason: CaseRefusal }
const isEver = (event: CaseEvent, side: CaseSide) => caseStates.some((state) => moves[state][event]?.by.includes(side))

/** Decides what an event makes of a case when this side sends it. */
export function decideCase(state: CaseState, event: CaseEvent, side: CaseSide): CaseDecision {
  if (!isEver(event, side)) return { ok: false, reason: 'notTheirs' }
  const move = moves[state][event]
  if (!move?.by.includes(side)) return { ok: false, reason: isLiveCase(state) ? 'notNow' : 'over' }
  return { ok: true, state: move.to }
}

/** What this side may do now: the buttons of its page. */
export const caseEventsFor = (state: CaseState, side: CaseSide): Set<CaseEvent> =>
  new Set(caseEvents.filter((event) => decideCase(state, event, side).ok))

export const isLiveCase = (state: string): boolean => (liveCaseStates as readonly string[]).includes(state)
export const sideOf = (role: string): CaseSide => (role === 'candidate' || role === 'system' ? role : 'team')

/** Until when a first answer and an outcome are promised, in working days from this moment. */
export const targetsOf = ({ barrierDays }: Pick<ForceProfile, 'barrierDays'>, kind: BarrierKind, at: Date) => ({
  answerDueAt: workingDaysAfter(at, barrierDays[kind].answer),
  outcomeDueAt: workingDaysAfter(at, barrierDays[kind].outcome),
})

export type Lateness = 'answer' | 'outcome'
type Due = { state: string; answerDueAt: Date; answeredAt: Date | null; outcomeDueAt: Date }
/** Which promise of a case has passed; the outcome's weighs more. */
export function lateness({ state, answerDueAt, answeredAt, outcomeDueAt }: Due, now: Date): Lateness | undefined {
  if (!isLiveCase(state)) return undefined
  if (outcomeDueAt <= now) return 'outcome'
  return answeredAt === null && answerDueAt <= now ? 'answer' : undefined
}
