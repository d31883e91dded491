import { dayAfter, daysAfter, instantAt, londonDay, monthsAfter } from '../../../core/dates.ts'

export const repeats = { no: 0, weekly: 7, fortnightly: 14, fourWeekly: 28 } as const
export type Repeat = keyof typeof repeats
export const repeatWords: Record<Repeat, string> = {
  no: 'No',
  weekly: 'Every week',
  fortnightly: 'Every two weeks',
  fourWeekly: 'Every four weeks',
}

/** As many days as may be offered at once, and how far ahead. */
export const MOST_DAYS = 40
export const MOST_MONTHS = 18
export const MOST_PLACES = 20

type Typed = { day: string; more: readonly string[]; repeat: Repeat; times: number }

/** The London days that somebody offers: the one, those listed beside it, and each of them as often as it repeats; once each, in order. */
export function daysOffered({ day, more, repeat, times }: Typed): string[] {
  const often = repeat === 'no' ? 1 : times
  const all = [day, ...more].flatMap((first) => Array.from({ length: often }, (_none, n) => dayAfter(first, n * repeats[repeat])))
  return [...new Set(all)].sort()
}

export type Slot = { startsAt: Date; endsAt: Date }
/** Whoever receives people: until when they are trained, as a London day. */
export type Receiver = { trainedUntil: string | null; able: boolean }

export const dateRefusals = [
  'noSuchTime',
  'endsBefore',
  'passed',
  'tooFar',
  'untrained',
  'overlaps',
  'tooMany',
  'held',
  'gone',
  'closed',
] as const
export type DateRefusal = (typeof dateRefusals)[number]
export type DateFault = { ok: false; reason: DateRefusal; day?: string }

/** The two instants of a day; undefined for the hour that is missing in March. An end that is not later is a fault of its own. */
export function slotOn(day: string, from: string, to: string): { ok: true; slot: Slot } | DateFault {
  const [startsAt, endsAt] = [instantAt(day, from), instantAt(day, to)]
  if (startsAt === undefined || endsAt === undefined) return { ok: false, reason: 'noSuchTime', day }
  return endsAt > startsAt ? { ok: true, slot: { startsAt, endsAt } } : { ok: false, reason: 'endsBefore', day }
}

type Given = { slot: Slot; receiver: Receiver; taken: readonly Slot[]; now: Date }

/** Whether a day can be offered: still to come, not too far, within the training of whoever receives people, and nothing else of theirs then. */
export function refuseDate({ slot, receiver, taken, now }: Given): DateFault | undefined {
  const day = londonDay(slot.startsAt)
  if (slot.startsAt <= now) return { ok: false, reason: 'passed', day }
  if (slot.startsAt > monthsAfter(now, MOST_MONTHS)) return { ok: false, reason: 'tooFar', day }
  if (!receiver.able || receiver.trainedUntil === null || receiver.trainedUntil < day) return { ok: false, reason: 'untrained', day }
  const overlaps = taken.some((each) => each.startsAt < slot.endsAt && slot.startsAt < each.endsAt)
  return overlaps ? { ok: false, reason: 'overlaps', day } : undefined
}

/** How short before a day a change is one that the people on it will hardly hear of in time. */
export const isShortNotice = (startsAt: Date, now: Date): boolean => startsAt <= daysAfter(now, 3)
