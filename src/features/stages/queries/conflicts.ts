import type { Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import type { Whose } from '../../../core/waiting.ts'
import { Prisma } from '../../../generated/prisma/client.ts'
import { conflicts } from '../rules/conflicts.ts'

export const A_PAGE = 25

/** Stages in which sources disagree: the same test as the rule `disagree`, so that thousands of people are read in one go. */
const disputed = ({ accountId }: Team, whose: Whose) => Prisma.sql`
  WITH latest AS (
    SELECT DISTINCT ON (r.candidate_id, r.route, r.stage, r.source) r.candidate_id, r.route, r.stage, r.source, r.state, r.happened_on, r.recorded_at
    FROM stage_records r JOIN candidates c ON c.id = r.candidate_id
    WHERE r.voided_at IS NULL AND c.closed_at IS NULL AND (${whose} = 'team' OR c.owner_id = ${accountId}::uuid)
    ORDER BY r.candidate_id, r.route, r.stage, r.source, r.happened_on DESC, r.recorded_at DESC, r.id DESC
  ), disputed AS (
    SELECT candidate_id, route, stage, min(greatest(a.recorded_at, b.recorded_at)) AS since
    FROM latest a JOIN latest b USING (candidate_id, route, stage)
    WHERE a.source < b.source AND a.state <> b.state
      AND NOT (a.state IN ('inProgress', 'deferred') AND a.happened_on <= b.happened_on)
      AND NOT (b.state IN ('inProgress', 'deferred') AND b.happened_on <= a.happened_on)
    GROUP BY candidate_id, route, stage
  )`

/** How many stages are in dispute, and since when the longest. */
export async function countConflicts(actor: Team, whose: Whose): Promise<{ count: number; oldest: Date | undefined }> {
  const [row] = await db.$queryRaw<{ count: number; oldest: Date | null }[]>`
    ${disputed(actor, whose)} SELECT count(*)::int AS count, min(since) AS oldest FROM disputed`
  return { count: row?.count ?? 0, oldest: row?.oldest ?? undefined }
}

/** One page of the stages in dispute, longest first, each with what every source says. */
export async function listConflicts(actor: Team, whose: Whose, page: number) {
  const { count: total } = await countConflicts(actor, whose)
  const found = await db.$queryRaw<{ candidate_id: string; route: string; stage: string; since: Date }[]>`
    ${disputed(actor, whose)} SELECT * FROM disputed ORDER BY since, candidate_id, route, stage
    LIMIT ${A_PAGE} OFFSET ${(page - 1) * A_PAGE}`
  const ids = found.map((each) => each.candidate_id)
  const [people, records] = await Promise.all([
    db.candidate.findMany({ where: { id: { in: ids } }, select: { id: true, name: true, reference: true } }),
    db.stageRecord.findMany({ where: { candidateId: { in: ids }, voidedAt: null } }),
  ])
  const rows = found.map(({ candidate_id, route, stage, since }) => {
    const own = records.filter((each) => each.candidateId === candidate_id && each.route === route && each.stage === stage)
    const { name = '', reference = '' } = people.find(({ id }) => id === candidate_id) ?? {}
    return { candidateId: candidate_id, name, reference, route, stage, since, says: conflicts(own)[0] ?? [] }
  })
  return { total, rows }
}
