import { dateRange, dateTime, timeRange, weekday } from '../../../core/dates.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../../messages/rules.ts'
import { placeCalendar } from '../documents.ts'
import { countEarlierBookings, findPlaceToTell } from '../queries/letters.ts'
import type { PlaceState } from '../rules/places.ts'

export type Told = NonNullable<Awaited<ReturnType<typeof findPlaceToTell>>>
export type Content = Omit<EmailContent, 'greeting' | 'facts' | 'button' | 'calendar'> & {
  facts?: { label: string; value: string }[]
  button?: string
  /** The calendar file that goes with it to somebody who is or was booked. */
  calendar?: 'PUBLISH' | 'CANCEL'
}

/** A kind of e-mail about a place in one of some states: where it has moved on meanwhile, nothing is sent. */
export const about =
  (states: PlaceState[], write: (place: Told, email: EmailAbout) => Content | undefined | Promise<Content | undefined>): EmailKind =>
  async (email) => {
    const place = await findPlaceToTell(email.aboutId)
    if (!place || !states.includes(place.state)) return undefined
    const content = await write(place, email)
    if (content === undefined) return undefined
    const { facts = [], button = 'See the workshop', calendar, ...rest } = content
    return {
      ...rest,
      ...(await calendarFor(place, calendar, email)),
      greeting: `Hello ${place.candidate.name},`,
      facts: [...factsOf(place, email), ...facts],
      button: { text: button, href: `${email.baseUrl}/workshops/${place.workshopId}` },
    }
  }

function factsOf({ workshop }: Told, { force }: EmailAbout) {
  const town = force.areas.find(({ id }) => id === workshop.area)?.name ?? workshop.area
  const where = [workshop.venue, town].filter((part) => part !== '').join(', ')
  return [
    { label: 'Workshop', value: workshop.title },
    { label: 'When', value: workshop.state === 'postponed' ? 'A new date is to come' : whenInFull(workshop) },
    { label: 'Where', value: workshop.online ? 'Online' : where },
  ]
}

const since = ({ askedAt, byTeam }: Told) => `${byTeam ? 'the team put you down' : 'you asked'} for a place on ${dateTime(askedAt)}`

export const asked = (place: Told) =>
  `You get this e-mail because ${since(place)}. It is about your booking, so it comes even if you said no to news.`

/** Why somebody gets a reminder, which they may do without. */
export const reminded = (place: Told) =>
  `You get this e-mail because ${since(place)}, and you take reminders. You can turn them off under Messages when you are signed in.`

export const signIn = 'We will ask you to sign in first, so that nobody else can answer for you.'

type Times = { startsAt: Date; endsAt: Date }
const whenInFull = ({ startsAt, endsAt }: Times) => `${weekday(startsAt)}, ${timeRange(startsAt, endsAt)}`
export const whenOf = ({ startsAt, endsAt }: Times) => dateRange(startsAt, endsAt)

/** What puts the place into the person's calendar, or takes it out of it: for those alone who are or were booked. */
async function calendarFor(
  place: Told,
  wanted: Content['calendar'],
  { force, baseUrl }: EmailAbout,
): Promise<Pick<EmailContent, 'calendar'>> {
  const gone = wanted === 'CANCEL' || place.workshop.state === 'postponed'
  if (wanted === undefined || place.bookedAt === null || (!gone && place.state !== 'booked')) return {}
  const method = gone ? 'CANCEL' : 'PUBLISH'
  const earlier = await countEarlierBookings(place)
  return { calendar: { method, file: placeCalendar({ ...place, earlier }, { force, baseUrl, method }) } }
}
