export const ONE_PRESS_MINUTES = 30
export const MINUTES = { from: 5, to: 480 } as const

export type ContactRefusal = 'notLive' | 'future' | 'beforeBeginning' | 'dayCounted'
type Facts = { state: string; today: string; beganOn: string; daysLogged: string[] }

/** May this day be noted as one on which the two spoke? A day counts once, whoever notes it. */
export function refuseContact({ state, today, beganOn, daysLogged }: Facts, day: string): ContactRefusal | undefined {
  if (state !== 'active') return 'notLive'
  if (day > today) return 'future'
  if (day < beganOn) return 'beforeBeginning'
  return daysLogged.includes(day) ? 'dayCounted' : undefined
}

/** 1 hour 30 minutes */
export function minutesInWords(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  const parts = [
    ...(hours > 0 ? [hours === 1 ? '1 hour' : `${String(hours)} hours`] : []),
    ...(rest > 0 ? [`${String(rest)} minutes`] : []),
  ]
  return parts.join(' ')
}
