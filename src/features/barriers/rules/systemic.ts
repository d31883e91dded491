export const systemicStates = ['suspected', 'evidenced', 'decided', 'changed', 'remeasured', 'closed'] as const
export type SystemicState = (typeof systemicStates)[number]
export const systemicEvents = ['evidence', 'decide', 'change', 'remeasure', 'close', 'reopen', 'edit', 'link', 'unlink', 'propose'] as const
export type SystemicEvent = (typeof systemicEvents)[number]
export const decisions = ['change', 'noChange'] as const
export type Decision = (typeof decisions)[number]
export const results = ['gone', 'less', 'still'] as const
export type Result = (typeof results)[number]

export type SystemicFacts = {
  state: SystemicState
  decision: Decision | null
  result: Result | null
  /** How many cases show it now, and whether another source is named. */
  cases: number
  hasSources: boolean
}
export const systemicRefusals = ['notTheirs', 'notNow', 'notShown', 'changeFirst', 'stillThere', 'lastCase', 'tooEarly'] as const
export type SystemicRefusal = (typeof systemicRefusals)[number]
export type SystemicDecision = { ok: true; state: SystemicState } | { ok: false; reason: SystemicRefusal }

/** Which event leads where. The function systemic_step of the database knows the same steps. All of it is the team's. */
const moves: Record<SystemicState, Partial<Record<SystemicEvent, SystemicState>>> = {
  suspected: { evidence: 'evidenced', edit: 'suspected', link: 'suspected', unlink: 'suspected' },
  evidenced: { decide: 'decided', edit: 'evidenced', link: 'evidenced', unlink: 'evidenced' },
  decided: { change: 'changed', remeasure: 'remeasured', edit: 'decided', link: 'decided', unlink: 'decided', propose: 'decided' },
  changed: { remeasure: 'remeasured', edit: 'changed', link: 'changed', unlink: 'changed', propose: 'changed' },
  remeasured: { close: 'closed', decide: 'decided', edit: 'remeasured', link: 'remeasured', unlink: 'remeasured', propose: 'remeasured' },
  closed: { reopen: 'evidenced', propose: 'closed' },
}

type Check = (facts: SystemicFacts) => SystemicRefusal | undefined
const isShown = ({ cases, hasSources }: SystemicFacts) => cases > 0 || hasSources
const shown: Check = (facts) => (isShown(facts) ? undefined : 'notShown')
const checks: Partial<Record<SystemicEvent, Check>> = {
  evidence: shown,
  reopen: shown,
  change: ({ decision }) => (decision === 'change' ? undefined : 'notNow'),
  remeasure: ({ state, decision }) => (state === 'decided' && decision !== 'noChange' ? 'changeFirst' : undefined),
  close: (facts) => shown(facts) ?? (facts.result === 'still' && facts.decision !== 'noChange' ? 'stillThere' : undefined),
  unlink: ({ state, cases, hasSources }) => (state !== 'suspected' && cases <= 1 && !hasSources ? 'lastCase' : undefined),
  propose: ({ state, decision }) => (state === 'decided' && decision !== 'noChange' ? 'tooEarly' : undefined),
}

/** Decides what an event makes of a systemic barrier. Whoever is not of the team has no part in it. */
export function decideSystemic(
  facts: SystemicFacts,
  event: SystemicEvent,
  side: 'team' | 'candidate' | 'system' = 'team',
): SystemicDecision {
  if (side !== 'team') return { ok: false, reason: 'notTheirs' }
  const to = moves[facts.state][event]
  if (to === undefined) return { ok: false, reason: 'notNow' }
  const reason = checks[event]?.(facts)
  return reason === undefined ? { ok: true, state: to } : { ok: false, reason }
}

/** What the page of one offers now. */
export const systemicEventsFor = (facts: SystemicFacts): Set<SystemicEvent> =>
  new Set(systemicEvents.filter((event) => decideSystemic(facts, event).ok))
