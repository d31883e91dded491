import { daysAfter, workingDaysAfter } from '../../../core/dates.ts'

/** First contact is within so many working days of the beginning. */
export const FIRST_CONTACT_DAYS = 5
/** Both are asked how it goes, the team hears of it, and somebody else is offered: days without a word. */
export const silenceDays = { nudged: 21, told: 28, offered: 42 } as const

export type Silence = {
  since: Date
  /** Nothing at all has happened since the pair began. */
  untouched: boolean
  remindedAt: Date | null
  nudgedAt: Date | null
  toldAt: Date | null
  offeredAt: Date | null
}
export const silenceSteps = ['reminded', 'nudged', 'told', 'offered'] as const
export type SilenceStep = (typeof silenceSteps)[number]

/** When each step of a silence falls due, by the calendar of London. */
export const dueAt = (step: SilenceStep, since: Date): Date =>
  step === 'reminded' ? workingDaysAfter(since, FIRST_CONTACT_DAYS) : daysAfter(since, silenceDays[step])

/**
 * What is due now in a silence, each step once. Where the clockwork stood still for long, a later step takes the place of the
 * letters before it, so that nobody gets two at once; the team is told whatever else is.
 */
export function stepsDue(silence: Silence, now: Date): SilenceStep[] {
  const open = silenceSteps.filter(
    (step) => silence[`${step}At`] === null && dueAt(step, silence.since) <= now && (step !== 'reminded' || silence.untouched),
  )
  const letters = open.filter((step) => step !== 'told')
  return open.filter((step) => step === 'told' || step === letters.at(-1))
}

/** Of those due, what is only ticked off, as a later step says it better. */
export const stepsPassed = (silence: Silence, now: Date): SilenceStep[] => {
  const due = stepsDue(silence, now)
  return silenceSteps.filter((step) => silence[`${step}At`] === null && dueAt(step, silence.since) <= now && !due.includes(step))
}

/** Whether the page itself offers somebody else. */
export const isRematchOffered = (since: Date, now: Date): boolean => dueAt('offered', since) <= now
