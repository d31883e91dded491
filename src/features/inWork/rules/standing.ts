import { londonDay, monthsAfter, startOfDay } from '../../../core/dates.ts'

export const parts = ['first', 'second', 'third', 'after'] as const
export type Part = (typeof parts)[number]
export const partWords: Record<Part, string> = {
  first: 'Weeks 1 to 13',
  second: 'Weeks 14 to 26',
  third: 'Weeks 27 to 52',
  after: 'After the first year',
}

export const MONTHS = 12

/** The London day on which ways on from the first year open: twelve months after the start, or the end of a first year that was moved. */
export const progressOpensOn = ({ startedOn, endsOn }: { startedOn: string; endsOn?: string | undefined }): string =>
  endsOn ?? londonDay(monthsAfter(startOfDay(startedOn), MONTHS))

/** Are the ways on open? A finished year or a confirmation opens them, and so does the day itself. */
export const isProgressOpen = (given: { startedOn: string; endsOn?: string | undefined; done: boolean }, today: string): boolean =>
  given.done || progressOpensOn(given) <= today
