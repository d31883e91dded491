import { stringify } from 'csv-stringify/sync'
import ical, { ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator'
import { now } from '../../core/clock.ts'
import { londonDay } from '../../core/dates.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import type { OwnPlace } from './queries/own.ts'
import type { RegisterRow } from './queries/register.ts'
import { standingWords } from './rules/words.ts'

type Entry = Pick<OwnPlace, 'id' | 'course' | 'title' | 'startsAt' | 'endsAt' | 'online' | 'venue' | 'address' | 'sequence' | 'endedAt'>

/** One's place at a session as a calendar file: one name for ever and a number that rises; taken out again where it has ended. */
export function sessionCalendar(place: Entry, { force, baseUrl }: { force: ForceProfile; baseUrl: string }): string {
  const off = place.endedAt !== null
  const method = off ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH
  const calendar = ical({ method, prodId: { company: force.name, product: 'Training', language: 'EN' } })
  calendar.createEvent({
    id: `training-${place.id}@${force.id}.portal`,
    sequence: place.sequence + (off ? 1 : 0),
    stamp: now(),
    start: place.startsAt,
    end: place.endsAt,
    summary: place.title,
    location: place.online ? 'Online' : [place.venue, place.address.replaceAll('\n', ', ')].filter((part) => part !== '').join(', '),
    description: off ? '' : 'If you cannot come, please give the place back on this page, so that a colleague can have it.',
    url: `${baseUrl}/training/${place.course}`,
    class: ICalEventClass.PRIVATE,
    status: off ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: force.name, email: force.contacts.team.email },
  })
  return calendar.toString()
}

const columns = ['Name', 'E-mail', 'Roles', 'Training', 'How it stands', 'Until', 'Certificate', 'Booked for', 'Written to']

/** The register as a file. No cell runs as a formula; the mark at the beginning tells spreadsheets that it is UTF-8. */
export const registerFile = (force: ForceProfile, rows: readonly RegisterRow[]): string =>
  stringify(
    rows.map((row) => ({
      Name: row.name,
      'E-mail': row.email,
      Roles: row.roles.join(', '),
      Training: force.courses.find(({ id }) => id === row.course)?.title ?? row.course,
      'How it stands': standingWords[row.standing].text,
      Until: row.until === null ? '' : londonDay(row.until),
      Certificate: row.reference ?? '',
      'Booked for': row.bookedFor === null ? '' : londonDay(row.bookedFor),
      'Written to': row.nudgedAt === null ? '' : londonDay(row.nudgedAt),
    })),
    { header: true, bom: true, escape_formulas: true, record_delimiter: 'windows', columns },
  )
