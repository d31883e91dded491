import { withOffset } from '../../../core/dates.ts'

/** What a public workshop says of itself to search engines. */
export type PublicWorkshop = {
  id: string
  title: string
  summary: string
  state: 'published' | 'postponed' | 'held' | 'cancelled'
  startsAt: Date
  endsAt: Date
  movedFrom: Date | null
  bookingClosesAt: Date
  /** When tickets are drawn, for a lottery still to come. */
  drawAt: Date | null
  publishedAt: Date | null
  online: boolean
  venue: string
  address: string
  town: string
  capacity: number
  booked: number
  offered: number
  waiting: number
}
type Where = { baseUrl: string; forceName: string }

const schema = (name: string) => `https://schema.org/${name}`

/**
 * A workshop as an Event of schema.org. Times carry the offset of London; one whose new date is not known keeps the one that
 * was told, as schema.org asks. An online workshop is at its page: the link to join is for those who are booked.
 */
export function eventData(workshop: PublicWorkshop, { baseUrl, forceName }: Where, now: Date): Record<string, unknown> {
  const { id, title, summary, startsAt, endsAt, movedFrom, capacity, state } = workshop
  const url = `${baseUrl}/workshops/${id}`
  const start = state === 'postponed' && movedFrom !== null ? movedFrom : startsAt
  const left = Math.max(0, capacity - workshop.booked - workshop.offered)
  return {
    '@context': 'https://schema.org',
    '@type': 'Event',
    '@id': url,
    url,
    name: title,
    ...(summary !== '' && { description: summary }),
    image: [`${url}/share.png`],
    inLanguage: 'en-GB',
    startDate: withOffset(start),
    endDate: withOffset(new Date(start.getTime() + endsAt.getTime() - startsAt.getTime())),
    ...statusOf(workshop),
    eventAttendanceMode: schema(workshop.online ? 'OnlineEventAttendanceMode' : 'OfflineEventAttendanceMode'),
    location: workshop.online ? { '@type': 'VirtualLocation', url } : placeOf(workshop),
    organizer: { '@type': 'Organization', name: forceName, url: baseUrl },
    isAccessibleForFree: true,
    maximumAttendeeCapacity: capacity,
    remainingAttendeeCapacity: workshop.waiting > 0 || state !== 'published' ? 0 : left,
    offers: offerOf(workshop, url, left, now),
  }
}

function statusOf({ state, movedFrom }: PublicWorkshop): Record<string, string> {
  if (state === 'cancelled') return { eventStatus: schema('EventCancelled') }
  if (state === 'postponed') return { eventStatus: schema('EventPostponed') }
  if (movedFrom === null) return { eventStatus: schema('EventScheduled') }
  return { eventStatus: schema('EventRescheduled'), previousStartDate: withOffset(movedFrom) }
}

function placeOf({ venue, address, town }: PublicWorkshop) {
  const street = address.replaceAll('\n', ', ')
  return {
    '@type': 'Place',
    name: venue === '' ? town : venue,
    address: {
      '@type': 'PostalAddress',
      ...(street !== '' && { streetAddress: street }),
      ...(town !== '' && { addressLocality: town }),
      addressCountry: 'GB',
    },
  }
}

/** Free of charge; in stock only where somebody who asks now gets a place at once, limited where tickets are drawn. */
function offerOf(workshop: PublicWorkshop, url: string, left: number, now: Date) {
  const { bookingClosesAt, publishedAt, drawAt, waiting, state } = workshop
  const open = state === 'published' && now < bookingClosesAt
  const availability =
    !open || (drawAt === null && (waiting > 0 || left === 0)) ? 'SoldOut' : drawAt === null ? 'InStock' : 'LimitedAvailability'
  return {
    '@type': 'Offer',
    url,
    price: 0,
    priceCurrency: 'GBP',
    availability: schema(availability),
    ...(publishedAt !== null && { validFrom: withOffset(publishedAt) }),
    ...(workshop.state === 'published' && { availabilityEnds: withOffset(bookingClosesAt) }),
  }
}
