import { daysAfter } from '../../../core/dates.ts'
import type { WorkshopState } from './workshops.ts'

export const marks = ['attended', 'attendedLate', 'leftEarly', 'absentNotified', 'absent'] as const
export type Mark = (typeof marks)[number]
/** What a row of the register says: a mark, or `booked`, which means not recorded and never absent. */
export type Recorded = Mark | 'booked'

export const markNames: Record<Recorded, string> = {
  booked: 'Not recorded',
  attended: 'Here',
  attendedLate: 'Late',
  leftEarly: 'Left early',
  absentNotified: 'Absent, told us',
  absent: 'Absent, no word',
}

export const isRecorded = (state: string): state is Recorded => state === 'booked' || isMark(state)
/** The marks of somebody who took part. */
export const cameStates = ['attended', 'attendedLate', 'leftEarly'] as const
export const isMark = (state: string): state is Mark => (marks as readonly string[]).includes(state)
/** Who took part, as completion and reports count it. */
export const tookPart = (state: string): boolean => (cameStates as readonly string[]).includes(state)

export const EDITABLE_DAYS = 7
/** Until when the whole team may change a register; after that a lead may, with a reason. */
export const editableUntil = (endsAt: Date): Date => daysAfter(endsAt, EDITABLE_DAYS)

export type MarkRefusal = 'notHeld' | 'notOnRegister' | 'changedMeanwhile' | 'leadOnly' | 'reasonNeeded' | 'walkInStays'
export type MarkDecision = { ok: true; change: boolean } | { ok: false; reason: MarkRefusal }

export type Marking = {
  workshop: { state: WorkshopState; endsAt: Date }
  /** What is recorded now. */
  current: string
  /** What the page said when it was opened. */
  seen: Recorded
  wanted: Recorded
  walkIn: boolean
  role: 'coordinator' | 'lead'
  reason: string
}

/** May this mark be set? A row that the person left as it was is no change, whatever others did to it meanwhile. */
export function decideMark({ workshop, current, seen, wanted, walkIn, role, reason }: Marking, now: Date): MarkDecision {
  if (workshop.state !== 'held') return { ok: false, reason: 'notHeld' }
  if (!isRecorded(current)) return { ok: false, reason: 'notOnRegister' }
  if (wanted === seen || wanted === current) return { ok: true, change: false }
  if (current !== seen) return { ok: false, reason: 'changedMeanwhile' }
  if (walkIn && !tookPart(wanted) && wanted !== 'booked') return { ok: false, reason: 'walkInStays' }
  const late = checkWindow(workshop.endsAt, role, reason, now)
  return late === undefined ? { ok: true, change: true } : { ok: false, reason: late }
}

/** Why a register may not be changed just now, if it may not. */
export function checkWindow(
  endsAt: Date,
  role: 'coordinator' | 'lead',
  reason: string,
  now: Date,
): 'leadOnly' | 'reasonNeeded' | undefined {
  if (now < editableUntil(endsAt)) return undefined
  if (role !== 'lead') return 'leadOnly'
  return reason === '' ? 'reasonNeeded' : undefined
}

/** Why what one press marked cannot be taken back. */
export type UndoRefusal = 'alreadyUndone' | 'leadOnly' | 'reasonNeeded'

export type WalkInRefusal = 'notHeld' | 'noSuchPerson' | 'alreadyOnRegister' | 'leadOnly' | 'reasonNeeded'

/** May this person be added to the register of a workshop that they walked into? */
export function decideWalkIn(
  {
    workshop,
    known,
    place,
    role,
    reason,
  }: {
    workshop: { state: WorkshopState; endsAt: Date }
    known: boolean
    /** The state of their live place, if they have one. */
    place: string | undefined
    role: 'coordinator' | 'lead'
    reason: string
  },
  now: Date,
): { ok: true } | { ok: false; reason: WalkInRefusal } {
  if (workshop.state !== 'held') return { ok: false, reason: 'notHeld' }
  if (!known) return { ok: false, reason: 'noSuchPerson' }
  if (place !== undefined && isRecorded(place)) return { ok: false, reason: 'alreadyOnRegister' }
  const late = checkWindow(workshop.endsAt, role, reason, now)
  return late === undefined ? { ok: true } : { ok: false, reason: late }
}

/** A register still waits for somebody: nobody said whether it happened, or somebody has no mark. */
export const isUnrecorded = ({ state, endsAt, unmarked }: { state: string; endsAt: Date; unmarked: number }, now: Date): boolean =>
  endsAt <= now && (state === 'published' || (state === 'held' && unmarked > 0))
