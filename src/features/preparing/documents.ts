import { stringify } from 'csv-stringify/sync'
import ical, { ICalCalendarMethod, ICalEventClass } from 'ical-generator'
import { now } from '../../core/clock.ts'
import { londonDay } from '../../core/dates.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import { feelings, kinds, type FitnessKind } from './rules/plan.ts'

type Step = { id: string; words: string; dueOn: Date | null; sequence: number }
type Where = { force: ForceProfile; baseUrl: string }

/** Every dated step that is open, as whole days. Each keeps its name in the calendar, and a number that rises with each change. */
export function planCalendar(steps: Step[], { force, baseUrl }: Where): string {
  const calendar = ical({ method: ICalCalendarMethod.PUBLISH, prodId: { company: force.name, product: 'My plan', language: 'EN' } })
  for (const { id, words, dueOn, sequence } of steps) {
    if (dueOn === null) continue
    calendar.createEvent({
      id: `step-${id}@${force.id}.portal`,
      ...{ sequence, stamp: now(), start: dueOn, allDay: true, timezone: 'UTC', summary: words },
      ...{ url: `${baseUrl}/my/plan`, class: ICalEventClass.PRIVATE },
    })
  }
  return calendar.toString()
}

type Entry = {
  onDay: Date
  kind: string
  level: number | null
  shuttle: number | null
  minutes: number | null
  felt: number | null
  words: string | null
}

/** The log as a file for a spreadsheet, where no cell can act as a formula. */
export const logFile = (entries: Entry[]): string =>
  stringify(
    entries.map(({ onDay, kind, level, shuttle, minutes, felt, words }) => ({
      Date: londonDay(onDay),
      What: kinds[kind as FitnessKind],
      Level: level ?? '',
      Shuttle: shuttle ?? '',
      Minutes: minutes ?? '',
      'How it felt': felt === null ? '' : (feelings[felt] ?? ''),
      Notes: words ?? '',
    })),
    {
      header: true,
      columns: ['Date', 'What', 'Level', 'Shuttle', 'Minutes', 'How it felt', 'Notes'],
      bom: true,
      escape_formulas: true,
      record_delimiter: 'windows',
    },
  )
