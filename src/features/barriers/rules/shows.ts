/** The parts of the list of cases. */
export const shows = ['live', 'new', 'answer', 'outcome', 'actions', 'waiting', 'escalated', 'closed', 'all'] as const
export type Show = (typeof shows)[number]
export const showWords: Record<Show, { title: string; none: string }> = {
  live: { title: 'Open cases', none: 'Nothing is in anybody’s way that we know of.' },
  new: { title: 'New cases', none: 'Every case has somebody.' },
  answer: { title: 'Cases without the answer we promised', none: 'Everybody had their first answer in time.' },
  outcome: { title: 'Cases past the day we promised', none: 'No case is past its day.' },
  actions: { title: 'Cases with something overdue', none: 'Nothing that we said we would do is late.' },
  waiting: { title: 'Cases that wait on others', none: 'No case waits on others.' },
  escalated: { title: 'Cases with the head of the team', none: 'No case is with the head of the team.' },
  closed: { title: 'Cases that are over', none: 'No case is over yet.' },
  all: { title: 'All cases', none: 'Nobody has told us of anything yet.' },
}

/** The parts of the register of systemic barriers. */
export const systemicShows = ['open', 'remeasure', 'publish', 'closed', 'all'] as const
export type SystemicShow = (typeof systemicShows)[number]
export const systemicShowWords: Record<SystemicShow, { title: string; none: string }> = {
  open: { title: 'Open', none: 'No open line in the register.' },
  remeasure: { title: 'To measure again', none: 'Nothing is due to be measured again.' },
  publish: { title: 'To approve for the public', none: 'No words wait for a second person.' },
  closed: { title: 'Closed', none: 'None is closed yet.' },
  all: { title: 'All', none: 'The register is empty.' },
}
