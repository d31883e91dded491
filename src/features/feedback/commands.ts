import type { Candidate } from '../../core/access.ts'
import { now } from '../../core/clock.ts'
import { inTransaction, pool } from '../../core/db.ts'
import { decideFeedback, type Answer, type FeedbackRefusal } from './rules.ts'

type Given = { ok: true } | { ok: false; reason: FeedbackRefusal }

/**
 * Keeps what somebody says of a workshop that they came to; undefined where they did not. No event is recorded: a row that names
 * who answered when would undo that nobody knows who said what.
 */
export const giveFeedback = ({ candidateId }: Candidate, workshopId: string, answer: Answer): Promise<Given | undefined> =>
  inTransaction(async (tx) => {
    const [place] = await tx.$queryRaw<{ id: string }[]>`
      SELECT p.id FROM places p JOIN workshops w ON w.id = p.workshop_id AND w.state = 'held'
      WHERE p.workshop_id = ${workshopId}::uuid AND p.candidate_id = ${candidateId}::uuid
        AND p.state IN ('attended', 'attendedLate', 'leftEarly') FOR UPDATE OF p`
    if (!place) return undefined
    const given = (await tx.feedback.count({ where: { placeId: place.id } })) > 0
    const decision = decideFeedback(given, answer)
    if (!decision.ok) return decision
    await tx.feedback.create({ data: { placeId: place.id, candidateId, ...answer, givenAt: now() }, select: { id: true } })
    return decision
  })

/** Takes back what somebody said: it is gone, also from what the team sees. False where they had said nothing. */
export const withdrawFeedback = ({ candidateId }: Candidate, workshopId: string): Promise<boolean> =>
  inTransaction(async (tx) => (await tx.feedback.deleteMany({ where: { candidateId, place: { workshopId } } })).count > 0)

/** Asks those who came a day ago or longer and were not asked. Each is asked once, however often and in how many processes this runs. */
export async function askForFeedback(): Promise<void> {
  await pool.query('SELECT ask_for_feedback($1)', [now()])
}
