import { stringify } from 'csv-stringify/sync'
import { londonDay } from '../../core/dates.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import type { InWork } from './queries/standing.ts'
import { partWords } from './rules/standing.ts'

/** People in work as a file for a spreadsheet, where no cell can act as a formula. Nobody's reasons and no answers are in it. */
export const peopleFile = (people: InWork[], { routes }: Pick<ForceProfile, 'routes'>): string =>
  stringify(
    people.map(({ name, reference, route, startedOn, week, part, deferredUntil, alerts, confirmed }) => ({
      ...{ Name: name, Reference: reference, Route: routes.find(({ id }) => id === route)?.name ?? '' },
      ...{ Started: londonDay(startedOn), Week: part === 'after' ? '' : week, Part: partWords[part] },
      'Deferred until': deferredUntil === null ? '' : londonDay(deferredUntil),
      ...{ 'To look at': alerts, Confirmed: confirmed ? 'yes' : '' },
    })),
    {
      header: true,
      columns: ['Name', 'Reference', 'Route', 'Started', 'Week', 'Part', 'Deferred until', 'To look at', 'Confirmed'],
      bom: true,
      escape_formulas: true,
      record_delimiter: 'windows',
    },
  )
