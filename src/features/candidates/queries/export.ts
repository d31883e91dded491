import type { Team } from '../../../core/access.ts'
import { pool } from '../../../core/db.ts'
import { liveRequestStates, type RequestState } from '../../requests/rules/requests.ts'

const PORTION = 500

export type ExportedCandidate = {
  reference: string
  name: string
  email: string | null
  phone: string | null
  routes: string[]
  areas: string[]
  adult: boolean | null
  owner: string | null
  stage: { route: string; stage: string; state: string } | null
  requests: { kind: string; state: RequestState }[]
  registeredAt: Date
  activeAt: Date
}

/**
 * The people of a file, in this order, a portion at a time, so that a long list needs no more memory than a short one and
 * holds no connection while it is fetched. Whoever has gone meanwhile is not in it; nothing that somebody told us about
 * themselves, no access need and no answer for statistics ever is.
 */
export async function* readExport(_actor: Team, ids: string[]): AsyncGenerator<ExportedCandidate> {
  for (let at = 0; at < ids.length; at += PORTION) {
    const { rows } = await pool.query<ExportedCandidate>(
      `SELECT c.reference, c.name, coalesce(a.email, c.email) AS email, c.phone, coalesce(c.routes, '{}') AS routes, coalesce(c.areas, '{}') AS areas,
        c.adult, o.name AS owner, c.registered_at AS "registeredAt", c.active_at AS "activeAt",
        (SELECT json_build_object('route', s.route, 'stage', s.stage, 'state', s.state) FROM stage_records s WHERE s.candidate_id = c.id
          AND s.voided_at IS NULL ORDER BY s.happened_on DESC, s.recorded_at DESC, s.id DESC LIMIT 1) AS stage,
        (SELECT coalesce(json_agg(json_build_object('kind', r.kind, 'state', r.state) ORDER BY r.requested_at, r.id), '[]') FROM support_requests r
          WHERE r.candidate_id = c.id AND r.state = ANY ($2::text[])) AS requests
      FROM unnest($1::uuid[]) WITH ORDINALITY AS chosen (id, place) JOIN candidates c USING (id) LEFT JOIN accounts a ON a.id = c.account_id
        LEFT JOIN accounts o ON o.id = c.owner_id WHERE c.closed_at IS NULL ORDER BY chosen.place`,
      [ids.slice(at, at + PORTION), [...liveRequestStates]],
    )
    yield* rows
  }
}
