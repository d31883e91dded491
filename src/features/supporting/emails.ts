import { timeRange, weekday } from '../../core/dates.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../messages/rules.ts'
import { findSupporterPlace } from './queries.ts'

type Found = NonNullable<Awaited<ReturnType<typeof findSupporterPlace>>>
type Words = Pick<EmailContent, 'subject' | 'heading' | 'paragraphs'>

/** An e-mail about a supporter's place in one state: where it has moved on meanwhile, nothing is sent. */
const about =
  (state: string, write: (place: Found) => Words): EmailKind =>
  async (email) => {
    const place = email.aboutId === null ? null : await findSupporterPlace(email.aboutId)
    if (place?.state !== state) return undefined
    return {
      ...write(place),
      greeting: `Hello ${place.account.name},`,
      facts: factsOf(place, email),
      button: { text: 'See my supporting', href: `${email.baseUrl}/supporting` },
      why: 'You get this e-mail because you offered to come along to this workshop as a supporter.',
    }
  }

function factsOf({ workshop }: Found, { force }: EmailAbout) {
  const town = force.areas.find(({ id }) => id === workshop.area)?.name ?? workshop.area
  return [
    { label: 'Workshop', value: workshop.title },
    workshop.state === 'postponed' && workshop.movedFrom
      ? { label: 'It was to be on', value: weekday(workshop.movedFrom) }
      : { label: 'When', value: `${weekday(workshop.startsAt)}, ${timeRange(workshop.startsAt, workshop.endsAt)}` },
    { label: 'Where', value: workshop.online ? 'Online' : [workshop.venue, town].filter((part) => part !== '').join(', ') },
  ]
}

const booked = about('booked', ({ workshop }) => ({
  subject: 'You are coming along to a workshop',
  heading: 'Thank you for coming along',
  paragraphs: [
    workshop.online
      ? 'The link to join is on your page from a day before.'
      : 'You need not bring anything. The team will look out for you at the start.',
    'If you cannot come after all, say so on your page, so that another supporter can.',
  ],
}))

const moved = about('booked', ({ workshop }) =>
  workshop.state === 'postponed'
    ? {
        subject: 'Postponed: a workshop you are coming along to',
        heading: 'This workshop is put off',
        paragraphs: [
          'It will not happen on the day below. The new date is not known yet; we write again when it is. You stay down for it.',
        ],
      }
    : {
        subject: 'Changed: a workshop you are coming along to',
        heading: 'The time or the place has changed',
        paragraphs: ['You are still down for it. What holds now is below. If it no longer suits you, say so on your page.'],
      },
)

const cancelled = about('workshopCancelled', () => ({
  subject: 'Cancelled: a workshop you were coming along to',
  heading: 'This workshop will not happen',
  paragraphs: ['We are sorry: this workshop has been cancelled. Please take it out of your calendar, and thank you for offering.'],
}))

export const supportingEmails: Record<string, EmailKind> = {
  'supporter.booked': booked,
  'supporter.moved': moved,
  'supporter.workshopCancelled': cancelled,
}
