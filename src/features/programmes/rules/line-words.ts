import { dateTime } from '../../../core/dates.ts'
import type { CallOutcome } from './line.ts'
import type { PlaceState } from './places.ts'

/** An entry of the log as the team reads it, with what it needs of other rows. */
export type WordedEntry = {
  kind: string
  data: Readonly<Record<string, unknown>>
  /** Why the team did it, where it gave a reason. */
  reason: string | null
}

const stateWords: Record<PlaceState, string> = {
  waiting: 'Asked, and waits',
  offered: 'Offered a place',
  booked: 'Booked',
  attended: 'Came',
  attendedLate: 'Came late',
  leftEarly: 'Left early',
  absentNotified: 'Could not come, and said so',
  absent: 'Did not come',
  declined: 'Let the offer go',
  expired: 'The offer ran out',
  cancelled: 'Cancelled',
  lateCancelled: 'Cancelled late',
  withdrawn: 'Left or was taken off',
  workshopCancelled: 'Ended with the workshop',
}
const workshopStates: Record<string, string> = { published: 'Published', postponed: 'Put off', held: 'Held', cancelled: 'Cancelled' }
export const callWords: Record<CallOutcome, string> = {
  noAnswer: 'Rung: no answer',
  message: 'Rung: a message left',
  no: 'Rung: said no',
  yes: 'Rung: said yes',
}

type Word = (value: string | number | boolean | null, data: WordedEntry['data']) => string | undefined
const yes =
  (words: string): Word =>
  (value) =>
    value === true ? words : undefined
const at =
  (words: string): Word =>
  (value) =>
    `${words} ${dateTime(new Date(value as string))}`

const placeWord: Record<string, Word> = {
  state: (value) => stateWords[value as PlaceState],
  band: (value) => (value === 0 ? undefined : 'Behind those of the group while the rationale holds'),
  rank: (value) => (value === null ? undefined : `Drawn as number ${String(value)}`),
  access: (value, { companion }) =>
    value === true ? `Needs an access place${companion === true ? ', and somebody comes to help' : ''}` : undefined,
  pool: (value) => (value === 'access' ? 'On an access place' : undefined),
  overCapacity: yes('Over the capacity'),
  expiresAt: (value) => (value === null ? undefined : `To answer by ${dateTime(new Date(value as string))}`),
}

const workshopWord: Record<string, Word> = {
  state: (value) => workshopStates[value as string],
  capacity: (value) => `Places: ${String(value)}`,
  accessPlaces: (value) => `Access places: ${String(value)}`,
  policy: (value) => (value === 'lottery' ? 'Places drawn by lot' : 'First come, first served'),
  openness: (value) => ({ all: 'Open to all', prioritised: 'A head start for a group', restricted: 'For a group' })[value as string],
  banded: (value) => (value === true ? 'The head start begins to count' : undefined),
  startsAt: at('Starts'),
  bookingClosesAt: at('Asking closes'),
  offersEndAt: at('Offers end'),
}

const passed = ({ data, reason }: WordedEntry): string[] => [
  `Passed over for number ${String(data['for'])}`,
  data['why'] === 'called' ? callWords[data['outcome'] as CallOutcome] : (reason ?? 'A reason that has been erased'),
]

/** An entry of the log in words, a line each. */
export function entryWords(entry: WordedEntry): string[] {
  const { kind, data } = entry
  if (kind === 'passedOver') return passed(entry)
  if (kind === 'called') return [callWords[data['outcome'] as CallOutcome]]
  if (kind === 'drawn') return [`Lots were drawn: ${String((data['tickets'] as unknown[]).length)} tickets`]
  const words = kind === 'place' ? placeWord : workshopWord
  const told = Object.entries(words).flatMap(([key, word]) => (key in data ? [word(data[key] as Parameters<Word>[0], data)] : []))
  const lapsed = kind === 'workshop' && data['banded'] === false && !('state' in data) ? ['The head start no longer counts'] : []
  const lines = [...told, ...lapsed].filter((line) => line !== undefined)
  const withReason = entry.reason !== null && 'state' in data ? [...lines, entry.reason] : lines
  return withReason.length === 0 ? ['A detail changed'] : withReason
}
