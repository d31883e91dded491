import ical, { ICalCalendarMethod } from 'ical-generator'
import { now } from '../../core/clock.ts'
import type { ForceProfile } from '../../forces/profile.ts'

export type CalendarEvent = {
  id: string
  title: string
  startsAt: Date
  endsAt: Date
  online: boolean
  venue: string
  address: string
  sequence: number
}

/**
 * A workshop as a calendar file: times in UTC, one name for ever, and a number that rises with each change, so that a
 * calendar moves the entry it has instead of adding another. It names the workshop, never that it is positive action.
 */
export function workshopCalendar(workshop: CalendarEvent, force: ForceProfile, address: string): string {
  const calendar = ical({ method: ICalCalendarMethod.PUBLISH, prodId: { company: force.name, product: 'Workshops', language: 'EN' } })
  calendar.createEvent({
    id: `workshop-${workshop.id}@${force.id}.portal`,
    sequence: workshop.sequence,
    stamp: now(),
    start: workshop.startsAt,
    end: workshop.endsAt,
    summary: workshop.title,
    location: workshop.online
      ? 'Online'
      : [workshop.venue, workshop.address.replaceAll('\n', ', ')].filter((part) => part !== '').join(', '),
    description: 'If you cannot come, please cancel on this page, so that somebody else can have the place.',
    url: address,
  })
  return calendar.toString()
}
