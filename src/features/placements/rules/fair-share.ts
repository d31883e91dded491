import { monthsAfter } from '../../../core/dates.ts'

/** How many visits somebody may have under way at a time; the database holds it too. */
export const AT_ONCE = 2
/** Who has been nowhere for so long comes before whoever has. */
export const FRESH_MONTHS = 12

/** `lastVisit`: when they last visited any department. `askedAt`: when they asked to shadow, however often they have asked elsewhere since. */
export type Turn = { id: string; lastVisit: Date | null; askedAt: Date }

export const hasBeen = ({ lastVisit }: Pick<Turn, 'lastVisit'>, now: Date): boolean =>
  lastVisit !== null && lastVisit > monthsAfter(now, -FRESH_MONTHS)

/** Whose turn it is first: who has not been anywhere in the last 12 months, then by when they asked. */
export const inTurn =
  (now: Date) =>
  (a: Turn, b: Turn): number =>
    Number(hasBeen(a, now)) - Number(hasBeen(b, now)) || a.askedAt.getTime() - b.askedAt.getTime() || (a.id < b.id ? -1 : 1)

export const fairShareWords =
  'Whoever has not been anywhere in the last 12 months comes first, then whoever asked first. You can have two visits under way at a time.'
