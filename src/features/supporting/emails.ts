import { date, londonDay, timeRange, weekday } from '../../core/dates.ts'
import { now } from '../../core/clock.ts'
import type { EmailAbout, EmailContent, EmailKind } from '../messages/rules.ts'
import { findSupporterPlace } from './queries.ts'
import { findSupporterToTell, findVolunteerToTell } from './queries/letters.ts'
import { daysBetween } from './rules/trainings.ts'

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

type Told = NonNullable<Awaited<ReturnType<typeof findSupporterToTell>>>

/** A letter about a supporter in one state; where that has changed meanwhile, nothing is sent. */
const toSupporter =
  (state: string, write: (supporter: Told, about: EmailAbout) => (Words & Pick<EmailContent, 'button'>) | undefined): EmailKind =>
  async (email) => {
    const supporter = email.aboutId === null ? null : await findSupporterToTell(email.aboutId)
    if (supporter?.state !== state) return undefined
    const words = write(supporter, email)
    return (
      words && {
        ...words,
        greeting: `Hello ${supporter.account.name},`,
        why: 'You get this e-mail because you offered to be a supporter.',
      }
    )
  }

const approved = toSupporter('approved', ({ trainedUntil }, { baseUrl, force }) => ({
  subject: 'You are a supporter now',
  heading: 'Thank you. You are a supporter now',
  paragraphs: [
    trainedUntil === null
      ? `Before anybody is matched with you, you need the supporter training. Book it on the portal under Training; ring ${force.contacts.team.phone} if no session suits you.`
      : `When somebody might suit you, we write to you. Your training holds until ${date(trainedUntil)}.`,
    'You say yes or no to each person, and neither of you learns a name before both have said yes. On your page you can say how many you can take, and when you are away.',
  ],
  button: { text: 'See my supporting', href: `${baseUrl}/supporting` },
}))

const declined = toSupporter('declined', ({ decidedWhy }, { baseUrl, force }) => ({
  subject: 'About your offer to be a supporter',
  heading: 'We cannot say yes just now',
  paragraphs: [
    'Thank you for offering. This is why:',
    decidedWhy ?? '',
    `You can offer again when that has changed, or ring the team on ${force.contacts.team.phone} to talk about it.`,
  ],
  button: { text: 'See my profile', href: `${baseUrl}/supporting/profile` },
}))

function endOf(trainedUntil: Date): { subject: string; heading: string } {
  const left = daysBetween(londonDay(now()), trainedUntil.toISOString().slice(0, 10))
  if (left < 0) return { subject: 'Your supporter training has run out', heading: `Your training ran out on ${date(trainedUntil)}` }
  if (left === 0) return { subject: 'Your supporter training runs out today', heading: 'Your training holds until the end of today' }
  return { subject: 'Your supporter training runs out soon', heading: `Your training holds until ${date(trainedUntil)}` }
}

/** Nothing is sent where the training has been renewed meanwhile. */
const training = toSupporter('approved', ({ trainedUntil }, { baseUrl, force }) =>
  trainedUntil === null || daysBetween(londonDay(now()), trainedUntil.toISOString().slice(0, 10)) > 30
    ? undefined
    : {
        ...endOf(trainedUntil),
        paragraphs: [
          'Nobody new is matched with you without training that holds, and the people you support are put on hold until it is renewed.',
          `Ask the team for the next date: ring ${force.contacts.team.phone} or write to us. Once you have been, the team records it.`,
        ],
        button: { text: 'Ask the team', href: `${baseUrl}/contact` },
      },
)

const offered: EmailKind = async ({ aboutId, force }) => {
  const volunteer = aboutId === null ? null : await findVolunteerToTell(aboutId)
  if (volunteer?.state !== 'waiting') return undefined
  return {
    subject: 'Thank you for offering to be a supporter',
    heading: 'Thank you for offering',
    paragraphs: [
      'The team looks at what you wrote. If it can use your help, you get an invitation at this address to make an account and say more about what you offer.',
      `If you did not write to us, somebody typed your address by mistake: ring ${force.contacts.team.phone}, and we delete it.`,
    ],
    greeting: `Hello ${volunteer.name},`,
    why: 'You get this e-mail because this address was given on our page for people who want to be supporters.',
  }
}

const turnedDown: EmailKind = async ({ aboutId, force }) => {
  const volunteer = aboutId === null ? null : await findVolunteerToTell(aboutId)
  if (volunteer?.state !== 'declined') return undefined
  return {
    subject: 'About your offer to be a supporter',
    heading: 'We cannot say yes just now',
    paragraphs: [
      'Thank you for offering. This is why:',
      volunteer.decidedWhy ?? '',
      `You can ring the team on ${force.contacts.team.phone} to talk about it.`,
    ],
    greeting: `Hello ${volunteer.name},`,
    why: 'You get this e-mail because you offered to be a supporter.',
  }
}

export const supportingEmails: Record<string, EmailKind> = {
  'supporter.booked': booked,
  'supporter.moved': moved,
  'supporter.workshopCancelled': cancelled,
  'supporter.approved': approved,
  'supporter.declined': declined,
  'supporter.training': training,
  'volunteer.received': offered,
  'volunteer.declined': turnedDown,
}
