export const taskStates = ['open', 'done'] as const
export type TaskState = (typeof taskStates)[number]

export const taskEvents = ['change', 'give', 'finish', 'reopen'] as const
export type TaskEvent = (typeof taskEvents)[number]

const moves: Record<TaskState, Partial<Record<TaskEvent, TaskState>>> = {
  open: { change: 'open', give: 'open', finish: 'done' },
  done: { reopen: 'open' },
}

export type TaskRefusal = 'alreadyDone' | 'stillOpen' | 'notOfTeam' | 'alreadyTheirs' | 'movedMeanwhile'
export type TaskDecision = { ok: true; state: TaskState } | { ok: false; reason: TaskRefusal }

/** Decides what an event makes of a task. Everybody of the team may do everything with it: work moves between people. */
export function decideTask(state: TaskState, event: TaskEvent): TaskDecision {
  const next = moves[state][event]
  if (next !== undefined) return { ok: true, state: next }
  return { ok: false, reason: state === 'done' ? 'alreadyDone' : 'stillOpen' }
}

/** What may be done with a task now: the buttons of its page. */
export const taskEventsFor = (state: TaskState): TaskEvent[] => taskEvents.filter((event) => decideTask(state, event).ok)

/** Decides whether somebody else gets a task, who is of the team and does not have it; `seen` is whose it was on the page. */
export function decideGiving(
  state: TaskState,
  { from, to, seen, toIsOfTeam }: { from: string; to: string; seen: string; toIsOfTeam: boolean },
) {
  const decision = decideTask(state, 'give')
  if (!decision.ok) return decision
  if (seen !== from) return { ok: false, reason: 'movedMeanwhile' } as const
  if (to === from) return { ok: false, reason: 'alreadyTheirs' } as const
  return toIsOfTeam ? decision : ({ ok: false, reason: 'notOfTeam' } as const)
}

/** Why somebody else gets a task. */
export const giveReasons = {
  workload: 'To share the work in the team',
  knows: 'They know the person, or the matter',
  away: 'Whoever had it is away, or has left',
  other: 'Something else',
} as const
export type GiveReason = keyof typeof giveReasons

export const giveReasonWords = (reason: string | null): string | undefined =>
  Object.entries(giveReasons).find(([code]) => code === reason)?.[1]

/** The last day of the seven that follow today count as this week. */
export const WEEK = 7

export const taskTimes = ['overdue', 'today', 'week', 'later'] as const
/** When an open task falls due: before today, today, in the seven days after it, or later. */
export type TaskTime = (typeof taskTimes)[number]

/** Days as 2027-01-14 compare as they are. */
export function taskTime(dueOn: string, today: string, lastOfWeek: string): TaskTime {
  if (dueOn < today) return 'overdue'
  if (dueOn === today) return 'today'
  return dueOn <= lastOfWeek ? 'week' : 'later'
}

export const changeWords: Record<string, string> = {
  made: 'Made',
  changed: 'Changed',
  given: 'Given to somebody else',
  done: 'Done',
  reopened: 'Opened again',
}
