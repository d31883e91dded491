import ical, { ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator'
import { stringify } from 'csv-stringify/sync'
import { now } from '../../core/clock.ts'
import { londonDay, time } from '../../core/dates.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { isLive, type PlacementState } from './rules/placements.ts'
import { reasonForTeam, stateWords } from './rules/words.ts'

type Visit = { id: string; sequence: number; state: string; host: { site: string }; date: { startsAt: Date; endsAt: Date } }
type Where = { force: ForceProfile; baseUrl: string; path: string }

/**
 * A visit as a calendar file: one name for ever, a number that rises with each other time and with each step that takes it out or puts
 * it back. People share calendars, so it is private and says neither why nor with whom.
 */
export function visitCalendar(visit: Visit, { force, baseUrl, path }: Where): string {
  const off = !isLive(visit.state) && !['attended', 'debriefed'].includes(visit.state)
  const calendar = ical({
    method: off ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
    prodId: { company: force.name, product: 'Visits', language: 'EN' },
  })
  calendar.createEvent({
    id: `visit-${visit.id}@${force.id}.portal`,
    sequence: visit.sequence * 2 + (off ? 1 : 0),
    stamp: now(),
    start: visit.date.startsAt,
    end: visit.date.endsAt,
    summary: 'Visit',
    location: visit.host.site,
    description: off ? '' : 'If it does not suit after all, say so on this page.',
    url: `${baseUrl}${path}`,
    class: ICalEventClass.PRIVATE,
    status: off ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: force.name, email: force.contacts.team.email },
  })
  return calendar.toString()
}

type Listed = {
  state: PlacementState
  reasons: readonly string[]
  requestedAt: Date
  candidate: { name: string; reference: string; closedAt: Date | null }
  host: { name: string }
  date: { startsAt: Date } | null
}

/** The list as a table. What a spreadsheet could take for a formula is kept as text. */
export const placementsCsv = (rows: Listed[]): string =>
  stringify(
    rows.map(({ candidate, host, state, reasons, requestedAt, date: day }) => ({
      Candidate: candidate.closedAt === null ? candidate.name : 'Somebody who has left',
      Reference: candidate.closedAt === null ? candidate.reference : '',
      Department: host.name,
      State: stateWords[state].text,
      Reasons: reasons.map(reasonForTeam).join('; '),
      Asked: londonDay(requestedAt),
      Day: day === null ? '' : londonDay(day.startsAt),
      Time: day === null ? '' : time(day.startsAt),
    })),
    { header: true, bom: true, escape_formulas: true },
  )
