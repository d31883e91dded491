import type { Team } from '../../../core/access.ts'
import { now } from '../../../core/clock.ts'
import { pool } from '../../../core/db.ts'
import { startOfDay } from '../../../core/dates.ts'
import { endOfDay, quietSince, sortingOf, type CandidateFilter, type Sorting } from '../rules/list.ts'
import { liveRequestStates, type RequestState } from '../../requests/rules/requests.ts'

export const A_PAGE = 25

/** Tables and condition of a list of candidates `c`, with the values that its numbers stand for. */
export type Found = { from: string; where: string; values: unknown[] }

/** The latest record of recruitment that stands is of this stage. */
const atStage = (
  value: string,
) => `EXISTS (SELECT FROM stage_records s WHERE s.candidate_id = c.id AND s.voided_at IS NULL AND s.stage = ${value}
  AND NOT EXISTS (SELECT FROM stage_records l WHERE l.candidate_id = s.candidate_id AND l.voided_at IS NULL
    AND (l.happened_on, l.recorded_at, l.id) > (s.happened_on, s.recorded_at, s.id)))`

const asked = (column: string, value: string) =>
  `EXISTS (SELECT FROM support_requests r WHERE r.candidate_id = c.id AND r.${column} = ${value})`

type Value = (given: unknown, type: string) => string
type Conditions = {
  [F in keyof CandidateFilter]-?: (given: NonNullable<CandidateFilter[F]>, value: Value, filter: CandidateFilter) => string
}

/** What each part of a filter asks of a candidate `c`. A kind and a state together are asked of one request. */
const conditions: Omit<Conditions, 'q'> = {
  route: (given, value) => `${value(given, 'text')} = ANY (c.routes)`,
  area: (given, value) => `${value(given, 'text')} = ANY (c.areas)`,
  kind: (given, value, { state }) =>
    asked('kind', value(given, 'text') + (state === undefined ? '' : ` AND r.state = ${value(state, 'text')}`)),
  state: (given, value, { kind }) => (kind === undefined ? asked('state', value(given, 'text')) : 'true'),
  stage: (given, value) => atStage(value(given, 'text')),
  owner: (given, value) => (given === 'nobody' ? 'c.owner_id IS NULL' : `c.owner_id = ${value(given, 'uuid')}`),
  from: (given, value) => `c.registered_at >= ${value(startOfDay(given), 'timestamptz')}`,
  to: (given, value) => `c.registered_at < ${value(endOfDay(given), 'timestamptz')}`,
  email: (given) => (given === 'yes' ? '(c.account_id IS NOT NULL OR c.email IS NOT NULL)' : 'c.account_id IS NULL AND c.email IS NULL'),
  age: () => 'c.adult = false',
  quiet: (given, value) => `c.active_at < ${value(quietSince(given, now()), 'timestamptz')}`,
}

/**
 * The one condition by which candidates are listed, counted, exported, written to and acted upon: nobody who closed their
 * account, and whoever the filter leaves. `first` is the number of the first value, where others stand before.
 */
export function whereOf(actor: Pick<Team, 'accountId'>, wanted: CandidateFilter, first = 1): Found {
  const filter = wanted.owner === 'me' ? { ...wanted, owner: actor.accountId } : wanted
  const values: unknown[] = []
  const value: Value = (given, type) => `$${String(first - 1 + values.push(given))}::${type}`
  const from =
    filter.q === undefined
      ? 'candidates c'
      : `candidates c JOIN search_candidates(${value(filter.q, 'text')}) found ON found.candidate_id = c.id`
  const where = Object.entries(conditions).flatMap(([field, of]) => {
    const given = filter[field as keyof CandidateFilter]
    return given === undefined ? [] : [(of as (given: string, value: Value, filter: CandidateFilter) => string)(given, value, filter)]
  })
  return { from, where: ['c.closed_at IS NULL', ...where].join(' AND '), values }
}

