export type SupporterRefusal = 'notOpen' | 'hasBegun' | 'alreadyBooked' | 'asCandidate' | 'full' | 'notBooked'
export type SupporterDecision = { ok: true } | { ok: false; reason: SupporterRefusal }

export type WorkshopForSupporters = {
  state: string
  startsAt: Date
  /** How many supporters may come. */
  places: number
  taken: number
  /** The reader comes already. */
  mine: boolean
  /** The reader has a place or waits for one there as a candidate. */
  candidateHere: boolean
}
export const supporterEvents = ['book', 'cancel'] as const
export type SupporterEvent = (typeof supporterEvents)[number]

/** May a supporter come along, or say that they do not after all? */
export function decideSupporting(workshop: WorkshopForSupporters, event: SupporterEvent, now: Date): SupporterDecision {
  const reason = event === 'book' ? refuseBooking(workshop, now) : refuseCancelling(workshop, now)
  return reason === undefined ? { ok: true } : { ok: false, reason }
}

function refuseBooking(workshop: WorkshopForSupporters, now: Date): SupporterRefusal | undefined {
  if (workshop.state !== 'published') return 'notOpen'
  if (workshop.startsAt <= now) return 'hasBegun'
  if (workshop.mine) return 'alreadyBooked'
  if (workshop.candidateHere) return 'asCandidate'
  return workshop.taken >= workshop.places ? 'full' : undefined
}

function refuseCancelling({ mine, startsAt }: WorkshopForSupporters, now: Date): SupporterRefusal | undefined {
  if (!mine) return 'notBooked'
  return startsAt <= now ? 'hasBegun' : undefined
}
