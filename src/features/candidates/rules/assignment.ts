/** Why somebody else looks after a person from now on: chosen from a list, as the person may read it. */
export const assignReasons = {
  workload: 'To share the work in the team',
  routeOrArea: 'Somebody who knows the route or the area',
  away: 'Whoever had it is away, or has left',
  asked: 'The person asked for somebody else',
  other: 'Something else',
} as const
export type AssignReason = keyof typeof assignReasons

export const assignReasonWords = (reason: string | null): string | undefined =>
  Object.entries(assignReasons).find(([code]) => code === reason)?.[1]

export type AssignRefusal = 'notOfTeam' | 'already' | 'reasonNeeded' | 'changedMeanwhile'
export type AssignDecision = { ok: true } | { ok: false; reason: AssignRefusal }

type Standing = {
  /** Who looks after the person now, who shall, and whom the page showed that asked; null is nobody. */
  from: string | null
  to: string | null
  seen?: string | null | undefined
  toIsOfTeam: boolean
  reason: AssignReason | undefined
}

/** Decides whether somebody of the team becomes the one who looks after a candidate. Taking it from somebody needs a reason. */
export function decideAssignment({ from, to, seen, toIsOfTeam, reason }: Standing): AssignDecision {
  if (seen !== undefined && seen !== from) return { ok: false, reason: 'changedMeanwhile' }
  if (from === to) return { ok: false, reason: 'already' }
  if (to !== null && !toIsOfTeam) return { ok: false, reason: 'notOfTeam' }
  if (from !== null && reason === undefined) return { ok: false, reason: 'reasonNeeded' }
  return { ok: true }
}
