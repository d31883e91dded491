import { editableUntil } from '../../programmes/rules/attendance.ts'

export const staffPlaceStates = ['waiting', 'booked', 'attended', 'absent', 'cancelled', 'workshopCancelled'] as const
export type StaffPlaceState = (typeof staffPlaceStates)[number]
export const staffPlaceEvents = ['fill', 'leave', 'here', 'missed', 'unmark', 'endSession', 'letGo'] as const
export type StaffPlaceEvent = (typeof staffPlaceEvents)[number]
export const staffPlaceSides = ['self', 'coordinator', 'lead', 'system'] as const
export type StaffPlaceSide = (typeof staffPlaceSides)[number]

const team = ['coordinator', 'lead'] as const
/** Who may send which event in which state. The function staff_place_step of the database knows the same steps. */
const by: Record<StaffPlaceState, Partial<Record<StaffPlaceEvent, readonly StaffPlaceSide[]>>> = {
  waiting: { fill: ['system'], leave: ['self', ...team], endSession: team, letGo: ['system'] },
  booked: { leave: ['self', ...team], here: team, missed: team, endSession: team },
  attended: { missed: team, unmark: team },
  absent: { here: team, unmark: team },
  cancelled: {},
  workshopCancelled: {},
}

const next: Record<StaffPlaceEvent, StaffPlaceState> = {
  fill: 'booked',
  leave: 'cancelled',
  here: 'attended',
  missed: 'absent',
  unmark: 'booked',
  endSession: 'workshopCancelled',
  letGo: 'cancelled',
}

export type StaffPlaceFacts = {
  state: StaffPlaceState
  /** Came without a place: taking back the mark takes them off the register. */
  walkIn: boolean
  session: { state: string; startsAt: Date; endsAt: Date }
}
export type StaffPlaceRefusal = 'notTheirs' | 'over' | 'begun' | 'notHeld' | 'walkInStays' | 'leadOnly'
export type StaffPlaceDecision = { ok: true; state: StaffPlaceState } | { ok: false; reason: StaffPlaceRefusal }

const isEver = (event: StaffPlaceEvent, side: StaffPlaceSide) => staffPlaceStates.some((state) => by[state][event]?.includes(side))
const marking: readonly StaffPlaceEvent[] = ['here', 'missed', 'unmark']

/** What an event makes of a colleague's place when this side sends it now. Marks are the team's for seven days, then the lead's. */
export function decideStaffPlace(facts: StaffPlaceFacts, event: StaffPlaceEvent, side: StaffPlaceSide, now: Date): StaffPlaceDecision {
  if (!isEver(event, side)) return { ok: false, reason: 'notTheirs' }
  if (!by[facts.state][event]?.includes(side)) return { ok: false, reason: 'over' }
  const reason = marking.includes(event) ? refuseMark(facts, event, side, now) : refuseChange(facts, event, now)
  if (reason !== undefined) return { ok: false, reason }
  return { ok: true, state: event === 'unmark' && facts.walkIn ? 'cancelled' : next[event] }
}

function refuseMark({ session, walkIn }: StaffPlaceFacts, event: StaffPlaceEvent, side: StaffPlaceSide, now: Date) {
  if (session.state !== 'held') return 'notHeld'
  if (walkIn && event === 'missed') return 'walkInStays'
  return side !== 'lead' && now >= editableUntil(session.endsAt) ? 'leadOnly' : undefined
}

const refuseChange = ({ session }: StaffPlaceFacts, event: StaffPlaceEvent, now: Date) =>
  event === 'leave' && (session.startsAt <= now || session.state === 'held') ? 'begun' : undefined

export const registerMarks = ['attended', 'absent', 'booked'] as const
export type RegisterMark = (typeof registerMarks)[number]
/** What a row of the register showed when the page was opened, and what it says now. */
export type MarkedRow = { placeId: string; was: string; mark: RegisterMark }

/** The line of a session in a pure form: who asks, leaves, and how places grow, one after the other. The database is held to it. */
export type LineStep = { kind: 'ask' | 'leave'; who: string } | { kind: 'resize'; capacity: number }
export type Line = { capacity: number; people: { who: string; state: 'waiting' | 'booked' }[] }

export function stepLine(line: Line, step: LineStep): Line {
  if (step.kind === 'resize') return fillLine({ ...line, capacity: step.capacity })
  const others = line.people.filter(({ who }) => who !== step.who)
  if (step.kind === 'leave') return fillLine({ ...line, people: others })
  if (others.length < line.people.length) return line
  return fillLine({ ...line, people: [...line.people, { who: step.who, state: 'waiting' }] })
}

function fillLine({ capacity, people }: Line): Line {
  let free = capacity - people.filter(({ state }) => state === 'booked').length
  return {
    capacity,
    people: people.map((person) => {
      if (person.state === 'booked' || free <= 0) return person
      free -= 1
      return { ...person, state: 'booked' }
    }),
  }
}
