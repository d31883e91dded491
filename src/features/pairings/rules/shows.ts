/** The parts of the list of pairings. */
export const shows = ['live', 'waiting', 'active', 'paused', 'look', 'review', 'overCapacity', 'over', 'all'] as const
export type Show = (typeof shows)[number]

export const showWords: Record<Show, { tab: string; title: string; empty: string }> = {
  live: { tab: 'All that live', title: 'Pairings', empty: 'Nobody is paired, or asked, just now.' },
  waiting: { tab: 'Waiting for an answer', title: 'Pairings that wait for an answer', empty: 'Nobody has been asked just now.' },
  active: { tab: 'Active', title: 'Active pairings', empty: 'None is active.' },
  paused: { tab: 'Paused', title: 'Paused pairings', empty: 'None is paused.' },
  look: { tab: 'For you to look at', title: 'Pairings paused by the portal', empty: 'None waits for you to look.' },
  review: { tab: 'Pauses to look at again', title: 'Pauses of pairings to look at again', empty: 'No pause is to be looked at today.' },
  overCapacity: {
    tab: 'More than they can take',
    title: 'Pairings beyond what a supporter can take',
    empty: 'Nobody holds more than they can take.',
  },
  over: { tab: 'Over', title: 'Pairings that are over', empty: 'None is over.' },
  all: { tab: 'All', title: 'All pairings', empty: 'Nobody has been paired yet.' },
}
