/** How many days before the last day of a training a supporter is reminded; the last of them on the day itself. */
export const reminderSteps = [30, 7, 0] as const
export type ReminderStep = (typeof reminderSteps)[number]

/** From how many days before its end a training counts as lapsing. */
export const LAPSING_DAYS = 30
/** How long a training usually holds: what the form suggests. */
export const USUAL_MONTHS = 24

const DAY = 86_400_000
/** From one day of the calendar to another, both as 2027-01-14. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY)

/**
 * Which reminder is due for a training that holds until this day: the latest step that has been reached. Where the clockwork
 * stood still meanwhile, the earlier ones are left out. Undefined while the end is far, and once the last has been sent.
 */
export function reminderDue(until: string, today: string, sent: readonly number[]): ReminderStep | undefined {
  const left = daysBetween(today, until)
  const step = reminderSteps.findLast((each) => left <= each)
  return step === undefined || sent.some((each) => each <= step) ? undefined : step
}