/** How many candidates a filter leaves: the same that the list shows. */
export async function countCandidates(actor: Team, filter: CandidateFilter): Promise<number> {
  const { from, where, values } = whereOf(actor, filter)
  const counted = await pool.query<{ total: number }>(`SELECT count(*)::int AS total FROM ${from} WHERE ${where}`, values)
  return counted.rows[0]?.total ?? 0
}

/** Everybody whom a filter leaves, newest first: for what is done to all of them. */
export async function listCandidateIds(actor: Team, filter: CandidateFilter): Promise<string[]> {
  const { from, where, values } = whereOf(actor, filter)
  const found = await pool.query<{ id: string }>(`SELECT c.id FROM ${from} WHERE ${where} ORDER BY c.registered_at DESC, c.id`, values)
  return found.rows.map(({ id }) => id)
}

/** What the team last did that reached the person, or that they took part in. */
const CONTACT = `SELECT candidate_id, max(at) AS at FROM events WHERE actor_role IN ('coordinator', 'lead') AND candidate_id IS NOT NULL
  AND split_part(name, '.', 1) IN ('request', 'membership', 'place', 'message', 'thread', 'call', 'contact') AND name <> 'request.assigned'`

const orders: Record<Sorting, { join: string; by: string }> = {
  best: { join: '', by: 'found.score DESC, c.registered_at DESC, c.id' },
  newest: { join: '', by: 'c.registered_at DESC, c.id' },
  name: { join: '', by: 'c.folded_name, c.id' },
  contact: {
    join: ` LEFT JOIN (${CONTACT} GROUP BY 1) contact ON contact.candidate_id = c.id`,
    by: 'coalesce(contact.at, c.registered_at), c.id',
  },
}

export type ListedCandidate = {
  id: string
  name: string
  reference: string
  routes: string[]
  registeredAt: Date
  activeAt: Date
  adult: boolean | null
  ownerId: string | null
  contactAt: Date | null
  requests: { kind: string; state: RequestState }[]
}

/** One page of candidates and how many there are. What a person told us about themselves is not in a list. */
export async function listCandidates(actor: Team, filter: CandidateFilter, { page, sort }: { page: number; sort: Sorting | undefined }) {
  const searching = filter.q !== undefined
  const { from, where, values } = whereOf(actor, filter)
  const { join, by } = orders[sortingOf(sort, filter.q)]
  // A search is done once: what it finds is few enough to be counted on the way
  const shown = `SELECT c.id${searching ? ', count(*) OVER ()::int AS total' : ', NULL::int AS total'} FROM ${from}${join} WHERE ${where}
    ORDER BY ${by} LIMIT ${String(A_PAGE)} OFFSET ${String((page - 1) * A_PAGE)}`
  const [counted, { rows }] = await Promise.all([
    searching ? undefined : countCandidates(actor, filter),
    pool.query<ListedCandidate & { total: number | null }>(
      `WITH shown AS MATERIALIZED (SELECT id, total, row_number() OVER () AS place FROM (${shown}) page)
      SELECT shown.total, c.id, c.name, c.reference, coalesce(c.routes, '{}') AS routes, c.registered_at AS "registeredAt", c.active_at AS "activeAt",
        c.adult, c.owner_id AS "ownerId", (SELECT t.at FROM (${CONTACT} AND candidate_id = c.id GROUP BY 1) t) AS "contactAt",
        (SELECT coalesce(json_agg(json_build_object('kind', r.kind, 'state', r.state) ORDER BY r.requested_at, r.id), '[]') FROM support_requests r
          WHERE r.candidate_id = c.id AND r.state = ANY ($${String(values.length + 1)}::text[])) AS requests
      FROM shown JOIN candidates c USING (id) ORDER BY shown.place`,
      [...values, [...liveRequestStates]],
    ),
  ])
  const total = counted ?? rows[0]?.total ?? (page === 1 ? 0 : await countCandidates(actor, filter))
  return { total, rows }
}
