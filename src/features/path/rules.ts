export const steps = ['candidate', 'recruit', 'buddy'] as const
export type Step = (typeof steps)[number]

export type PathFacts = {
  /** Has begun to work here: a first year that runs or ran, or a stage from the first day on. */
  works: boolean
  /** The first year is over, or the person is confirmed. */
  yearDone: boolean
  /** Supports others already, or has offered to. */
  supports: boolean
}
export type Standing = 'done' | 'now' | 'later'

/** Where somebody is on the way from candidate to recruit to buddy. */
export function pathOf({ works, yearDone, supports }: PathFacts): Record<Step, Standing> {
  if (supports) return { candidate: 'done', recruit: works && !yearDone ? 'now' : 'done', buddy: 'now' }
  if (yearDone) return { candidate: 'done', recruit: 'done', buddy: 'now' }
  return works ? { candidate: 'done', recruit: 'now', buddy: 'later' } : { candidate: 'now', recruit: 'later', buddy: 'later' }
}

/** The invitation to become a buddy stands from the end of the first year, until somebody supports others. */
export const isInvited = ({ yearDone, supports }: PathFacts): boolean => yearDone && !supports
