/** What a file goes through. Nothing is saved of it before somebody confirms it. */
export const importStates = ['mapping', 'ready', 'running', 'finished', 'abandoned', 'expired'] as const
export type ImportState = (typeof importStates)[number]
export const importEvents = ['chooseColumns', 'map', 'confirm', 'finish', 'abandon', 'expire'] as const
export type ImportEvent = (typeof importEvents)[number]

const moves: Record<ImportState, Partial<Record<ImportEvent, ImportState>>> = {
  mapping: { chooseColumns: 'mapping', map: 'ready', abandon: 'abandoned', expire: 'expired' },
  ready: { chooseColumns: 'mapping', map: 'ready', confirm: 'running', abandon: 'abandoned', expire: 'expired' },
  running: { finish: 'finished' },
  finished: {},
  abandoned: {},
  expired: {},
}

export type ImportRefusal = 'over' | 'notMapped' | 'errors' | 'nothing'
export type ImportCounts = { new: number; conflict: number; there: number; unmatched: number; error: number; leftOut: number }
type Wish = { counts: ImportCounts; goodOnly: boolean }

/**
 * Decides whether a file can take a step. Only the clockwork finishes one or lets one run out. A file in which lines are
 * wrong is confirmed only by somebody who says that the good ones are to be saved without them.
 */
export function decideImport(
  state: ImportState,
  event: ImportEvent,
  by: 'coordinator' | 'lead' | 'system',
  wish?: Wish,
): { ok: true; state: ImportState } | { ok: false; reason: ImportRefusal } {
  const next = moves[state][event]
  if (next === undefined) return { ok: false, reason: state === 'mapping' ? 'notMapped' : 'over' }
  if ((by === 'system') !== (event === 'finish' || event === 'expire')) return { ok: false, reason: 'over' }
  if (event === 'confirm' && wish) {
    if (wish.counts.new + wish.counts.conflict === 0) return { ok: false, reason: 'nothing' }
    if (wish.counts.error > 0 && !wish.goodOnly) return { ok: false, reason: 'errors' }
  }
  return { ok: true, state: next }
}

export const outcomes = ['new', 'conflict', 'there', 'unmatched', 'error', 'leftOut'] as const
export type Outcome = (typeof outcomes)[number]

export const outcomeWords: Record<Outcome, { title: string; text: string }> = {
  new: { title: 'New', text: 'Saved when you confirm.' },
  conflict: {
    title: 'Differ',
    text: 'Saved too. They say something else than what is recorded, and both stand until somebody has looked.',
  },
  there: { title: 'There already', text: 'Left as they are. This is what makes it safe to run a file again.' },
  unmatched: { title: 'Nobody found', text: 'Left out: no candidate has this reference or address, or it is not sure who is meant.' },
  error: { title: 'Wrong', text: 'Left out: these lines cannot be read. Mend the file and choose it again, or go on without them.' },
  leftOut: { title: 'Not wanted', text: 'Left out, as the mapping says.' },
}

/** What was wrong with a line; `heading` and `cell` say where. */
export const problemWords = {
  cells: 'has not as many cells as there are headings',
  quote: 'opens a quotation mark that is never closed',
  nobody: 'has neither a reference nor an e-mail address',
  reference: 'is no reference: 60 characters at most, with no line break',
  meaning: 'is not in the mapping',
  stageOfRoute: 'is no stage of this route',
  date: 'is no date that this mapping reads',
  inFuture: 'is a day to come, and only results are saved',
  tooLongAgo: 'is more than 20 years ago',
  until: 'is no date that this mapping reads',
  untilTooEarly: 'is not after the day of the deferral',
  untilTooLate: 'is more than 5 years away',
  noMatch: 'belongs to no candidate here',
  twoPeople: 'belongs to one candidate, and the e-mail address to another',
  otherReference: 'is not the reference that this candidate has here',
  sameInFile: 'says the same as a line before it',
  voided: 'was taken off by hand after an earlier import, and stays off',
} as const
export type Problem = keyof typeof problemWords
export const isProblem = (problem: string | null): problem is Problem => problem !== null && Object.hasOwn(problemWords, problem)
