import { stringify } from 'csv-stringify/sync'
import ical, { ICalCalendarMethod, ICalEventClass, ICalEventStatus, type ICalCalendar } from 'ical-generator'
import { now } from '../../core/clock.ts'
import { londonDay, londonTime } from '../../core/dates.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import type { ShownOneToOne } from './queries/one-to-ones.ts'
import type { OwnSlot } from './queries/slots.ts'
import { calendarSequence } from './rules/one-to-ones.ts'
import { oneToOneStateWords, slotHowWords, slotKindWords, whyNotWords } from './rules/words.ts'

type Entry = Pick<ShownOneToOne, 'seriesId' | 'sequence' | 'state' | 'startsAt' | 'endsAt' | 'how' | 'place'>
type Where = { force: ForceProfile; baseUrl: string; path: string }

const aCalendar = (force: ForceProfile, method: ICalCalendarMethod): ICalCalendar =>
  ical({ method, prodId: { company: force.name, product: 'One-to-ones', language: 'EN' } })

/**
 * A booking as a calendar file: one name for all its times, a number that rises with each, and taken out again where it will not
 * take place. People share calendars, so it is private and says nothing of support or of the other person.
 */
export function oneToOneCalendar(booking: Entry, { force, baseUrl, path }: Where): string {
  const off = !['booked', 'held', 'notHeld'].includes(booking.state)
  const calendar = aCalendar(force, off ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH)
  calendar.createEvent({
    id: `one-to-one-${booking.seriesId}@${force.id}.portal`,
    sequence: calendarSequence(booking),
    stamp: now(),
    start: booking.startsAt,
    end: booking.endsAt,
    summary: 'Conversation',
    location: booking.how === 'inPerson' ? booking.place : slotHowWords[booking.how],
    description: off ? '' : 'If it does not suit after all, move it or give it back on this page.',
    url: `${baseUrl}${path}`,
    class: ICalEventClass.PRIVATE,
    status: off ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: force.name, email: force.contacts.team.email },
  })
  return calendar.toString()
}

/** All times that somebody offers and that are to come, booked and free, without a name. */
export function slotsCalendar(slots: OwnSlot[], { force, baseUrl }: Omit<Where, 'path'>): string {
  const calendar = aCalendar(force, ICalCalendarMethod.PUBLISH)
  for (const slot of slots)
    calendar.createEvent({
      id: `slot-${slot.id}@${force.id}.portal`,
      stamp: now(),
      start: slot.startsAt,
      end: slot.endsAt,
      summary: slot.booking ? 'Conversation' : 'Kept free for a conversation',
      location: slot.how === 'inPerson' ? slot.place : slotHowWords[slot.how],
      url: `${baseUrl}/supporting/one-to-ones`,
      class: ICalEventClass.PRIVATE,
      status: slot.booking ? ICalEventStatus.CONFIRMED : ICalEventStatus.TENTATIVE,
      organizer: { name: force.name, email: force.contacts.team.email },
    })
  return calendar.toString()
}

/** A list as a file, without what anybody wrote. No cell runs as a formula; the mark at the beginning tells spreadsheets that it is UTF-8. */
export const oneToOnesFile = (force: ForceProfile, rows: ShownOneToOne[]): string =>
  stringify(
    rows.map((row) => ({
      Candidate: row.candidate.closedAt === null ? row.candidate.name : '',
      Reference: row.candidate.reference,
      Coach: row.coach.name,
      What: slotKindWords[row.kind].name,
      Route: force.routes.find(({ id }) => id === row.route)?.name ?? row.route,
      Day: londonDay(row.startsAt),
      Time: londonTime(row.startsAt),
      Minutes: row.minutes,
      How: slotHowWords[row.how],
      'How it stands': oneToOneStateWords[row.state].text,
      'Whose reason': row.whyNot === null ? '' : whyNotWords[row.whyNot as keyof typeof whyNotWords],
      'Has feedback': row.feedback.length > 0 ? 'Yes' : 'No',
    })),
    { header: true, bom: true, escape_formulas: true, record_delimiter: 'windows', columns: fileColumns },
  )
const fileColumns = [
  'Candidate',
  'Reference',
  'Coach',
  'What',
  'Route',
  'Day',
  'Time',
  'Minutes',
  'How',
  'How it stands',
  'Whose reason',
  'Has feedback',
]
