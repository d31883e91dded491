export const shareables = { plan: 'my plan', fitness: 'my fitness log' } as const
export type Shareable = keyof typeof shareables

export const SHARE_MONTHS_MOST = 12

export type ShareRefusal = 'hasBeen' | 'tooFar' | 'alreadyShared' | 'notPaired'

/** Decides until when something can be shared: today at the earliest, a year at the most. */
export function decideShare(
  until: string,
  { today, latest }: { today: string; latest: string },
): { ok: true } | { ok: false; reason: ShareRefusal } {
  if (until < today) return { ok: false, reason: 'hasBeen' }
  return until > latest ? { ok: false, reason: 'tooFar' } : { ok: true }
}

type Share = { endedAt: Date | null; untilOn: Date }

/** Does it hold on this day? Its last day is one on which it does. */
export const isShared = ({ endedAt, untilOn }: Share, today: string): boolean =>
  endedAt === null && untilOn.toISOString().slice(0, 10) >= today
