export const matchKinds = ['buddy', 'mentoring', 'coaching', 'roleModel'] as const
export type MatchKind = (typeof matchKinds)[number]

export const runStates = ['queued', 'running', 'failed', 'draft', 'publishing', 'published', 'replaced', 'discarded'] as const
export type RunState = (typeof runStates)[number]

export const runWords: Record<RunState, { text: string; colour: string }> = {
  queued: { text: 'Waiting to begin', colour: 'grey' },
  running: { text: 'Under way', colour: 'blue' },
  failed: { text: 'Did not finish', colour: 'red' },
  draft: { text: 'Draft: nobody has been told', colour: 'blue' },
  publishing: { text: 'Supporters are being asked', colour: 'orange' },
  published: { text: 'Supporters have been asked', colour: 'green' },
  replaced: { text: 'Made again', colour: 'grey' },
  discarded: { text: 'Discarded', colour: 'grey' },
}

/** What the clockwork or a coordinator does to a run; each holds in the states named, and nowhere else. */
export const runEvents = ['begin', 'restart', 'change', 'publish', 'discard', 'bringBack'] as const
export type RunEvent = (typeof runEvents)[number]
const allowed: Record<RunEvent, readonly RunState[]> = {
  begin: ['queued', 'running'],
  restart: ['failed', 'queued', 'running'],
  change: ['draft'],
  publish: ['draft'],
  discard: ['queued', 'failed', 'draft'],
  bringBack: ['discarded'],
}

/** A run that has not moved for so long may be started again by hand. */
export const STUCK_MINUTES = 5
/** So many times a run is taken up by itself before it says that it failed. */
export const MOST_ATTEMPTS = 3

export type RunFacts = { state: RunState; /** It has found something, before it was discarded. */ found: boolean; movedAt: Date }
export type RunRefusal = 'notNow' | 'stillGoing' | 'nothingFound'
export type RunDecision = { ok: true } | { ok: false; reason: RunRefusal }

export function decideRun({ state, found, movedAt }: RunFacts, event: RunEvent, now: Date): RunDecision {
  if (!allowed[event].includes(state)) return { ok: false, reason: 'notNow' }
  const still = event === 'restart' && state !== 'failed' && now.getTime() - movedAt.getTime() < STUCK_MINUTES * 60_000
  if (still) return { ok: false, reason: 'stillGoing' }
  return event === 'bringBack' && !found ? { ok: false, reason: 'nothingFound' } : { ok: true }
}

export const runEventsFor = (facts: RunFacts, now: Date): RunEvent[] => runEvents.filter((event) => decideRun(facts, event, now).ok)

export type Phase = 'reading' | 'people' | 'worst' | 'total' | 'checking' | 'explaining'
export type RunProgress = { phase: Phase; done: number; of: number }
export const phaseWords: Record<Phase, string> = {
  reading: 'Working out the points of every pair that can be',
  people: 'Finding how many people can be matched at most',
  worst: 'Making the worst pair as good as it can be',
  total: 'Finding the highest total',
  checking: 'Checking the proof that nothing better exists',
  explaining: 'Working out why each pair is as it is',
}
export const phases = Object.keys(phaseWords) as Phase[]
