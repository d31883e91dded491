import { now } from '../../../core/clock.ts'
import type { Tx } from '../../../core/db.ts'
import { readRule } from '../forms/completion.ts'
import { tookPart } from '../rules/attendance.ts'
import {
  completion,
  sessionsOf,
  type Completion,
  type CompletionRule,
  type Elsewhere,
  type Held,
  type Session,
} from '../rules/completion.ts'

export type Pair = { cohortId: string; candidateId: string }
/** How one person stands with one cohort, by the rule of its programme. */
export type Standing = Completion & { rule: CompletionRule; sessions: Session[] }
type Reads = Pick<Tx, '$queryRaw'>

const keyOf = ({ cohortId, candidateId }: Pair): string => `${cohortId} ${candidateId}`
const ids = (pairs: readonly Pair[], part: keyof Pair): string[] => [...new Set(pairs.map((pair) => pair[part]))]

/**
 * How each of these people stands with their cohort: four questions to the database however many they are. `judgeBy` puts
 * another rule in the place of the programme's, to see what it would change.
 */
export async function findStandings(tx: Reads, pairs: readonly Pair[], judgeBy?: CompletionRule): Promise<(pair: Pair) => Standing> {
  const cohortIds = ids(pairs, 'cohortId')
  const candidateIds = ids(pairs, 'candidateId')
  const [rules, workshops, places, elsewhere] = [
    await rulesOf(tx, cohortIds),
    await workshopsOf(tx, cohortIds),
    await placesOf(tx, cohortIds, candidateIds),
    await cameElsewhere(tx, cohortIds, candidateIds),
  ]
  const standings = new Map<string, Standing>()
  for (const pair of pairs) {
    const rule = judgeBy ?? readRule(rules.get(pair.cohortId))
    const held = (workshops.get(pair.cohortId) ?? []).map((workshop): Held => ({
      ...workshop,
      place: places.get(`${workshop.id} ${pair.candidateId}`) ?? null,
    }))
    const sessions = sessionsOf(held, elsewhere.get(keyOf(pair)) ?? [], tookPart, now())
    standings.set(keyOf(pair), { ...completion(rule, sessions), rule, sessions })
  }
  return (pair) => standings.get(keyOf(pair)) ?? { ...completion({}, []), rule: {}, sessions: [] }
}

/** How one person stands with one cohort. */
export const findStanding = async (tx: Reads, pair: Pair): Promise<Standing> => (await findStandings(tx, [pair]))(pair)

async function rulesOf(tx: Reads, cohortIds: string[]): Promise<Map<string, unknown>> {
  const rows = await tx.$queryRaw<{ id: string; rule: unknown }[]>`SELECT c.id, g.completion_rule AS rule
    FROM cohorts c JOIN programmes g ON g.id = c.programme_id WHERE c.id = ANY(${cohortIds}::uuid[])`
  return new Map(rows.map(({ id, rule }) => [id, rule]))
}

type HeldRow = Omit<Held, 'place'> & { id: string; cohortId: string }

/** The workshops of each cohort, in order; drafts and cancelled ones are no sessions. */
async function workshopsOf(tx: Reads, cohortIds: string[]): Promise<Map<string, HeldRow[]>> {
  const rows = await tx.$queryRaw<
    HeldRow[]
  >`SELECT id, cohort_id AS "cohortId", session, title, starts_at AS "startsAt", ends_at AS "endsAt", state
    FROM workshops WHERE cohort_id = ANY(${cohortIds}::uuid[]) AND state IN ('published', 'postponed', 'held') ORDER BY starts_at, id`
  return grouped(rows, ({ cohortId }) => cohortId)
}

async function placesOf(tx: Reads, cohortIds: string[], candidateIds: string[]): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ workshopId: string; candidateId: string; state: string }[]>`
    SELECT p.workshop_id AS "workshopId", p.candidate_id AS "candidateId", p.state FROM places p JOIN workshops w ON w.id = p.workshop_id
    WHERE w.cohort_id = ANY(${cohortIds}::uuid[]) AND p.candidate_id = ANY(${candidateIds}::uuid[]) AND p.ended_at IS NULL`
  return new Map(rows.map(({ workshopId, candidateId, state }) => [`${workshopId} ${candidateId}`, state]))
}

/** Sessions of the same programme that somebody came to outside the cohort: in another one, or in none. */
async function cameElsewhere(tx: Reads, cohortIds: string[], candidateIds: string[]): Promise<Map<string, Elsewhere[]>> {
  const rows = await tx.$queryRaw<(Pair & Elsewhere)[]>`
    SELECT c.id AS "cohortId", p.candidate_id AS "candidateId", w.session, min(w.starts_at) AS at
    FROM places p JOIN workshops w ON w.id = p.workshop_id LEFT JOIN cohorts o ON o.id = w.cohort_id
      JOIN cohorts c ON c.programme_id = coalesce(o.programme_id, w.programme_id) AND c.id IS DISTINCT FROM w.cohort_id
    WHERE c.id = ANY(${cohortIds}::uuid[]) AND p.candidate_id = ANY(${candidateIds}::uuid[]) AND w.session IS NOT NULL
      AND p.state IN ('attended', 'attendedLate', 'leftEarly')
    GROUP BY c.id, p.candidate_id, w.session`
  return grouped(rows, keyOf)
}

function grouped<T>(rows: T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row])
  return groups
}
