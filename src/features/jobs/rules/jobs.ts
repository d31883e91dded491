export const jobStates = ['draft', 'published', 'retired'] as const
export type JobState = (typeof jobStates)[number]

export const jobEvents = ['publish', 'retire', 'reopen'] as const
export type JobEvent = (typeof jobEvents)[number]

export type JobRefusal = 'notNow' | 'nothingChecked' | 'sameTitle' | 'newer' | 'same' | 'noOwner'
export type JobDecision = { ok: true; state: JobState } | { ok: false; reason: JobRefusal }

/** Which step leads where; the database holds the same table. */
export const jobMoves: Record<JobState, Partial<Record<JobEvent, JobState>>> = {
  draft: { publish: 'published' },
  published: { retire: 'retired' },
  retired: { reopen: 'draft' },
}

/** Decides what becomes of a profile: it is published with at least one claim that somebody has checked. */
export function decideJob(event: JobEvent, { state, checked }: { state: JobState; checked: number }): JobDecision {
  const to = jobMoves[state][event]
  if (to === undefined) return { ok: false, reason: 'notNow' }
  return event === 'publish' && checked === 0 ? { ok: false, reason: 'nothingChecked' } : { ok: true, state: to }
}

export const jobEventsFor = (facts: { state: JobState; checked: number }): JobEvent[] =>
  jobEvents.filter((event) => jobMoves[facts.state][event] !== undefined)
