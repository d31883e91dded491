import { pool } from '../../src/core/db.ts'
import { profileOf } from '../../src/forces/find.ts'
import { stageChoices } from '../../src/features/candidates/rules/list.ts'

const force = profileOf('cheshire')
const firsts = [
  'Amara',
  'José',
  'Siân',
  'Mohammed',
  'Bethan',
  'Søren',
  'Priscilla',
  'Oluwaseun',
  'Zoë',
  'Dafydd',
  'Aoife',
  'Tomasz',
  'Yusuf',
  'Chloe',
]
const lasts = [
  'Okafor',
  'Núñez',
  'Rhys-Jones',
  'Łukasz',
  'Begum',
  'Whitfield',
  'Nguyễn',
  'Kowalczyk',
  'Adeyemi',
  'Fairweather',
  'Ferreira',
  'Haddad',
  'Sutcliffe',
]

/**
 * Fills the tables with so many candidates, each different, the same at every run: a request or two with its history, a record
 * of recruitment, looks and events. `team` are accounts that look after some of them.
 */
export async function fillCandidates(many: number, team: string[]): Promise<void> {
  const values = [many, firsts, lasts, force.routes.map(({ id }) => id), force.areas.map(({ id }) => id), team]
  await pool.query(
    `INSERT INTO accounts (id, name, email, email_key, password_hash, created_at, password_changed_at)
      SELECT gen_random_uuid(), 'n', 'many-' || n || '@people.example', 'many-' || n || '@people.example', 'x', now(), now() FROM generate_series(1, $1::int) n WHERE n % 5 > 0`,
    [many],
  )
  await pool.query(
    `INSERT INTO candidates (id, account_id, reference, name, phone, routes, areas, adult, registered_at, active_at, completed_at, answered)
      SELECT gen_random_uuid(), (SELECT id FROM accounts WHERE email_key = 'many-' || n || '@people.example'), 'PA-M' || lpad(n::text, 6, '0'),
        ($2::text[])[1 + n % cardinality($2::text[])] || ' ' || ($3::text[])[1 + (n / 7) % cardinality($3::text[])],
        '07700 9' || lpad(n::text, 5, '0'), ARRAY[($4::text[])[1 + n % cardinality($4::text[])]], ARRAY[($5::text[])[1 + n % cardinality($5::text[])]],
        n % 11 > 0, timestamptz '2026-11-01' - n * interval '37 minutes', timestamptz '2026-11-10' - (n % 700) * interval '1 day', now(), '{}'
      FROM generate_series(1, $1::int) n`,
    values.slice(0, 5),
  )
  await pool.query(
    `INSERT INTO assignments (candidate_id, to_id, by_role, at) SELECT id, ($1::uuid[])[1 + row_number() OVER (ORDER BY reference) % 2], 'lead', now()
      FROM candidates WHERE reference LIKE 'PA-M%' AND right(reference, 1) IN ('1', '2', '3')`,
    [team],
  )
  await pool.query(
    `INSERT INTO support_requests (id, candidate_id, kind, state, owner_id, requested_at, due_at, changed_at)
      SELECT gen_random_uuid(), c.id, k.kind, CASE (c.n + k.i) % 4 WHEN 0 THEN 'accepted' WHEN 1 THEN 'underway' ELSE 'requested' END, $1::uuid, now(), now(), now()
      FROM (SELECT id, row_number() OVER (ORDER BY reference)::int AS n FROM candidates WHERE reference LIKE 'PA-M%') c
        JOIN (VALUES (0, 'insight'), (1, 'buddy'), (2, 'skills')) k (i, kind) ON (c.n + k.i) % 3 > 0`,
    [team[0]],
  )
  await pool.query(
    `INSERT INTO support_request_changes (request_id, to_state, by_role, at) SELECT id, state, 'candidate', now() FROM support_requests`,
  )
  await pool.query(
    `INSERT INTO stage_records (id, candidate_id, route, stage, state, happened_on, source, recorded_at)
      SELECT gen_random_uuid(), c.id, c.routes[1], ($1::text[])[1 + (c.n + s) % cardinality($1::text[])], 'passed', date '2026-01-01' + s * 30, 'candidate', now()
      FROM (SELECT id, routes, row_number() OVER (ORDER BY reference)::int AS n FROM candidates WHERE reference LIKE 'PA-M%') c, generate_series(1, 2) s`,
    [stageChoices(force).map(({ value }) => value)],
  )
  await pool.query(
    `INSERT INTO events (at, actor_id, actor_role, name, candidate_id) SELECT now() - e * interval '1 day', $1::uuid,
      CASE e % 2 WHEN 0 THEN 'coordinator' ELSE 'candidate' END, CASE e % 2 WHEN 0 THEN 'request.accepted' ELSE 'candidate.answered' END, c.id
      FROM candidates c, generate_series(1, 5) e WHERE c.reference LIKE 'PA-M%'`,
    [team[0]],
  )
  await pool.query(
    `INSERT INTO looks (id, candidate_id, viewer_id, viewer_role, page, purpose, at) SELECT gen_random_uuid(), id, $1::uuid, 'coordinator', 'page', 'x', now() - l * interval '1 day'
      FROM candidates, generate_series(1, 3) l WHERE reference LIKE 'PA-M%'`,
    [team[0]],
  )
  await fillCare(team[0] ?? '')
}

/** What is kept beside each of them: e-mails, notes, tasks, consents, messages and what they hope a request brings. */
async function fillCare(by: string): Promise<void> {
  const people = `FROM candidates c, generate_series(1, 2) i WHERE c.reference LIKE 'PA-M%'`
  for (const rows of [
    `emails (id, candidate_id, kind, state, subject, created_at, sent_at)
      SELECT gen_random_uuid(), c.id, 'request.accepted', 'sent', 'News of your request', now(), now() ${people} AND $1::uuid IS NOT NULL`,
    `notes (id, candidate_id, author_id, author_role, text, written_at) SELECT gen_random_uuid(), c.id, $1::uuid, 'coordinator', 'Called, and will call again.', now() ${people}`,
    `tasks (id, candidate_id, title, owner_id, due_on, made_by_id, made_at, given_at)
      SELECT gen_random_uuid(), c.id, 'Call them back', $1::uuid, current_date + i, $1::uuid, now(), now() ${people}`,
    `consents (id, candidate_id, purpose, how, version, wording, given_at)
      SELECT gen_random_uuid(), c.id, (ARRAY['tailoring', 'news'])[i], 'form', '1', 'x', now() ${people} AND $1::uuid IS NOT NULL`,
    `threads (id, candidate_id, subject, state, begun_by, begun_at, last_at) SELECT gen_random_uuid(), c.id, 'A question', 'waitingCandidate', 'candidate', now(), now() ${people} AND $1::uuid IS NOT NULL`,
  ]) {
    await pool.query(`INSERT INTO ${rows}`, [by])
  }
}
