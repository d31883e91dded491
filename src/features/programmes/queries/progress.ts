import type { Tx } from '../../../core/db.ts'
import { readRule } from '../forms/cohorts.ts'
import { tookPart } from '../rules/attendance.ts'
import { completionWords, hasCompleted } from '../rules/cohorts.ts'

export type Progress = { name: string; came: number; of: number; rule: string; done: boolean }
type Row = { group: string; name: string; rule: unknown; completed: boolean; state: string | null }

/**
 * How far a candidate is with the programmes of one kind: each cohort that they are in or have completed, and what they came to
 * outside of any. Without a rule of completion one workshop is enough.
 */
export async function findProgress(tx: Pick<Tx, '$queryRaw'>, candidateId: string, kind: string): Promise<Progress[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT c.id AS group, c.name, g.completion_rule AS rule, m.state = 'completed' AS completed, p.state
      FROM memberships m JOIN cohorts c ON c.id = m.cohort_id JOIN programmes g ON g.id = c.programme_id
      LEFT JOIN workshops w ON w.cohort_id = c.id AND w.state IN ('published', 'held')
      LEFT JOIN places p ON p.workshop_id = w.id AND p.candidate_id = m.candidate_id AND p.ended_at IS NULL
      WHERE m.candidate_id = ${candidateId}::uuid AND m.ended_at IS NULL AND m.state IN ('joined', 'completed') AND g.kind = ${kind}
      ORDER BY m.began_at, c.id, w.starts_at, w.id`
  const single = await tx.$queryRaw<Row[]>`
    SELECT g.id AS group, g.name, g.completion_rule - 'includingFirst' AS rule, false AS completed, p.state
      FROM places p JOIN workshops w ON w.id = p.workshop_id JOIN programmes g ON g.id = w.programme_id
      WHERE p.candidate_id = ${candidateId}::uuid AND p.ended_at IS NULL AND w.state = 'held' AND g.kind = ${kind}
        AND NOT EXISTS (SELECT FROM memberships m WHERE m.cohort_id = w.cohort_id AND m.candidate_id = p.candidate_id AND m.ended_at IS NULL)
      ORDER BY g.id, w.starts_at, w.id`
  const groups = new Map<string, Row[]>()
  for (const row of [...rows, ...single]) groups.set(row.group, [...(groups.get(row.group) ?? []), row])
  return [...groups.values()].map(progressOf)
}

function progressOf(rows: Row[]): Progress {
  const came = rows.map(({ state }) => state !== null && tookPart(state))
  const [first] = rows
  const stored = readRule(first?.rule)
  const rule = { ...stored, atLeast: stored.atLeast ?? 1 }
  return {
    name: first?.name ?? '',
    ...{ came: came.filter(Boolean).length, of: came.length, rule: completionWords(rule) },
    done: first?.completed === true || hasCompleted(rule, came),
  }
}
