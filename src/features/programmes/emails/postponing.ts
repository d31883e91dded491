import { z } from 'zod'
import { date, dateRange, dateTime } from '../../../core/dates.ts'
import type { EmailKind } from '../../messages/rules.ts'
import { offerEnds } from '../rules/places.ts'
import { about, asked, signIn, type Content, type Told } from './about.ts'

const before = z.object({ startsAt: z.coerce.date() })

const standing: Record<string, string> = {
  booked: 'Your place is yours as before, and goes with the workshop.',
  offered: 'The place that we hold for you stays held.',
  waiting: 'Where you stand on the waiting list is as before.',
}

const whyOf = ({ workshop: { postponeReason } }: Told): string[] => (postponeReason === null ? [] : [`Why: ${postponeReason}`])

const openly = (place: Told, was: string): Content => ({
  subject: 'Postponed: a workshop you asked for',
  heading: 'The workshop is postponed',
  paragraphs: [
    `We are sorry: it will not be on ${was}. We do not know the new date yet, and tell you as soon as we do.`,
    standing[place.state] ?? '',
    ...whyOf(place),
  ],
  after: ['You need do nothing. If you would rather not wait, you can say so on that page whenever you like.'],
  calendar: 'CANCEL',
  why: asked(place),
})

const dated = (place: Told, was: string, heading: string): Content => {
  const { workshop, state, expiresAt } = place
  const ends = state === 'offered' && expiresAt ? offerEnds(expiresAt, workshop) : undefined
  return {
    subject: `New date: ${dateRange(workshop.startsAt, workshop.endsAt)}`,
    heading,
    paragraphs: [`It was to be on ${was}, and will be on ${date(workshop.startsAt)}.`, standing[state] ?? '', ...whyOf(place)],
    facts: ends ? [{ label: 'Answer by', value: `${dateTime(ends)}, UK time` }] : [],
    button: state === 'booked' ? 'Say whether you come' : state === 'offered' ? 'See the offer and answer' : 'See where you stand',
    after:
      state === 'booked'
        ? [
            'Please tell us on that page whether you come on the new date. Until you have said yes you can give the place back freely, however near the day is.',
            signIn,
            'If you do nothing, the place stays yours.',
          ]
        : ['If the new date does not suit you, you can say so on that page.'],
    calendar: 'PUBLISH',
    why: asked(place),
  }
}

/** A workshop put off. Where its date is known by the time this goes, the letter says it; a later letter then has nothing to add. */
const postponed = (heading: string, ofState: string[]): EmailKind =>
  about(['booked', 'offered', 'waiting'], (place, { data }) => {
    const was = before.safeParse(data)
    if (!was.success || !ofState.includes(place.workshop.state)) return undefined
    const day = dateTime(was.data.startsAt)
    return place.workshop.state === 'postponed' ? openly(place, day) : dated(place, day, heading)
  })

export const postponingEmails: Record<string, EmailKind> = {
  'workshop.postponed': postponed('The workshop is postponed to a new date', ['published', 'postponed']),
  'workshop.newDate': postponed('The workshop has its new date', ['published']),
}
