import { date, timeRange, weekday } from '../../core/dates.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../messages/rules.ts'
import { sessionCalendar } from './documents.ts'
import { findCertificateToTell, findColleagueToTell } from './queries/letters.ts'
import { findPlaceToTell } from './queries/own.ts'

type Words = Omit<EmailContent, 'why' | 'greeting' | 'button'> & { button: string; path: string }
type Told = NonNullable<Awaited<ReturnType<typeof findPlaceToTell>>>
type Certificate = NonNullable<Awaited<ReturnType<typeof findCertificateToTell>>>

const firstNameOf = (name: string): string => name.trim().split(/\s+/)[0] ?? ''
const whyOf = (force: EmailAbout['force']) =>
  `You get this e-mail because you work with people on the portal of ${force.name}. It is about your own training.`

const written = ({ button, path, ...words }: Words, name: string, { force, baseUrl }: EmailAbout): EmailContent => ({
  ...words,
  greeting: `Hello ${firstNameOf(name)},`,
  button: { text: button, href: `${baseUrl}${path}` },
  why: whyOf(force),
})

const ofPlace =
  (write: (place: Told, email: EmailAbout) => Words | undefined): EmailKind =>
  async (email) => {
    const place = email.aboutId === null ? undefined : await findPlaceToTell(email.aboutId)
    const words = place && write(place, email)
    return place && words ? written(words, place.name, email) : undefined
  }

const factsOf = ({ title, startsAt, endsAt, online, venue, address }: Told) => [
  { label: 'What', value: title },
  { label: 'When', value: `${weekday(startsAt)}, ${timeRange(startsAt, endsAt)}` },
  { label: 'Where', value: online ? 'Online' : [venue, address.replaceAll('\n', ', ')].filter((part) => part !== '').join(', ') },
]
const entry = (place: Told, { force, baseUrl }: EmailAbout): Pick<EmailContent, 'calendar'> => ({
  calendar: {
    method: place.endedAt === null ? 'PUBLISH' : 'CANCEL',
    file: sessionCalendar(place, { force, baseUrl }),
    name: 'training.ics',
  },
})
const courseOf = ({ course }: Told) => `/training/${course}`

const booked = ofPlace((place, email) => {
  if (place.state !== 'booked' || place.sessionState !== 'published') return undefined
  const later = place.bookedAt !== null && place.bookedAt.getTime() > place.askedAt.getTime()
  return {
    subject: later ? 'A place has come free for you' : 'Your training session is booked',
    heading: later ? 'You have a place now' : 'Your place is booked',
    paragraphs: [
      later ? 'Somebody gave a place back, and you were next.' : 'See you there.',
      'The file puts it into your calendar. If you cannot come, give the place back on the page, so that a colleague can have it.',
    ],
    facts: factsOf(place),
    ...entry(place, email),
    ...{ button: 'See the session', path: courseOf(place) },
  }
})

const cancelled = ofPlace((place, email) =>
  place.state === 'workshopCancelled'
    ? {
        subject: 'A training session is cancelled',
        heading: 'This session will not take place',
        paragraphs: [`We are sorry. ${place.cancelReason ?? ''}`.trim(), 'You can book another session on the page.'],
        facts: factsOf(place),
        ...entry(place, email),
        ...{ button: 'Choose another session', path: courseOf(place) },
      }
    : undefined,
)

const takenOff = ofPlace((place, email) =>
  place.state === 'cancelled'
    ? {
        subject: 'You are no longer on a training session',
        heading: 'The team took you off this session',
        paragraphs: ['If that is not right, answer the team or book again on the page.'],
        facts: factsOf(place),
        ...entry(place, email),
        ...{ button: 'See the sessions', path: courseOf(place) },
      }
    : undefined,
)

const moved = ofPlace((place, email) => {
  if (place.endedAt !== null) return undefined
  const put = { button: 'See the session', path: courseOf(place) }
  if (place.sessionState === 'postponed')
    return {
      subject: 'A training session is postponed',
      heading: 'This session is postponed',
      paragraphs: [
        `${place.title} will not be on ${date(place.movedFrom ?? place.startsAt)}. You keep your place, and we write again when the new date is known.`,
      ],
      ...put,
    }
  if (place.sessionState !== 'published') return undefined
  return {
    subject: 'A training session has a new time or place',
    heading: 'This session has changed',
    paragraphs: [
      'You keep your place. The file puts the new time into your calendar. If it does not suit, give the place back on the page.',
    ],
    facts: factsOf(place),
    ...(place.state === 'booked' && entry(place, email)),
    ...put,
  }
})

