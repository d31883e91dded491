import { stringify } from 'csv-stringify/sync'
import ical, { ICalCalendarMethod, ICalEventClass, ICalEventStatus, type ICalCalendar } from 'ical-generator'
import { now } from '../../core/clock.ts'
import type { ForceProfile } from '../../forces/profile.ts'

/** A place that somebody has or had, with its workshop. */
export type CalendarPlace = {
  id: string
  /** When the place ended, where it has. */
  endedAt: Date | null
  /** How often before the person was booked at this workshop and then no more. */
  earlier: number
  workshop: {
    id: string
    title: string
    safeLabel: string
    /** Taking part may say something about a person. */
    restricted: boolean
    state: string
    startsAt: Date
    endsAt: Date
    online: boolean
    venue: string
    address: string
    sequence: number
    movedFrom: Date | null
  }
}

type Where = { force: ForceProfile; baseUrl: string }

/**
 * One place as a calendar file. PUBLISH and never REQUEST, as nobody reads answers that a calendar would send; CANCEL takes
 * the entry out again. Times are in UTC. The entry keeps one name for ever and a number that rises with each change.
 */
export function placeCalendar(place: CalendarPlace, { method, ...where }: Where & { method: 'PUBLISH' | 'CANCEL' }): string {
  const calendar = aCalendar(where.force, ICalCalendarMethod[method])
  addPlace(calendar, place, where, method === 'CANCEL')
  return calendar.toString()
}

/** All of somebody's places in one file, for a calendar that fetches it by itself; what is no more is simply not in it. */
export function feedCalendar(places: CalendarPlace[], where: Where): string {
  const calendar = aCalendar(where.force, ICalCalendarMethod.PUBLISH)
    .name('My workshops')
    .ttl(60 * 60)
  for (const place of places) addPlace(calendar, place, where, false)
  return calendar.toString()
}

const aCalendar = (force: ForceProfile, method: ICalCalendarMethod) =>
  ical({ method, prodId: { company: force.name, product: 'Workshops', language: 'EN' } })

/**
 * People share calendars. So the entry is marked private, says nothing of positive action, leads to a page that asks to sign
 * in, and bears the title only where coming says nothing about a person: else the label that gives nothing away.
 */
function addPlace(
  calendar: ICalCalendar,
  { workshop, endedAt, earlier, id }: CalendarPlace,
  { force, baseUrl }: Where,
  cancel: boolean,
): void {
  const postponed = workshop.state === 'postponed' && workshop.movedFrom !== null
  const start = postponed ? (workshop.movedFrom ?? workshop.startsAt) : workshop.startsAt
  calendar.createEvent({
    id: `workshop-${workshop.id}@${force.id}.portal`,
    // Each time that the entry left the calendar and came back it rose by two
    sequence: workshop.sequence + earlier * 2 + (endedAt === null ? 0 : 1),
    stamp: now(),
    start,
    end: new Date(start.getTime() + workshop.endsAt.getTime() - workshop.startsAt.getTime()),
    summary: workshop.restricted ? workshop.safeLabel : workshop.title,
    location: workshop.online
      ? 'Online'
      : [workshop.venue, workshop.address.replaceAll('\n', ', ')].filter((part) => part !== '').join(', '),
    description: cancel ? '' : 'If you cannot come, please cancel on this page, so that somebody else can have the place.',
    url: `${baseUrl}/places/${id}`,
    class: ICalEventClass.PRIVATE,
    status: cancel ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: force.name, email: force.contacts.team.email },
  })
}

type Drawn = { seed: string; seedHash: string; tickets: { rank: number; ticket: number; hash: string }[] }

/** A draw as a table that anybody can recompute: nobody's name, and the seed in every row. Its cells are numbers and hexadecimal. */
export const drawTable = ({ seed, seedHash, tickets }: Drawn): string =>
  stringify(
    [
      ['rank', 'ticket', 'ticket_sha256', 'seed', 'seed_sha256'],
      ...(tickets.length === 0 ? [['', '', '', seed, seedHash]] : []),
      ...tickets.map(({ rank, ticket, hash }) => [rank, ticket, hash, seed, seedHash]),
    ],
    { record_delimiter: '\r\n' },
  )
