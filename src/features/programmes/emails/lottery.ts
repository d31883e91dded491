import { dateTime } from '../../../core/dates.ts'

type Drawing = {
  arrival: number
  rank: number | null
  pool: string | null
  workshop: { policy: string; bookingClosesAt: Date; capacity: number; lottery: { drawnAt: Date | null } | null }
}

/** Whether a place is a ticket in a draw that is still to come. */
export const isUndrawn = ({ workshop }: Pick<Drawing, 'workshop'>): boolean => workshop.lottery?.drawnAt === null

/** To somebody who asked for a place that is drawn by lot. */
export const ticketWords = ({ arrival, workshop }: Drawing) => ({
  subject: `Your ticket for the draw is ${String(arrival)}`,
  heading: `Your ticket is number ${String(arrival)}`,
  paragraphs: [
    `Places at this workshop are drawn by lot on ${dateTime(workshop.bookingClosesAt)}, UK time. Every ticket has the same chance, whenever it was asked for.`,
    'You need do nothing until then. We write to you once the draw is made, and if a place is yours you say whether you take it.',
  ],
  facts: [{ label: 'Draw', value: `${dateTime(workshop.bookingClosesAt)}, UK time` }],
  button: 'See your ticket',
})

/** To somebody whose ticket was drawn behind those who were offered a place. `ahead` is how many wait before them. */
export const drawnWords = ({ arrival, rank }: Drawing, ahead: number) => ({
  subject: 'The draw has been made',
  heading: 'The draw has been made, and you are on the waiting list',
  paragraphs: [
    `Your ticket, number ${String(arrival)}, was drawn ${rank === null ? 'later' : `as number ${String(rank)}`}. The places are held for those drawn first.`,
    `${ahead === 0 ? 'Nobody who waits is ahead of you.' : `${String(ahead)} ${ahead === 1 ? 'person is' : 'people are'} ahead of you.`} A place that comes free goes on in the order drawn, and we write to you when it is your turn.`,
    'The page of the workshop leads to the draw, with everything that is needed to check it.',
  ],
  button: 'See where you stand',
})

/** Why somebody is offered a place. */
export const offerWords = ({ rank, pool }: Drawing): string => {
  if (pool === 'access') return 'An access place is free, and you were the next who asked for one. We are holding it for you alone.'
  if (rank !== null) return 'Your ticket was drawn, and it is your turn. We are holding the place for you alone.'
  return 'A place has come free, and you were first in line for it. We are holding it for you alone.'
}
