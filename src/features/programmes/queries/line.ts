import type { Team } from '../../../core/access.ts'
import { db, pool } from '../../../core/db.ts'
import { rebuildLine, type LineEntry } from '../rules/line-log.ts'
import { entryWords } from '../rules/line-words.ts'
import { namesOf } from './workshops.ts'

export type Call = { outcome: string; at: Date; by: string }

/** Who of a workshop's line was rung and what came of it, by place, oldest first. */
export async function listCallsOf(_actor: Team, workshopId: string): Promise<Map<string, Call[]>> {
  const rows = await db.placeCall.findMany({ where: { place: { workshopId } }, orderBy: { id: 'asc' } })
  const names = await namesOf(rows.map(({ byId }) => byId))
  const calls = new Map<string, Call[]>()
  for (const { placeId, outcome, at, byId } of rows)
    calls.set(placeId, [...(calls.get(placeId) ?? []), { outcome, at, by: names.get(byId ?? '') ?? 'The team' }])
  return calls
}

export type LineCounts = { overrides: number; outOfTurn: number; passedOver: number }

/** How often the team went past the capacity or the order at one workshop, and how many people that passed over. */
export async function countOverrides(_actor: Team, workshopId: string): Promise<LineCounts> {
  const { rows } = await pool.query<LineCounts>(
    `SELECT (SELECT count(*)::int FROM place_overrides o JOIN places p ON p.id = o.place_id WHERE p.workshop_id = $1) AS overrides,
      count(DISTINCT e.data ->> 'for') FILTER (WHERE e.data ->> 'why' = 'override')::int AS "outOfTurn", count(DISTINCT e.place_id)::int AS "passedOver"
    FROM line_entries e WHERE e.workshop_id = $1 AND e.kind = 'passedOver'`,
    [workshopId],
  )
  return rows[0] ?? { overrides: 0, outOfTurn: 0, passedOver: 0 }
}

export const LINE_A_PAGE = 25
type EntryRow = LineEntry & {
  at: Date
  byId: string | null
  byRole: string
  arrival: number | null
  name: string | null
  candidateId: string | null
  reason: string | null
}

/** The log of a line, latest first: one page of it in words, and how many entries there are. */
export async function listLine(_actor: Team, workshopId: string, { only, page }: { only: string; page: number }) {
  const kind = only === 'all' ? null : only
  const [count, found] = await Promise.all([
    pool.query<{ total: number }>(
      'SELECT count(*)::int AS total FROM line_entries WHERE workshop_id = $1 AND ($2::text IS NULL OR kind = $2)',
      [workshopId, kind],
    ),
    pool.query<EntryRow>(
      `SELECT e.kind, e.place_id AS "placeId", e.data, e.at, e.by_id AS "byId", e.by_role AS "byRole", p.arrival, c.name, c.id AS "candidateId",
        CASE WHEN e.kind = 'passedOver' THEN (SELECT g.reason FROM places g WHERE g.workshop_id = e.workshop_id AND g.arrival = (e.data ->> 'for')::int)
          WHEN e.by_role IN ('coordinator', 'lead') AND e.data ->> 'state' IN ('booked', 'withdrawn') THEN p.reason END AS reason
      FROM line_entries e LEFT JOIN places p ON p.id = e.place_id LEFT JOIN candidates c ON c.id = p.candidate_id
      WHERE e.workshop_id = $1 AND ($2::text IS NULL OR e.kind = $2) ORDER BY e.id DESC LIMIT $3 OFFSET $4`,
      [workshopId, kind, LINE_A_PAGE, (page - 1) * LINE_A_PAGE],
    ),
  ])
  const names = await namesOf(found.rows.filter(({ byRole }) => byRole !== 'candidate').map(({ byId }) => byId))
  const byOf = ({ byId, byRole }: EntryRow) => (byRole === 'candidate' ? 'Themselves' : (names.get(byId ?? '') ?? 'The portal'))
  const rows = found.rows.map((row) => ({ ...row, words: entryWords(row), by: byOf(row) }))
  const total = count.rows[0]?.total ?? 0
  return { rows, total, pages: Math.max(1, Math.ceil(total / LINE_A_PAGE)) }
}

/** Whether the list, rebuilt from its log alone, is the one that stands: every place and the order of those who wait. */
export async function isLineWhole(_actor: Team, workshopId: string): Promise<boolean> {
  const [entries, places, waiting] = await Promise.all([
    pool.query<LineEntry>('SELECT kind, place_id AS "placeId", data FROM line_entries WHERE workshop_id = $1 ORDER BY id', [workshopId]),
    pool.query<{ placeId: string; facts: Record<string, unknown> }>(
      'SELECT id AS "placeId", line_facts(p) AS facts FROM places p WHERE workshop_id = $1 ORDER BY arrival',
      [workshopId],
    ),
    pool.query<{ placeId: string }>('SELECT place_id AS "placeId" FROM waiting_line($1) ORDER BY nth', [workshopId]),
  ])
  const rebuilt = rebuildLine(entries.rows)
  const same =
    rebuilt.places.length === places.rows.length &&
    places.rows.every(({ placeId, facts }, i) => isSame(rebuilt.places[i], { placeId, ...facts }))
  return same && rebuilt.waiting.join() === waiting.rows.map(({ placeId }) => placeId).join()
}

const isSame = (one: Record<string, unknown> | undefined, other: Record<string, unknown>): boolean =>
  Object.entries(other).every(([key, value]) => one?.[key] === value)
