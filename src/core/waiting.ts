/** Whose things: everybody's, or those of the one who asks. */
export const whoseThings = ['team', 'mine'] as const
export type Whose = (typeof whoseThings)[number]

/**
 * One kind of thing that waits for somebody of the team: how many, and the list that holds exactly those.
 * `oldest` is when the most pressing of them fell due, falls due, or began to wait; undefined where there is none.
 */
export type Waiting = { what: string; href: string; count: number; when: 'overdue' | 'today' | 'week'; oldest: Date | undefined }

/** The address of a list, narrowed to the things of the one who asks. */
export const withWhose = (href: string, whose: Whose): string =>
  whose === 'team' ? href : `${href}${href.includes('?') ? '&' : '?'}whose=mine`
