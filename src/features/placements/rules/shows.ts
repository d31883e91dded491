/** The parts of the list of placements. */
export const shows = [
  ...(['live', 'requested', 'host', 'silent', 'answer', 'day', 'checks', 'ready', 'confirmed', 'mark', 'took', 'over', 'all'] as const),
] as const
export type Show = (typeof shows)[number]

export const showWords: Record<Show, { tab: string; title: string; empty: string }> = {
  live: { tab: 'All under way', title: 'Placements', empty: 'No visit is under way just now.' },
  requested: { tab: 'To pass on', title: 'Visits asked for, to pass on', empty: 'Nothing waits to be passed on.' },
  host: { tab: 'With a host', title: 'Visits with a host', empty: 'No host has a question open.' },
  silent: {
    tab: 'Hosts that are silent',
    title: 'Hosts that have not answered in two weeks',
    empty: 'Every host has answered, or has still time to.',
  },
  answer: { tab: 'Candidate asked', title: 'Visits that wait for the candidate', empty: 'No candidate has a question open.' },
  day: { tab: 'Need a day', title: 'Visits agreed on that need a day', empty: 'Every visit agreed on has its day.' },
  checks: { tab: 'Checks', title: 'Visits whose checks are being made', empty: 'No checks are under way.' },
  ready: { tab: 'Ready to confirm', title: 'Visits that are ready to be confirmed', empty: 'Nothing is ready to be confirmed.' },
  confirmed: { tab: 'Confirmed', title: 'Confirmed visits', empty: 'No visit is confirmed just now.' },
  mark: { tab: 'To mark', title: 'Visits whose day has been, to mark', empty: 'Every visit whose day has been is marked.' },
  took: { tab: 'Took place', title: 'Visits that took place', empty: 'No visit has taken place yet.' },
  over: { tab: 'Came to nothing', title: 'Visits that came to nothing', empty: 'Nothing has come to nothing.' },
  all: { tab: 'All', title: 'All placements', empty: 'Nobody has asked to visit a department yet.' },
}

/** How long a host may think before the team is told of the silence. */
export const SILENT_DAYS = 14
