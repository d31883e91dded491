import type { Completion } from './completion.ts'

export const progressShows = ['all', 'done', 'going', 'outOfReach'] as const
export type ProgressShow = (typeof progressShows)[number]

/** How somebody stands, for the team's list; `outOfReach` means that a session of another cohort, or the team, has to help. */
export function progressOf({ done, reachable }: Pick<Completion, 'done' | 'reachable'>): Exclude<ProgressShow, 'all'> {
  if (done) return 'done'
  return reachable ? 'going' : 'outOfReach'
}

export const progressNames: Record<ProgressShow, string> = {
  all: 'Everybody',
  done: 'Complete by the rule',
  going: 'Still on the way',
  outOfReach: 'Cannot complete here any more',
}
