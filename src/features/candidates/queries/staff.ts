import type { Team } from '../../../core/access.ts'
import { db, pool } from '../../../core/db.ts'
import { liveRequestStates } from '../../requests/rules/requests.ts'

export const A_PAGE = 25
type Paged = { page: number }

export type CandidateFilter = { q?: string | undefined; route?: string | undefined; kind?: string | undefined; state?: string | undefined }

/** Without accents and capitals, as a search compares: marks are taken off here and in the database alike. */
const folded = (words: string): string =>
  words
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
const FOLDED_NAME = String.raw`lower(regexp_replace(normalize(c.name, NFD), U&'[\0300-\036F]', '', 'g'))`

/** The candidates that a search and its filters leave; nobody who closed their account. One condition for the list and its count. */
const FOUND = `c.closed_at IS NULL
  AND ($1::text IS NULL OR ${FOLDED_NAME} LIKE $2 OR c.reference ILIKE $2 OR EXISTS (SELECT FROM accounts a WHERE a.id = c.account_id AND a.email_key = lower($1)))
  AND ($3::text IS NULL OR $3 = ANY (c.routes))
  AND (($4::text IS NULL AND $5::text IS NULL) OR EXISTS (SELECT FROM support_requests r WHERE r.candidate_id = c.id
    AND ($4 IS NULL OR r.kind = $4) AND ($5 IS NULL OR r.state = $5)))`

/** One page of candidates, newest first, and how many there are. What a person told us about themselves is not in a list. */
export async function listCandidates(_actor: Team, { q, route, kind, state, page }: CandidateFilter & Paged) {
  const like = q === undefined ? null : `%${folded(q).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const values = [q ?? null, like, route ?? null, kind ?? null, state ?? null]
  const [counted, found] = await Promise.all([
    pool.query<{ total: number }>(`SELECT count(*)::int AS total FROM candidates c WHERE ${FOUND}`, values),
    pool.query<{ id: string }>(`SELECT c.id FROM candidates c WHERE ${FOUND} ORDER BY c.registered_at DESC, c.id LIMIT $6 OFFSET $7`, [
      ...values,
      A_PAGE,
      (page - 1) * A_PAGE,
    ]),
  ])
  const rows = await db.candidate.findMany({
    where: { id: { in: found.rows.map(({ id }) => id) } },
    orderBy: [{ registeredAt: 'desc' }, { id: 'asc' }],
    select: {
      ...{ id: true, name: true, reference: true, routes: true, registeredAt: true },
      requests: {
        where: { state: { in: [...liveRequestStates] } },
        select: { kind: true, state: true },
        orderBy: { requestedAt: 'asc' },
      },
    },
  })
  return { total: counted.rows[0]?.total ?? 0, rows }
}
