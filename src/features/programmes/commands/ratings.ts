import type { Candidate } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { inTransaction, pool, type Tx } from '../../../core/db.ts'
import { recordEvent } from '../../audit/commands.ts'
import type { RatingInput } from '../forms/ratings.ts'
import { findRatingFacts } from '../queries/ratings.ts'
import { AFTER_DAYS, decideRating, type Moment, type RatingRefusal } from '../rules/ratings.ts'

type Rated = { ok: true } | { ok: false; reason: RatingRefusal }
type Choice = { sharedAt?: Date | null; beforeSkippedAt?: Date; afterSkippedAt?: Date }

/**
 * Keeps what a candidate says of themselves; a topic left open is taken away again. Undefined where they are not in this cohort.
 */
export const rate = (actor: Candidate, cohortId: string, moment: Moment, { scores, share }: RatingInput): Promise<Rated | undefined> =>
  inTransaction(async (tx) => {
    const { candidateId } = actor
    const found = await findRatingFacts(tx, cohortId, candidateId)
    if (!found) return undefined
    const decision = decideRating(moment, found.facts, now())
    if (!decision.ok) return decision
    await tx.selfRating.deleteMany({ where: { cohortId, candidateId, moment } })
    const rows = found.topics.flatMap((topic) => {
      const score = scores[topic]
      return score === undefined ? [] : [{ cohortId, candidateId, moment, topic, score, ratedAt: now() }]
    })
    await tx.selfRating.createMany({ data: rows })
    await keepChoice(tx, actor, cohortId, { sharedAt: share ? now() : null })
    // What was said is nobody's but the person's: the event does not hold it
    await recordEvent(tx, actor, 'rating.given', { candidateId, subjectId: cohortId })
    return { ok: true }
  })

/** Keeps that somebody would rather not say; they may still change their mind. */
export const skipRating = (actor: Candidate, cohortId: string, moment: Moment): Promise<true | undefined> =>
  inTransaction(async (tx) => {
    if (!(await findRatingFacts(tx, cohortId, actor.candidateId))) return undefined
    await keepChoice(tx, actor, cohortId, moment === 'before' ? { beforeSkippedAt: now() } : { afterSkippedAt: now() })
    return true
  })

const keepChoice = (tx: Tx, { candidateId }: Candidate, cohortId: string, choice: Choice) =>
  tx.ratingChoice.upsert({
    where: { cohortId_candidateId: { cohortId, candidateId } },
    create: { cohortId, candidateId, ...choice },
    update: choice,
  })

/**
 * Asks everybody once how it feels now that the last workshop of their cohort is over: one statement, so that two processes or
 * a restart ask nobody twice. Whoever rated or skipped is not asked, nor is anybody of a cohort that ended long ago.
 */
export async function askAfterwards(): Promise<void> {
  await pool.query(
    `WITH over AS (
        SELECT w.cohort_id, max(w.ends_at) AS ended FROM workshops w JOIN cohorts c ON c.id = w.cohort_id
        WHERE w.state IN ('published', 'postponed', 'held') GROUP BY w.cohort_id, c.ends_on
        HAVING max(w.ends_at) <= $1 AND max(w.ends_at) > $1::timestamptz - $2 * interval '1 day'),
      asked AS (
        INSERT INTO rating_choices (id, candidate_id, cohort_id, after_asked_at)
        SELECT gen_random_uuid(), m.candidate_id, m.cohort_id, $1 FROM memberships m JOIN over o ON o.cohort_id = m.cohort_id
          JOIN candidates p ON p.id = m.candidate_id AND p.closed_at IS NULL
        WHERE m.ended_at IS NULL AND m.state IN ('joined', 'completed')
          AND NOT EXISTS (SELECT FROM self_ratings r WHERE r.cohort_id = m.cohort_id AND r.candidate_id = m.candidate_id AND r.moment = 'after')
        ORDER BY m.id
        ON CONFLICT (cohort_id, candidate_id) DO UPDATE SET after_asked_at = $1
          WHERE rating_choices.after_asked_at IS NULL AND rating_choices.after_skipped_at IS NULL
        RETURNING candidate_id, cohort_id)
      SELECT email_candidate(candidate_id, 'cohort.rateAfter', cohort_id, '{}', $1) FROM asked`,
    [now(), AFTER_DAYS],
  )
}
