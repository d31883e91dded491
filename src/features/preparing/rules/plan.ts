/** How many steps one plan holds at the most, and how many times one log. */
export const STEPS_MOST = 100
export const ENTRIES_MOST = 2000
const YEARS_AHEAD = 3
const YEARS_BACK = 5

export type StepRefusal = 'tooMany' | 'hasBeen' | 'tooFar' | 'noDay' | 'twice'
export type StepGiven = { dueOn?: string | undefined; remind: boolean }
type Decision<R> = { ok: true } | { ok: false; reason: R }

const years = (from: string, to: string) => Number(to.slice(0, 4)) - Number(from.slice(0, 4))

/** Decides whether a step can be put into a plan or changed: a new day is one to come, and a reminder needs a day. */
export function decideStep(
  given: StepGiven,
  { today, before, steps }: { today: string; before?: string | undefined; steps: number },
): Decision<StepRefusal> {
  if (steps >= STEPS_MOST) return { ok: false, reason: 'tooMany' }
  const { dueOn, remind } = given
  if (dueOn === undefined) return remind ? { ok: false, reason: 'noDay' } : { ok: true }
  if (dueOn < today && dueOn !== before) return { ok: false, reason: 'hasBeen' }
  return years(today, dueOn) > YEARS_AHEAD ? { ok: false, reason: 'tooFar' } : { ok: true }
}

export const kinds = {
  shuttle: 'Shuttle run',
  run: 'Run',
  walk: 'Brisk walk',
  cycle: 'Cycling',
  swim: 'Swimming',
  strength: 'Strength',
  stretch: 'Stretching or yoga',
  other: 'Something else',
} as const
export type FitnessKind = keyof typeof kinds

export const feelings: Record<number, string> = { 1: 'Very hard', 2: 'Hard', 3: 'All right', 4: 'Good', 5: 'Easy' }

export type EntryGiven = {
  onDay: string
  kind: FitnessKind
  level?: number | undefined
  shuttle?: number | undefined
  minutes?: number | undefined
}
export type EntryRefusal = 'tooMany' | 'toCome' | 'tooLongAgo' | 'noLevel' | 'noMinutes'

/** Decides whether a time of training can be kept: a day that has come, the level of a shuttle run, the minutes of anything else. */
export function decideEntry(given: EntryGiven, { today, entries }: { today: string; entries: number }): Decision<EntryRefusal> {
  if (entries >= ENTRIES_MOST) return { ok: false, reason: 'tooMany' }
  if (given.onDay > today) return { ok: false, reason: 'toCome' }
  if (years(given.onDay, today) > YEARS_BACK) return { ok: false, reason: 'tooLongAgo' }
  if (given.kind === 'shuttle')
    return given.level === undefined || given.shuttle === undefined ? { ok: false, reason: 'noLevel' } : { ok: true }
  return given.minutes === undefined ? { ok: false, reason: 'noMinutes' } : { ok: true }
}

/** What the constable routes ask for: level 5, shuttle 4. */
export const AIM = { level: 5, shuttle: 4 }
const SHUTTLES_A_LEVEL = 10

/** A level and shuttle as one number, for a chart: the shuttles of a level are at most about ten. */
export const reached = ({ level, shuttle }: { level: number; shuttle: number }): number =>
  level + Math.min(shuttle, SHUTTLES_A_LEVEL) / SHUTTLES_A_LEVEL
export const hasReached = (run: { level: number; shuttle: number }): boolean =>
  run.level > AIM.level || (run.level === AIM.level && run.shuttle >= AIM.shuttle)

type Run = { onDay: Date; level: number | null; shuttle: number | null }

/** The shuttle runs of a log, oldest first, with the best of them. */
export function runsOf(entries: Run[]) {
  const runs = entries
    .flatMap((entry) =>
      entry.level === null || entry.shuttle === null ? [] : [{ onDay: entry.onDay, level: entry.level, shuttle: entry.shuttle }],
    )
    .sort((a, b) => a.onDay.getTime() - b.onDay.getTime())
  const best = runs.reduce<(typeof runs)[number] | undefined>(
    (top, run) => (top === undefined || reached(run) > reached(top) ? run : top),
    undefined,
  )
  return { runs, best }
}

/** A removed line can come back for a day; then it is deleted for good. */
export const UNDO_DAYS = 1
