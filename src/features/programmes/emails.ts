import { z } from 'zod'
import { now } from '../../core/clock.ts'
import { dateRange, dateTime } from '../../core/dates.ts'
import type { EmailKind } from '../messages/rules.ts'
import { drawnWords, isUndrawn, offerWords, ticketWords } from './emails/lottery.ts'
import { about, asked, reminded, signIn, whenOf, type Content, type Told } from './emails/about.ts'
import { postponingEmails } from './emails/postponing.ts'
import { countAhead, hasAskedAgain } from './queries/letters.ts'
import { freeUntil, lateReasons, offerEnds, type LateReason } from './rules/places.ts'

const booked = about(['booked'], (place) => ({
  subject: place.workshop.state === 'postponed' ? 'Your place at a workshop' : `Your place on ${whenOf(place.workshop)}`,
  heading: 'You have a place',
  paragraphs: [
    place.workshop.state === 'postponed'
      ? 'The place is yours. The workshop is postponed, and we tell you the new date as soon as we know it.'
      : 'The place is yours. The page of the workshop has the way there and access, and the file with this e-mail puts it into your calendar.',
  ],
  facts: place.workshop.bring === '' ? [] : [{ label: 'To bring', value: place.workshop.bring }],
  after:
    place.workshop.state === 'postponed'
      ? ['If you cannot come after all, you can cancel on that page whenever you like.']
      : [
          `If you cannot come, please cancel on that page by ${dateTime(freeUntil(place.workshop))}, UK time, so that somebody else can have the place. Later we ask for a reason from a short list, never for proof.`,
        ],
  calendar: 'PUBLISH',
  why: asked(place),
}))

const waiting = about(['waiting'], async (place) => {
  if (isUndrawn(place)) return { ...ticketWords(place), why: asked(place) }
  const ahead = await countAhead(place)
  const before =
    ahead === 0 ? 'Nobody who waits is ahead of you.' : `${String(ahead)} ${ahead === 1 ? 'person is' : 'people are'} ahead of you.`
  return {
    subject: 'You are on a waiting list',
    heading: 'You are on the waiting list',
    paragraphs: [
      `Every place is taken just now. ${before} When a place comes free it goes to whoever has waited longest, and we write to you when it is your turn.`,
      'You need do nothing until then. You can see where you stand, or leave the list, whenever you like.',
    ],
    button: 'See where you stand',
    why: asked(place),
  }
})

const drawn = about(['waiting'], async (place) => ({ ...drawnWords(place, await countAhead(place)), why: asked(place) }))

const offered = about(['offered'], (place) => {
  const ends = place.expiresAt && offerEnds(place.expiresAt, place.workshop)
  if (!ends || ends <= now()) return undefined
  return {
    subject: `A place is held for you until ${dateTime(ends)}`,
    heading: `A place is yours until ${dateTime(ends)}`,
    paragraphs: [offerWords(place)],
    facts: [{ label: 'Answer by', value: `${dateTime(ends)}, UK time` }],
    button: 'See the offer and answer',
    after: [signIn, 'If you do nothing, the place goes to the next person. That is fine, and it changes nothing else about your support.'],
    why: asked(place),
  }
})

const expired = about(['expired'], async (place) => {
  if (await hasAskedAgain(place)) return undefined
  return {
    subject: 'The place we held has gone to the next person',
    heading: 'The offer has run out',
    paragraphs: [
      'We did not hear from you in time, so the place we held has gone to the next person. Nothing is held against you.',
      ...(now() < place.workshop.bookingClosesAt && place.workshop.state === 'published'
        ? ['If you still hope to come, ask again on the page of the workshop. You would join the end of the list.']
        : []),
    ],
    why: asked(place),
  }
})

const cancelled = about(['cancelled'], (place) => ({
  subject: 'You have cancelled your place',
  heading: 'Your place is cancelled',
  paragraphs: ['As you asked, we have cancelled your place, and it goes to the next person. Thank you for telling us.'],
  calendar: 'CANCEL',
  why: asked(place),
}))

const lateCancelled = about(['lateCancelled'], (place) => ({
  subject: 'You have cancelled your place',
  heading: 'Your place is cancelled',
  paragraphs: [
    'We have cancelled your place. Thank you for telling us, even at short notice.',
    ...(place.reason !== null && place.reason in lateReasons
      ? [`You told us: ${lateReasons[place.reason as LateReason]}. We ask for nothing more.`]
      : []),
  ],
  calendar: 'CANCEL',
  why: asked(place),
}))

const workshopCancelled = about(['workshopCancelled'], (place) => ({
  subject: `Cancelled: the workshop on ${dateTime(place.workshop.startsAt)}`,
  heading: 'This workshop will not happen',
  paragraphs: [
    'We are sorry: this workshop has been cancelled, and your place or your wait ends with it.',
    ...(place.workshop.cancelReason === null || place.workshop.cancelReason === '' ? [] : [`Why: ${place.workshop.cancelReason}`]),
    'Other dates are on the page of the workshop. You can ask for one of them there.',
  ],
  button: 'See other dates',
  calendar: 'CANCEL',
  why: asked(place),
}))

