import { dateTime } from '../../../core/dates.ts'
import { lateReasons, type LateReason, type PlaceState } from './places.ts'

/** One row of history: a change of the place itself (`own`), or somebody ahead leaving the line. */
export type Told = {
  at: Date
  from: PlaceState | null
  to: PlaceState
  expiresAt: Date | null
  reason: string | null
  byRole: string
  own: boolean
  /** How many waited ahead once it had happened. */
  before: number
}
export type StoryLine = { what: string; at: Date; more?: string }

/** 1st, 2nd, 3rd, 4th, 11th, 21st */
export function ordinal(n: number): string {
  const teen = n % 100 > 10 && n % 100 < 14
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')
  return `${String(n)}${ending}`
}

/** What a lottery adds to the story of one of its tickets. */
export type Ticket = { arrival: number; drawAt: Date | null; drawnAt: Date | null; rank: number | null }

/** How somebody got where they are, latest first. Of several moves up only the last is told; who left, never. */
export function placeStory(told: Told[], ticket?: Ticket): StoryLine[] {
  const lines = linesOf(told)
  const { drawnAt = null, rank = null } = ticket ?? {}
  if (ticket === undefined || (ticket.drawAt === null && rank === null)) return lines
  const drawn = drawnAt === null || rank === null ? [] : [{ what: `Drawn as number ${String(rank)}`, at: drawnAt }]
  const joined = lines.findIndex(({ what }) => what.startsWith(JOINED))
  return [...lines.slice(0, joined), ...drawn, { what: `Got ticket ${String(ticket.arrival)}`, at: lines[joined]?.at ?? new Date(0) }]
}

const JOINED = 'Joined the waiting list'

function linesOf(told: Told[]): StoryLine[] {
  const lines: StoryLine[] = []
  let movedUp: StoryLine | undefined
  let waits = false
  for (const [i, one] of told.entries()) {
    if (!one.own) {
      if (waits) movedUp = { what: `Moved up to ${ordinal(one.before + 1)}`, at: one.at }
      continue
    }
    waits = one.to === 'waiting'
    if (movedUp) lines.push(movedUp)
    movedUp = undefined
    const at = { at: one.at }
    const next = told[i + 1]
    if (waits && next?.to === 'booked' && next.own && !isTeam(next.byRole)) continue
    lines.push({ ...at, ...inWords(one) })
  }
  if (movedUp) lines.push(movedUp)
  return lines.reverse()
}

const isTeam = (role: string) => role === 'coordinator' || role === 'lead'

function inWords(one: Told): Omit<StoryLine, 'at'> {
  const words = says[one.to]
  return typeof words === 'string' ? { what: words } : words(one)
}

const says: Record<PlaceState, string | ((one: Told) => Omit<StoryLine, 'at'>)> = {
  waiting: ({ before }) => ({ what: `${JOINED}, ${ordinal(before + 1)}` }),
  offered: ({ from, expiresAt, reason }) => {
    if (from === 'offered' && reason === 'postponed') return { what: 'The workshop was postponed, and your place stays held' }
    const again = reason === 'newDate' ? 'The workshop has a new date' : 'Your answer is needed sooner, as the workshop moved'
    return { what: from === 'offered' ? again : 'Offered a place', ...(expiresAt && { more: `To answer by ${dateTime(expiresAt)}` }) }
  },
  booked: ({ from, byRole }) => {
    if (from === 'offered') return { what: 'You took the place' }
    if (isTeam(byRole)) return { what: from === 'waiting' ? 'The team gave you a place' : 'The team took back what the register said' }
    return { what: 'Asked, and got a place at once' }
  },
  declined: 'You let the place go',
  expired: 'The offer ran out',
  cancelled: 'You cancelled',
  lateCancelled: ({ reason }) => ({
    what: 'You cancelled late',
    ...(reason !== null && reason in lateReasons && { more: lateReasons[reason as LateReason] }),
  }),
  withdrawn: ({ byRole, reason }) =>
    isTeam(byRole)
      ? { what: 'The team took you off this workshop', ...(reason !== null && { more: reason }) }
      : { what: byRole === 'system' ? 'The waiting list ended' : 'You left' },
  workshopCancelled: 'The workshop was cancelled',
  attended: 'You came',
  attendedLate: 'You came',
  leftEarly: 'You came',
  absentNotified: 'You could not come, and told us',
  absent: 'The register says you did not come',
}
