import { dayAfter, londonDay, startOfDay, workingDaysAfter } from '../../../core/dates.ts'

/** The two who meet on a visit: the candidate, and the supporter who hosts. */
export const sides = ['candidate', 'supporter'] as const
export type Side = (typeof sides)[number]
export const otherSide = (side: Side): Side => (side === 'candidate' ? 'supporter' : 'candidate')

export type VisitTimes = { startsAt: Date; endsAt: Date }
type Standing = VisitTimes & { state: string }

const CONFIRMED_EVER = ['confirmed', 'attended', 'notAttended', 'debriefed']

/** From when it is confirmed until so many days after it, a host sees whom they receive; then it is gone. Domain §7: 7 days. */
export const hostSees = ({ state, endsAt }: Standing, keptDays: number, now: Date): boolean =>
  CONFIRMED_EVER.includes(state) && londonDay(now) <= dayAfter(londonDay(endsAt), keptDays)

/** Does a candidate have a joining pack? While the visit is confirmed, and for looking up afterwards. */
export const hasPack = (state: string): boolean => ['confirmed', 'attended', 'debriefed'].includes(state)

const isOnTheDay = ({ startsAt, endsAt }: VisitTimes, now: Date): boolean =>
  londonDay(now) >= londonDay(startsAt) && londonDay(now) <= londonDay(endsAt)

/** Either side may stop it, on its day alone. */
export const mayStop = (visit: Standing, now: Date): boolean => ['confirmed', 'attended'].includes(visit.state) && isOnTheDay(visit, now)

/** How sure somebody is can be said once they have accepted, and changed until the visit begins. */
export const maySayBefore = ({ state, startsAt }: { state: string; startsAt: Date | null }, now: Date): boolean =>
  ['accepted', 'checks', 'confirmed'].includes(state) && (startsAt === null || now < startsAt)

/** Something that happened can be told from when it is confirmed on, and for as long as anybody likes. */
export const mayReport = (state: string): boolean => [...CONFIRMED_EVER, 'cancelled'].includes(state)

/** Marking who came begins with the visit itself. */
export const mayMark = ({ state, startsAt }: Standing, now: Date): boolean => state === 'confirmed' && startsAt <= now

const DEBRIEF_DAYS = 5
/** The last London day on which looking back is in time: the fifth working day after the visit. */
export const debriefDay = ({ endsAt }: VisitTimes): string => londonDay(workingDaysAfter(endsAt, DEBRIEF_DAYS))
const REMIND_DAYS = 3
/** From this London day on, whoever has not looked back yet is reminded, once. */
export const remindDay = ({ endsAt }: VisitTimes): string => londonDay(workingDaysAfter(endsAt, REMIND_DAYS))
export const isDebriefOver = (visit: VisitTimes, now: Date): boolean => londonDay(now) > debriefDay(visit)

const LOOKED_BACK = 60
/** The visits that ended before this instant are past their time for looking back. */
export function overSince(now: Date): Date {
  for (let days = 0; days < LOOKED_BACK; days += 1) {
    const day = dayAfter(londonDay(now), -days)
    if (isDebriefOver({ startsAt: startOfDay(day), endsAt: startOfDay(day) }, now)) return startOfDay(dayAfter(day, 1))
  }
  return startOfDay(dayAfter(londonDay(now), -LOOKED_BACK))
}

export type DebriefRefusal = 'notAttended' | 'saidAlready'
export type VisitRefusal = DebriefRefusal | 'tooLate' | 'notToday' | 'notMarked'
/** May this side look back now? Late is better than never: until the team closes it. */
export function refuseDebrief(state: string, said: readonly string[], side: Side): DebriefRefusal | undefined {
  if (said.includes(side)) return 'saidAlready'
  return state === 'attended' ? undefined : 'notAttended'
}

export const isCertified = (state: string): boolean => state === 'attended' || state === 'debriefed'

/** The morning before: from 9 in London on the day before the visit, while it has not begun. */
export const isDayBefore = ({ startsAt }: VisitTimes, now: Date): boolean =>
  londonDay(now) === dayAfter(londonDay(startsAt), -1) || (londonDay(now) === londonDay(startsAt) && now < startsAt)

export const realistics = { yes: 'Yes', partly: 'Partly', no: 'No' } as const
export type Realistic = keyof typeof realistics
