export const sessionStates = ['planned', 'superseded', 'held', 'notHeld'] as const
export type SessionState = (typeof sessionStates)[number]
export const sessionEvents = ['reschedule', 'hold', 'miss'] as const
export type SessionEvent = (typeof sessionEvents)[number]

const next: Record<SessionEvent, SessionState> = { reschedule: 'superseded', hold: 'held', miss: 'notHeld' }

export type SessionDecision = { ok: true; state: SessionState } | { ok: false; reason: 'settled' | 'notBegun' }

/** What an event makes of a session: what is over stays, and nothing has been held before it began. */
export function decideSession(
  { state, startsAt }: { state: SessionState; startsAt: Date },
  event: SessionEvent,
  now: Date,
): SessionDecision {
  if (state !== 'planned') return { ok: false, reason: 'settled' }
  if (event === 'hold' && startsAt > now) return { ok: false, reason: 'notBegun' }
  return { ok: true, state: next[event] }
}

/** Whose reason it was that a session was not held. */
export const whyNots = ['candidate', 'supporter', 'both', 'neither'] as const
export type WhyNot = (typeof whyNots)[number]

export const hows = { inPerson: 'In person', online: 'Online', phone: 'By phone' } as const
export type How = keyof typeof hows
export const lengths = [15, 30, 45, 60, 90, 120, 180, 240] as const

/** The number of a calendar entry: it rises with each new time, and once more when the entry is taken out. */
export const calendarSequence = ({ sequence, state }: { sequence: number; state: string }): number =>
  sequence + (state === 'notHeld' ? 1 : 0)
