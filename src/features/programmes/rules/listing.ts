import { date, daysAfter, readDay, startOfDay } from '../../../core/dates.ts'
import type { PlaceState } from './places.ts'

/** What somebody looks for among the workshops, as the address of the list says it. */
export const listingFields = ['how', 'area', 'kind', 'route', 'from', 'to'] as const
export type ListingField = (typeof listingFields)[number]
export type Typed = Partial<Record<ListingField, string | undefined>>

/** The same, understood; `until` is the first instant that is too late. */
export type ListingFilter = { online?: boolean; area?: string; kind?: string; route?: string; from?: Date; until?: Date }

type Understood = { filter: ListingFilter; errors: { field: ListingField; message: string }[] }

const NO_DAY = 'Enter a date, such as 14 January 2027'

/** Understands what was typed. A day that makes no sense narrows nothing and is said beside its field. */
export function readListing({ how, area, kind, route, from, to }: Typed): Understood {
  const errors: Understood['errors'] = []
  const day = (field: 'from' | 'to', typed: string | undefined) => {
    const read = typed === undefined ? undefined : readDay(typed)
    if (typed !== undefined && read === undefined) errors.push({ field, message: NO_DAY })
    return read
  }
  const [first, last] = [day('from', from), day('to', to)]
  const backwards = first !== undefined && last !== undefined && last < first
  if (backwards) errors.push({ field: 'to', message: 'The last day must not be before the first' })
  return {
    errors,
    filter: {
      ...(how !== undefined && { online: how === 'online' }),
      ...(area !== undefined && { area }),
      ...(kind !== undefined && { kind }),
      ...(route !== undefined && { route }),
      ...(first !== undefined && !backwards && { from: startOfDay(first) }),
      ...(last !== undefined && !backwards && { until: daysAfter(startOfDay(last), 1) }),
    },
  }
}

/** The address that shows this list, fit to be sent to somebody else: what narrows nothing is not in it. */
export function listingAddress(typed: Typed, page = 1): string {
  const given = new URLSearchParams()
  for (const field of listingFields) if (typed[field] !== undefined) given.set(field, typed[field])
  if (page > 1) given.set('page', String(page))
  return given.size === 0 ? '/workshops' : `/workshops?${given.toString()}`
}

export const without = (typed: Typed, field: ListingField): Typed => ({ ...typed, [field]: undefined })

type Listed = {
  bookingClosesAt: Date
  postponedFrom: Date | null
  /** When tickets are drawn, for a lottery still to come. */
  drawAt: Date | null
  placesLeft: number
  waiting: number
  own: PlaceState | null
  membersOnly: boolean
}
type Standing = { text: string; colour: 'green' | 'orange' | 'grey' | 'blue' }

const ownWords: Partial<Record<PlaceState, Standing>> = {
  booked: { text: 'You are booked', colour: 'blue' },
  offered: { text: 'A place is held for you', colour: 'orange' },
  waiting: { text: 'You are on the list', colour: 'grey' },
}

const counted = (n: number, one: string, many: string) => `${String(n)} ${n === 1 ? one : many}`

/** How a workshop stands, in a few true words: a place that somebody who waits will be offered is not one that is left. */
export function standingOf({ postponedFrom, drawAt, bookingClosesAt, placesLeft, waiting, own }: Listed, now: Date): Standing {
  if (postponedFrom !== null) return { text: 'Postponed', colour: 'orange' }
  const mine = own === null ? undefined : ownWords[own]
  if (mine) return mine
  if (bookingClosesAt <= now) return { text: 'Booking closed', colour: 'grey' }
  if (drawAt !== null) return { text: `Lottery, drawn on ${date(drawAt)}`, colour: 'blue' }
  if (waiting > 0) return { text: `Full, ${counted(waiting, 'person waits', 'people wait')}`, colour: 'grey' }
  if (placesLeft === 0) return { text: 'Full, nobody waits yet', colour: 'grey' }
  return { text: `${counted(placesLeft, 'place', 'places')} left`, colour: placesLeft <= 5 ? 'orange' : 'green' }
}

const openTo = {
  all: () => '',
  prioritised: (group: string) => `Open to all, with places first for ${group}`,
  restricted: (group: string) => `For ${group}`,
} as const

type ForWhom = { membersOnly: boolean; openness: keyof typeof openTo; group: string | null; drawAt: Date | null; waiting: number }

/** For whom it is, where that is not everybody, and how many tickets a lottery has so far. */
export const forWhom = ({ membersOnly, openness, group, drawAt, waiting }: ForWhom): string =>
  [
    membersOnly ? 'For members of its group' : '',
    openTo[openness](group ?? 'a particular group'),
    drawAt === null ? '' : waiting === 0 ? 'No tickets yet' : counted(waiting, 'ticket', 'tickets') + ' so far',
  ]
    .filter((part) => part !== '')
    .join(' · ')
