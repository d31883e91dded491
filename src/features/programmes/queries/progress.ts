import type { Tx } from '../../../core/db.ts'
import { readRule } from '../forms/completion.ts'
import { tookPart } from '../rules/attendance.ts'
import { completion, completionWords, type CompletionRule, type Session } from '../rules/completion.ts'
import { findStandings } from './completion.ts'

export type Progress = { name: string; came: number; of: number; rule: string; done: boolean }
type Member = { cohortId: string; name: string; completed: boolean }
type Single = { programmeId: string; name: string; rule: unknown; session: number | null; title: string; at: Date; state: string }

/** Without a rule of completion one workshop is enough to say that support of this kind was had. */
const atLeastOne = (rule: CompletionRule): CompletionRule => ({ ...rule, atLeast: rule.atLeast ?? 1 })

/**
 * How far a candidate is with the programmes of one kind: each cohort that they are in or have completed, and what they came to
 * outside of any.
 */
export async function findProgress(tx: Pick<Tx, '$queryRaw'>, candidateId: string, kind: string): Promise<Progress[]> {
  const members = await tx.$queryRaw<Member[]>`
    SELECT c.id AS "cohortId", c.name, m.state = 'completed' AS completed
      FROM memberships m JOIN cohorts c ON c.id = m.cohort_id JOIN programmes g ON g.id = c.programme_id
      WHERE m.candidate_id = ${candidateId}::uuid AND m.ended_at IS NULL AND m.state IN ('joined', 'completed') AND g.kind = ${kind}
      ORDER BY m.began_at, c.id`
  const standingOf = await findStandings(
    tx,
    members.map(({ cohortId }) => ({ cohortId, candidateId })),
  )
  const inCohorts = members.map(({ cohortId, name, completed }) => {
    const { rule, sessions } = standingOf({ cohortId, candidateId })
    return progressOf(name, atLeastOne(rule), sessions, completed)
  })
  return [...inCohorts, ...(await findSingle(tx, candidateId, kind))]
}

/** What somebody came to without being in its cohort, programme by programme: there is no first of these. */
async function findSingle(tx: Pick<Tx, '$queryRaw'>, candidateId: string, kind: string): Promise<Progress[]> {
  const rows = await tx.$queryRaw<Single[]>`
    SELECT g.id AS "programmeId", g.name, g.completion_rule AS rule, w.session, w.title, w.starts_at AS at, p.state
      FROM places p JOIN workshops w ON w.id = p.workshop_id JOIN programmes g ON g.id = w.programme_id
      WHERE p.candidate_id = ${candidateId}::uuid AND p.ended_at IS NULL AND w.state = 'held' AND g.kind = ${kind}
        AND NOT EXISTS (SELECT FROM memberships m WHERE m.cohort_id = w.cohort_id AND m.candidate_id = p.candidate_id AND m.ended_at IS NULL)
      ORDER BY g.id, w.starts_at, w.id`
  return [...new Set(rows.map(({ programmeId }) => programmeId))].map((id) => {
    const own = rows.filter(({ programmeId }) => programmeId === id)
    const { atLeast, of } = readRule(own[0]?.rule)
    const sessions = own.map(({ session, title, at, state }): Session => ({
      number: session,
      title,
      at,
      state: tookPart(state) ? 'came' : 'missed',
    }))
    return progressOf(own[0]?.name ?? '', atLeastOne({ atLeast, of }), sessions, false)
  })
}

function progressOf(name: string, rule: CompletionRule, sessions: Session[], completed: boolean): Progress {
  const { came, done } = completion(rule, sessions)
  return { name, came, of: sessions.length, rule: completionWords(rule), done: completed || done }
}
