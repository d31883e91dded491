const HOUR = 3_600_000

/** A look stays open this long; after it, a reason is given again. */
export const lookLasts = 8 * HOUR

export const lookIsOpen = (at: Date, now: Date): boolean => now.getTime() - at.getTime() < lookLasts

const months = ['January to March', 'April to June', 'July to September', 'October to December'] as const

/** A quarter in words: '2026 Q4' is October to December 2026. Nothing finer is ever known here: a date would name the workshop. */
export function quarterInWords(quarter: string): string {
  const [year = '', part = ''] = quarter.split(' Q')
  const words = months[Number(part) - 1]
  return words === undefined ? quarter : `${words} ${year}`
}

export const hoursInWords = (hours: number): string => (hours === 1 ? 'About 1 hour' : `About ${String(hours)} hours`)

/** Why a recruiter may look. The words are kept, and the candidate reads them. */
export const lookReasons = {
  named: 'To confirm support that an application mentions',
  asked: 'To answer a question that this person asked',
  planning: 'To avoid offering support that this person has had already',
  complaint: 'To answer a complaint or a request for review',
} as const
export type LookReason = keyof typeof lookReasons

export type Lookup = { ok: true; lookId: string } | { ok: false; reason: 'notShown' }
