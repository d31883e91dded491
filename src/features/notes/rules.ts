/** How long the author may still change the words of a note. */
export const EDIT_MINUTES = 15

export const noteStates = ['fresh', 'settled', 'struck'] as const
/** Fresh for its first quarter of an hour, settled after it, struck out once somebody did. */
export type NoteState = (typeof noteStates)[number]

export const noteEvents = ['edit', 'correct', 'strike'] as const
export type NoteEvent = (typeof noteEvents)[number]

export const noteSides = ['author', 'lead', 'coordinator'] as const
/** What somebody of the team is to a note: who wrote it, a lead, or another coordinator. */
export type NoteSide = (typeof noteSides)[number]

export type NoteRefusal = 'notYours' | 'settled' | 'struck' | 'changedMeanwhile'
export type NoteDecision = { ok: true } | { ok: false; reason: NoteRefusal }

export function noteState({ writtenAt, struckAt }: { writtenAt: Date; struckAt: Date | null }, now: Date): NoteState {
  if (struckAt !== null) return 'struck'
  return now.getTime() <= writtenAt.getTime() + EDIT_MINUTES * 60_000 ? 'fresh' : 'settled'
}

export const noteSide = (authorId: string, actor: { accountId: string; role: 'coordinator' | 'lead' }): NoteSide =>
  authorId === actor.accountId ? 'author' : actor.role

const sides: Record<NoteEvent, readonly NoteSide[]> = { edit: ['author'], correct: noteSides, strike: ['author', 'lead'] }

/** Decides what may still be done to a note, and by whom. */
export function decideNote(state: NoteState, event: NoteEvent, side: NoteSide): NoteDecision {
  if (!sides[event].includes(side)) return { ok: false, reason: 'notYours' }
  if (state === 'struck') return { ok: false, reason: 'struck' }
  if (event === 'edit' && state === 'settled') return { ok: false, reason: 'settled' }
  return { ok: true }
}

/** What this side may do with a note now: the forms of its page. */
export const noteEventsFor = (state: NoteState, side: NoteSide): NoteEvent[] =>
  noteEvents.filter((event) => decideNote(state, event, side).ok)