const session = ofPlace((place) =>
  place.state === 'booked' && place.sessionState === 'published'
    ? {
        subject: `Your training session is on ${date(place.startsAt)}`,
        heading: `See you on ${date(place.startsAt)}`,
        paragraphs: ['If you cannot come, give the place back on the page today: somebody may be waiting for it.'],
        facts: factsOf(place),
        ...{ button: 'See the session', path: courseOf(place) },
      }
    : undefined,
)

const ofCertificate =
  (write: (certificate: Certificate, email: EmailAbout) => Words | undefined): EmailKind =>
  async (email) => {
    const found = email.aboutId === null ? undefined : await findCertificateToTell(email.aboutId)
    const words = found && write(found, email)
    return found && words ? written(words, found.account.name, email) : undefined
  }

const certificate = ofCertificate(({ id, title, reference, validUntil, withdrawnAt }) =>
  withdrawnAt === null
    ? {
        subject: 'Your training certificate',
        heading: 'You have your certificate',
        paragraphs: ['You came to a session and passed the check. Thank you for taking the time.'],
        facts: [
          { label: 'Training', value: title },
          { label: 'Reference', value: reference },
          { label: 'Holds until', value: date(validUntil) },
        ],
        ...{ button: 'See and print it', path: `/training/certificates/${id}` },
      }
    : undefined,
)

const takenBack = ofCertificate(({ title, reference, withdrawnAt, withdrawnWhy }) =>
  withdrawnAt === null
    ? undefined
    : {
        subject: 'A training certificate was taken back',
        heading: 'A certificate was taken back',
        paragraphs: [
          `The certificate ${reference} for ${title} does not count any more. ${withdrawnWhy ?? ''}`.trim(),
          'If that is not right, tell the team.',
        ],
        ...{ button: 'See my training', path: '/training' },
      },
)

const lapsing = ofCertificate((found, { force }) => {
  if (found.withdrawnAt !== null || found.renewed) return undefined
  const { course, title, validUntil, supporting, over } = found
  const rests = supporting
    ? ' From then on nobody new is matched with you or confirmed for a visit with you, until you have renewed it.'
    : ''
  return {
    subject: over ? 'Your training has run out' : `Your training holds until ${date(validUntil)}`,
    heading: over ? `Your training ran out on ${date(validUntil)}` : `Your training holds until ${date(validUntil)}`,
    paragraphs: [
      `This is about ${title}.${rests}`,
      over
        ? `Book the next session and pass the check again. If none suits you, ring the team on ${force.contacts.team.phone}.`
        : 'Book a session and pass the check before then: the time that is left is added, so nobody loses by being early.',
    ],
    ...{ button: 'See the next sessions', path: `/training/${course}` },
  }
})

const nudge: EmailKind = async (email) => {
  const id = email.data['course']
  const course = email.force.courses.find((each) => each.id === id)
  const colleague = email.accountId === null ? null : await findColleagueToTell(email.accountId)
  if (!course || !colleague) return undefined
  return written(
    {
      subject: 'A training for you to book',
      heading: 'Please book your training',
      paragraphs: [
        `The head of the team asks you to book ${course.title}. ${course.meta}.`,
        'If something stands in the way, such as shifts, caring or access, tell the team: there is usually a way.',
      ],
      ...{ button: 'See the next sessions', path: `/training/${course.id}` },
    },
    colleague.name,
    email,
  )
}

/** The e-mails of this feature. Each is about its reader's own training and nobody else's. */
export const trainingEmails: Record<string, EmailKind> = {
  'training.booked': booked,
  'training.cancelled': cancelled,
  'training.takenOff': takenOff,
  'training.moved': moved,
  'training.session': session,
  'training.certificate': certificate,
  'training.takenBack': takenBack,
  'training.lapsing': lapsing,
  'training.nudge': nudge,
}
