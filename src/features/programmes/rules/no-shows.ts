import { monthsAfter } from '../../../core/dates.ts'

/** A mark of absence without a word is recent for so long, and only ever a prompt to ask how the team can help. */
const NO_SHOW_MONTHS = 6
const PROMPT_FROM = 2

export type Absence = {
  /** What the register says. */
  state: string
  endsAt: Date
  /** The person says that it is wrong, and nobody has looked yet. */
  contested: boolean
}

/** Recent: from the end of the workshop until the same time of day in London six months on. */
export const isRecent = (endsAt: Date, now: Date): boolean => endsAt <= now && now < monthsAfter(endsAt, NO_SHOW_MONTHS)

/** The absences without a word that are recent and that nobody has contested. Told first, or not recorded, counts nothing. */
export const recentNoShows = <A extends Absence>(absences: readonly A[], now: Date): A[] =>
  absences.filter(({ state, endsAt, contested }) => state === 'absent' && !contested && isRecent(endsAt, now))

/** Is it time for somebody of the team to ask how they can help? Nothing else ever follows from it. */
export const promptsToHelp = (absences: readonly Absence[], now: Date): boolean => recentNoShows(absences, now).length >= PROMPT_FROM

export const correctionWords = { wasThere: 'I was there', toldYou: 'I had let you know' } as const
export type Said = keyof typeof correctionWords

export type CorrectionRefusal = 'notAbsent' | 'alreadyAsked'
/** May somebody say that their mark is wrong? Once until it is answered, however long ago the workshop was. */
export function decideCorrection(place: { state: string; contested: boolean }): { ok: true } | { ok: false; reason: CorrectionRefusal } {
  if (place.state !== 'absent') return { ok: false, reason: 'notAbsent' }
  return place.contested ? { ok: false, reason: 'alreadyAsked' } : { ok: true }
}
