/** Which visits the team looks at. */
export const shows = {
  waiting: 'Waiting for both sides to look back',
  overdue: 'The time to look back is over',
  stopped: 'Stopped, and nobody has looked at it',
  unsafe: 'Something felt unsafe, and nobody has looked at it',
  unmarked: 'Nobody has said whether they came',
  said: 'With something said of them',
  all: 'All that were confirmed',
} as const
export type Show = keyof typeof shows
