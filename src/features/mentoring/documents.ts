import ical, { ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator'
import { now } from '../../core/clock.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { calendarSequence } from './rules/sessions.ts'

type Session = { seriesId: string; sequence: number; state: string; startsAt: Date; minutes: number; how: string; place: string }
type Where = { force: ForceProfile; baseUrl: string; path: string }

/**
 * A session as a calendar file: one name for the whole series, a number that rises with each new time, and taken out again where it is not
 * held. People share calendars, so it is private and says nothing of support or of the other person.
 */
export function sessionCalendar(session: Session, { force, baseUrl, path }: Where): string {
  const off = session.state === 'notHeld'
  const method = off ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH
  const calendar = ical({ method, prodId: { company: force.name, product: 'Sessions', language: 'EN' } })
  calendar.createEvent({
    id: `session-${session.seriesId}@${force.id}.portal`,
    sequence: calendarSequence(session),
    stamp: now(),
    start: session.startsAt,
    end: new Date(session.startsAt.getTime() + session.minutes * 60_000),
    summary: 'Conversation',
    location: session.how === 'inPerson' ? session.place : session.how === 'online' ? 'Online' : 'By phone',
    description: off ? '' : 'If it does not suit after all, change it on this page.',
    url: `${baseUrl}${path}`,
    class: ICalEventClass.PRIVATE,
    status: off ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: force.name, email: force.contacts.team.email },
  })
  return calendar.toString()
}
