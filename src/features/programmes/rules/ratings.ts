import { daysAfter } from '../../../core/dates.ts'
import { dayBegins, type CohortState } from './cohorts.ts'

export const moments = ['before', 'after'] as const
export type Moment = (typeof moments)[number]
export const topics = ['confidence', 'cvWriting', 'interview', 'digital'] as const
export type Topic = (typeof topics)[number]
export type Scores = Partial<Record<Topic, number>>

/** What people rate themselves in: skills where the programme teaches them, confidence everywhere else. */
export const topicsOf = (kind: string): readonly Topic[] => (kind === 'skills' ? ['cvWriting', 'interview', 'digital'] : ['confidence'])

export const topicNames: Record<Topic, { name: string; question: string }> = {
  confidence: { name: 'Confidence', question: 'How confident do you feel about your next step towards this work?' },
  cvWriting: { name: 'Writing a CV', question: 'How sure do you feel about writing a CV or an application?' },
  interview: { name: 'Interviews', question: 'How sure do you feel about an interview?' },
  digital: { name: 'Digital skills', question: 'How sure do you feel with forms, e-mail and tests on a computer?' },
}

export const scoreNames: Record<number, string> = { 1: 'Not at all', 2: 'A little', 3: 'Fairly', 4: 'Quite', 5: 'Very' }

/** How long after a cohort the second rating stays open: it is asked for when the last workshop is over. */
export const AFTER_DAYS = 30

export type RatingFacts = {
  state: CohortState
  dates: { endsOn: Date; closedAt: Date | null }
  /** When the last workshop of the cohort ends, if it has any. */
  lastEnds: Date | undefined
  /** Has this person completed it? */
  done: boolean
}

/** When the second rating closes. */
export const afterCloses = ({ endsOn, closedAt }: RatingFacts['dates']): Date =>
  daysAfter(closedAt ?? daysAfter(dayBegins(endsOn), 1), AFTER_DAYS)

export type RatingRefusal = 'tooEarly' | 'closed'

/**
 * May somebody rate themselves now? Before: until the cohort closes. After: once they have completed it or its last workshop is
 * over, until thirty days after it ended.
 */
export function decideRating(
  moment: Moment,
  { state, dates, lastEnds, done }: RatingFacts,
  now: Date,
): { ok: true } | { ok: false; reason: RatingRefusal } {
  if (moment === 'before') return state === 'closed' ? { ok: false, reason: 'closed' } : { ok: true }
  if (now >= afterCloses(dates)) return { ok: false, reason: 'closed' }
  return done || (lastEnds !== undefined && lastEnds <= now) ? { ok: true } : { ok: false, reason: 'tooEarly' }
}

/** Averages are shown within the team from so many people on, and never of fewer. */
export const LEAST_PEOPLE = 5

export type RatedRow = { candidateId: string; moment: string; topic: string; score: number }
export type Average = { topic: Topic; people: number; before: number; after: number | undefined }

/**
 * The averages of one topic: of those who rated both before and after, once they are enough; otherwise before alone. Never both,
 * as the difference between two groups could give one person away. Undefined where too few people rated.
 */
export function averageOf(topic: Topic, rows: readonly RatedRow[]): Average | undefined {
  const by = (moment: Moment) =>
    new Map(rows.filter((row) => row.topic === topic && row.moment === moment).map((row) => [row.candidateId, row.score]))
  const [before, after] = [by('before'), by('after')]
  const both = [...before.keys()].filter((id) => after.has(id))
  if (both.length >= LEAST_PEOPLE)
    return {
      topic,
      people: both.length,
      before: mean(both.map((id) => before.get(id) ?? 0)),
      after: mean(both.map((id) => after.get(id) ?? 0)),
    }
  return before.size >= LEAST_PEOPLE ? { topic, people: before.size, before: mean([...before.values()]), after: undefined } : undefined
}

/** To one decimal place. */
const mean = (scores: number[]): number => Math.round((scores.reduce((sum, score) => sum + score, 0) / scores.length) * 10) / 10