const withdrawn = about(['withdrawn'], (place) => ({
  subject: 'A change to your workshop',
  heading: 'You are no longer on this workshop',
  paragraphs: [
    'The team has taken you off this workshop.',
    ...(place.reason === null || place.reason === '' ? [] : [`Why: ${place.reason}`]),
    'If you think this is a mistake, answer by the contact page and we will look at it again.',
  ],
  calendar: 'CANCEL',
  why: asked(place),
}))

const remindedOf = z.object({ startsAt: z.coerce.date() })

/** A reminder of the time that the workshop still has: moved meanwhile, the e-mail about the move says all. */
const reminder = (write: (place: Told) => Content) =>
  about(['booked'], (place, { data }) => {
    const { workshop } = place
    const of = remindedOf.safeParse(data)
    const holds = of.success && of.data.startsAt.getTime() === workshop.startsAt.getTime()
    return holds && workshop.state === 'published' && now() < workshop.startsAt ? write(place) : undefined
  })

const toBring = ({ workshop: { bring } }: Told) => (bring === '' ? [] : [{ label: 'To bring', value: bring }])
const giveUp = ({ workshop }: Told): string[] =>
  now() < freeUntil(workshop)
    ? [
        `If you cannot come, please cancel on that page by ${dateTime(freeUntil(workshop))}, UK time, so that somebody else can have the place.`,
      ]
    : ['If you cannot come after all, please say so on that page. We ask for a reason from a short list, never for proof.']

const stillComing = reminder((place) => ({
  subject: `Are you still coming on ${dateTime(place.workshop.startsAt)}?`,
  heading: 'Are you still coming?',
  paragraphs: [
    'You have a place in two weeks. One press on the page of the workshop tells us that you still want it, or gives it to somebody who waits.',
  ],
  button: 'Yes or no',
  after: [signIn, 'If you do nothing, the place stays yours.'],
  why: asked(place),
}))

const inAWeek = reminder((place) => ({
  subject: `Your place on ${dateTime(place.workshop.startsAt)}`,
  heading: 'You have a place next week',
  paragraphs: ['The page of the workshop has the way there, access, and a file for your calendar.'],
  facts: toBring(place),
  after: giveUp(place),
  why: reminded(place),
}))

const tomorrow = reminder((place) => ({
  subject: `Your place on ${dateTime(place.workshop.startsAt)}`,
  heading: 'See you soon',
  paragraphs: [
    place.workshop.online
      ? 'Your workshop is nearly here. The link to join is on its page from a day before, for you alone.'
      : 'Your workshop is nearly here. The way there and what helps with access are on its page.',
  ],
  facts: toBring(place),
  after: giveUp(place),
  why: reminded(place),
}))

const beforeMove = z.object({ startsAt: z.coerce.date(), endsAt: z.coerce.date() })

const moved = about(['booked', 'offered', 'waiting'], (place, { data }) => {
  const was = beforeMove.safeParse(data)
  const ends = place.state === 'offered' && place.expiresAt ? offerEnds(place.expiresAt, place.workshop) : undefined
  if (place.workshop.state !== 'published') return undefined
  return {
    subject: `Changed: the workshop is now on ${dateTime(place.workshop.startsAt)}`,
    heading: 'The time or the place has changed',
    paragraphs: [
      place.state === 'booked' ? 'Your place is yours as before, and goes with the workshop.' : 'Where you stand is as before.',
      ...(was.success ? [`It was to be on ${dateRange(was.data.startsAt, was.data.endsAt)}. What holds now is below.`] : []),
    ],
    facts: ends ? [{ label: 'Answer by', value: `${dateTime(ends)}, UK time` }] : [],
    after: [
      place.state === 'booked'
        ? `If it no longer suits you, cancel on that page by ${dateTime(freeUntil(place.workshop))}, UK time. The file with this e-mail puts the new time into your calendar.`
        : 'If it no longer suits you, you can say so on that page.',
    ],
    calendar: 'PUBLISH',
    why: asked(place),
  }
})

export const programmeEmails: Record<string, EmailKind> = {
  ...postponingEmails,
  'workshop.moved': moved,
  'place.reminder.stillComing': stillComing,
  'place.reminder.week': inAWeek,
  'place.reminder.day': tomorrow,
  'place.booked': booked,
  'place.waiting': waiting,
  'place.drawn': drawn,
  'place.offered': offered,
  'place.expired': expired,
  'place.cancelled': cancelled,
  'place.lateCancelled': lateCancelled,
  'place.workshopCancelled': workshopCancelled,
  'place.withdrawn': withdrawn,
}
