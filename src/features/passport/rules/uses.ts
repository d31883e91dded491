export const abouts = ['stage', 'workshop', 'placement', 'oneToOne', 'inWork'] as const
export type About = (typeof abouts)[number]
export const useStates = ['asked', 'answered', 'provided', 'notProvided', 'told', 'revoked'] as const
export type UseState = (typeof useStates)[number]
export const useEvents = ['answer', 'provide', 'miss', 'tell', 'revoke'] as const
export type UseEvent = (typeof useEvents)[number]
export const useRoles = ['candidate', 'supporter', 'coordinator', 'lead', 'contact', 'system'] as const
export type UseRole = (typeof useRoles)[number]
export const answers = ['agreed', 'partly', 'notPossible'] as const
export type Answer = (typeof answers)[number]
export const outcomes = ['worked', 'partly', 'didNot'] as const
export type Outcome = (typeof outcomes)[number]

/** Working days within which whoever was asked answers. */
export const ANSWER_DAYS = 5
/** For how many days after it whoever provides it still sees it. */
export const SEEN_DAYS = 7
/** For how many days an address outside the portal opens, where the day is not known. */
export const LINK_DAYS = 90

/** Who provides: the team at workshops, host and team on a visit, the coach at a one-to-one, else whoever arranges it outside the portal. */
const providers: Record<About, readonly UseRole[]> = {
  workshop: ['coordinator', 'lead'],
  placement: ['supporter', 'coordinator', 'lead'],
  oneToOne: ['supporter'],
  stage: ['contact'],
  inWork: ['contact'],
}
export const isProvider = (about: About, role: UseRole): boolean => providers[about].includes(role)

type Who = 'candidate' | 'provider'
/** Who sends which event in which state. What was taken back stays taken back. The function adjustment_step of the database knows the same steps. */
const by: Record<UseState, Partial<Record<UseEvent, Who>>> = {
  asked: { answer: 'provider', tell: 'candidate', revoke: 'candidate' },
  answered: { answer: 'provider', provide: 'provider', miss: 'provider', tell: 'candidate', revoke: 'candidate' },
  provided: { miss: 'provider', tell: 'candidate', revoke: 'candidate' },
  notProvided: { provide: 'provider', tell: 'candidate', revoke: 'candidate' },
  told: { revoke: 'candidate' },
  revoked: {},
}
export const nextState: Record<UseEvent, UseState> = {
  answer: 'answered',
  provide: 'provided',
  miss: 'notProvided',
  tell: 'told',
  revoke: 'revoked',
}

export type UseFacts = {
  about: About
  state: UseState
  answer: Answer | null
  /** Does whoever provides it still see it? */
  open: boolean
  startsAt: Date | null
}
export type UseRefusal = 'notTheirs' | 'over' | 'notYet' | 'notPossible'
export type UseDecision = { ok: true; state: UseState } | { ok: false; reason: UseRefusal }

const refuse = (reason: UseRefusal): UseDecision => ({ ok: false, reason })

/** Has it been, so that somebody can say whether it worked? What has no day has been once it was answered. */
export const hasBeen = ({ state, startsAt }: Pick<UseFacts, 'state' | 'startsAt'>, now: Date): boolean =>
  startsAt === null ? state !== 'asked' : startsAt <= now

/** What an event makes of a sharing when this role sends it. */
export function decideUse(facts: UseFacts, event: UseEvent, role: UseRole, now: Date): UseDecision {
  const who = by[facts.state][event]
  if (who === undefined) return refuse('over')
  if (who === 'candidate' ? role !== 'candidate' : !isProvider(facts.about, role)) return refuse('notTheirs')
  if (who === 'provider' && !facts.open) return refuse('over')
  if (event === 'tell' && !hasBeen(facts, now)) return refuse('notYet')
  if (event === 'provide' && facts.answer === 'notPossible') return refuse('notPossible')
  return { ok: true, state: nextState[event] }
}

/** What this role may do now: the buttons of its page. */
export const useEventsFor = (facts: UseFacts, role: UseRole, now: Date): UseEvent[] =>
  useEvents.filter((event) => decideUse(facts, event, role, now).ok)

export type ShareRefusal = 'noNeeds' | 'gone' | 'there'

/** May these needs be shared for this? Proof is no part of it, ever. */
export function decideShare({ needs, chosen, offered, live }: { needs: string[]; chosen: string[]; offered: boolean; live: boolean }) {
  if (!offered) return { ok: false, reason: 'gone' } as const
  if (live) return { ok: false, reason: 'there' } as const
  const shared = chosen.filter((id) => needs.includes(id))
  return shared.length === 0 ? ({ ok: false, reason: 'noNeeds' } as const) : ({ ok: true, shared } as const)
}
