import { daysAfter, monthsAfter } from '../../../core/dates.ts'

/** A department is asked once a year, reminded once, and after four weeks of silence the team sees it. */
export const ASK_AFTER_MONTHS = 12
export const REMIND_AFTER_DAYS = 14
export const SILENT_AFTER_DAYS = 28

export type Asked = { answeredAt: Date | null; askedAt: Date | null; remindedAt: Date | null }

/** Whether a question is open: asked, and not answered since. */
export const isOpen = ({ askedAt, answeredAt }: Pick<Asked, 'askedAt' | 'answeredAt'>): boolean =>
  askedAt !== null && (answeredAt === null || answeredAt < askedAt)

/** What the clockwork does about the yearly question: ask where a year has passed since it was last asked or answered, or remind. */
export function opennessStep(host: Asked, at: Date): 'ask' | 'remind' | undefined {
  const { askedAt, answeredAt, remindedAt } = host
  const last = Math.max(askedAt?.getTime() ?? 0, answeredAt?.getTime() ?? 0)
  if (last === 0 || monthsAfter(new Date(last), ASK_AFTER_MONTHS) <= at) return 'ask'
  if (!isOpen(host) || askedAt === null || (remindedAt !== null && remindedAt >= askedAt)) return undefined
  return daysAfter(askedAt, REMIND_AFTER_DAYS) <= at ? 'remind' : undefined
}

/** Whether a department has left its question unanswered for so long that somebody of the team should ring. */
export const isSilent = (host: Asked, at: Date): boolean =>
  isOpen(host) && host.askedAt !== null && daysAfter(host.askedAt, SILENT_AFTER_DAYS) <= at
