import { daysAfter, readDay, startOfDay } from '../../../core/dates.ts'
import type { Family } from './words.ts'

export const catalogueFields = ['family', 'route', 'area', 'age', 'from', 'to'] as const
export type CatalogueField = (typeof catalogueFields)[number]
export type Typed = Partial<Record<CatalogueField, string | undefined>>

/** What somebody looks for, understood; `until` is the first instant that is too late. */
export type CatalogueFilter = { family?: Family; route?: string; area?: string; anyAge?: true; from?: Date; until?: Date }
type Fault = { field: CatalogueField; message: string }

const NO_DAY = 'Enter a date, such as 14 January 2027'

/** Understands two days that were typed: what makes no sense narrows nothing, and is said beside its field. */
function readDays({ from, to }: Typed): { days: Pick<CatalogueFilter, 'from' | 'until'>; errors: Fault[] } {
  const read = { from: from === undefined ? undefined : readDay(from), to: to === undefined ? undefined : readDay(to) }
  const errors: Fault[] = []
  if (from !== undefined && read.from === undefined) errors.push({ field: 'from', message: NO_DAY })
  if (to !== undefined && read.to === undefined) errors.push({ field: 'to', message: NO_DAY })
  if (read.from !== undefined && read.to !== undefined && read.to < read.from)
    return { days: {}, errors: [...errors, { field: 'to', message: 'The last day must not be before the first' }] }
  return {
    errors,
    days: {
      ...(read.from !== undefined && { from: startOfDay(read.from) }),
      ...(read.to !== undefined && { until: daysAfter(startOfDay(read.to), 1) }),
    },
  }
}

/** Understands what the address of the catalogue says. */
export function readCatalogue(typed: Typed): { filter: CatalogueFilter; errors: Fault[] } {
  const { days, errors } = readDays(typed)
  const { family, route, area, age } = typed
  return {
    errors,
    filter: {
      ...days,
      ...(family !== undefined && { family: family as Family }),
      ...(route !== undefined && { route }),
      ...(area !== undefined && { area }),
      ...(age === 'any' && { anyAge: true }),
    },
  }
}

/** The address that shows this list, fit to be sent to somebody else: what narrows nothing is not in it. */
export function catalogueAddress(typed: Typed, page = 1): string {
  const given = new URLSearchParams()
  for (const field of catalogueFields) if (typed[field] !== undefined) given.set(field, typed[field])
  if (page > 1) given.set('page', String(page))
  return given.size === 0 ? '/shadowing' : `/shadowing?${given.toString()}`
}

/** How many places are left, in words. */
export const placesLeft = (left: number): { text: string; classes: string } => ({
  text: left === 0 ? 'Full' : `${String(left)} ${left === 1 ? 'place' : 'places'} left`,
  classes: left === 0 ? 'govuk-tag--grey' : left === 1 ? 'govuk-tag--orange' : 'govuk-tag--green',
})
