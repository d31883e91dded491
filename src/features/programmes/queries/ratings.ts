import type { Candidate, Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { db, type Tx } from '../../../core/db.ts'
import { cohortState } from '../rules/cohorts.ts'
import { averageOf, decideRating, topics, topicsOf, type Average, type Moment, type RatingFacts, type Scores } from '../rules/ratings.ts'
import { findStanding } from './completion.ts'

/** What decides whether somebody may rate themselves in a cohort; undefined where they are no member and never completed it. */
export async function findRatingFacts(tx: Tx | typeof db, cohortId: string, candidateId: string) {
  const membership = await tx.membership.findFirst({
    where: { cohortId, candidateId, endedAt: null, state: { in: ['joined', 'completed'] } },
    include: { cohort: { include: { programme: { select: { kind: true, name: true } } } } },
  })
  if (!membership) return undefined
  const { cohort, state } = membership
  const workshops = await tx.workshop.findMany({
    where: { cohortId, state: { in: ['published', 'postponed', 'held'] } },
    select: { endsAt: true, state: true },
  })
  const unrecorded = workshops.filter((workshop) => workshop.state === 'published' && workshop.endsAt <= now()).length
  const ends = workshops.map(({ endsAt }) => endsAt.getTime())
  const facts: RatingFacts = {
    ...{ dates: cohort, state: cohortState(cohort, unrecorded, now()) },
    lastEnds: ends.length === 0 ? undefined : new Date(Math.max(...ends)),
    done: state === 'completed' || (await findStanding(tx, { cohortId, candidateId })).done,
  }
  return { cohort, facts, topics: topicsOf(cohort.programme.kind) }
}

const readScores = (rows: { moment: string; topic: string; score: number }[], moment: Moment): Scores =>
  Object.fromEntries(rows.filter((row) => row.moment === moment).map(({ topic, score }) => [topic, score]))

/** What a candidate said of themselves in a cohort, and what they may still say. */
export async function findOwnRatings({ candidateId }: Candidate, cohortId: string) {
  const found = await findRatingFacts(db, cohortId, candidateId)
  if (!found) return undefined
  const where = { cohortId, candidateId }
  const [rows, choice] = await Promise.all([db.selfRating.findMany({ where }), db.ratingChoice.findFirst({ where })])
  const at = (moment: Moment, skippedAt: Date | null | undefined) => ({
    scores: readScores(rows, moment),
    given: rows.some((row) => row.moment === moment),
    open: decideRating(moment, found.facts, now()).ok,
    skipped: skippedAt instanceof Date,
  })
  const [before, after] = [at('before', choice?.beforeSkippedAt), at('after', choice?.afterSkippedAt)]
  return { ...found, before, after, shared: choice?.sharedAt instanceof Date }
}

/** The averages of a cohort, topic by topic, where enough people rated themselves; how many did is said only then. */
export async function listAverages(_actor: Team, cohortId: string): Promise<Average[]> {
  const rows = await db.selfRating.findMany({
    where: { cohortId },
    select: { candidateId: true, moment: true, topic: true, score: true },
  })
  return topics.flatMap((topic) => averageOf(topic, rows) ?? [])
}

/** What one person said of themselves in a cohort, where they chose to show it to the team. */
export async function findSharedRatings(_actor: Team, cohortId: string, candidateId: string) {
  const shared = await db.ratingChoice.findFirst({ where: { cohortId, candidateId, sharedAt: { not: null } } })
  if (!shared) return undefined
  const rows = await db.selfRating.findMany({ where: { cohortId, candidateId } })
  return rows.length === 0 ? undefined : { before: readScores(rows, 'before'), after: readScores(rows, 'after') }
}

/** Whom an e-mail asks how they feel afterwards; undefined where they have answered or left meanwhile, or it is too late. */
export async function findRatingToAsk(cohortId: string, candidateId: string) {
  const found = await findRatingFacts(db, cohortId, candidateId)
  if (!found || !decideRating('after', found.facts, now()).ok) return undefined
  const rows = await db.selfRating.findMany({ where: { cohortId, candidateId }, select: { moment: true } })
  if (rows.some(({ moment }) => moment === 'after')) return undefined
  const { name } = await db.candidate.findUniqueOrThrow({ where: { id: candidateId }, select: { name: true } })
  return { name, cohort: found.cohort, before: rows.length > 0 }
}
