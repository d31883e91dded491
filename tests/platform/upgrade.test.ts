import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { migrateJobs } from '../../src/core/migrate-jobs.ts'
import { migrate } from '../../src/core/migrate.ts'

const MIGRATIONS = 'prisma/migrations'
const LAST_BEFORE = '20261122000231_cohort_capacity' // what the first release had
const NAME = 'upgraded_in_tests'
const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const { ANNA, CORA, ELSE, RUTH, TWIN, GONE } = { ANNA: id(1), CORA: id(2), ELSE: id(3), RUTH: id(4), TWIN: id(5), GONE: id(6) }
const BEFORE = '2026-10-01T09:00:00Z'

const names = readdirSync(MIGRATIONS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()
const later = names.filter((name) => name > LAST_BEFORE)
const folder = mkdtempSync(path.join(tmpdir(), 'earlier-migrations-'))
const server = (role: 'superuser' | 'owner' | 'app', database = NAME) => inject('postgres')[role].replace('DATABASE', database)
let owner: pg.Client
let app: pg.Client

const opened = async (url: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}
const onServer = async (...statements: string[]) => {
  const client = await opened(server('superuser', 'postgres'))
  for (const statement of statements) await client.query(statement)
  await client.end()
}
const rows = async (text: string, ...values: unknown[]) => (await app.query<Record<string, unknown>>(text, values)).rows

/** One of everything as the first release wrote it: the columns that it knew, and no others. */
const written = `
  INSERT INTO accounts (id, name, email, email_key, password_hash, created_at, password_changed_at)
    SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, name, email, email, 'a hash', '${BEFORE}', '${BEFORE}'
    FROM (VALUES (1, 'Anna Őry-Nagy', 'anna@people.example'), (2, 'Cora', 'cora@force.example'), (3, 'Else', 'else@force.example'),
      (4, 'Ruth', 'ruth@force.example'), (5, 'Anna Ory Nagy', 'twin@people.example')) AS v (n, name, email);
  INSERT INTO account_roles (account_id, role, granted_at) VALUES ('${ANNA}', 'candidate', '${BEFORE}'), ('${CORA}', 'coordinator', '${BEFORE}'),
    ('${ELSE}', 'administrator', '${BEFORE}'), ('${RUTH}', 'recruiter', '${BEFORE}'), ('${TWIN}', 'candidate', '${BEFORE}');
  INSERT INTO candidates (id, account_id, reference, name, phone, routes, areas, answered, registered_at, active_at, closed_at) VALUES
    ('${ANNA}', '${ANNA}', 'PA-ANNA22', 'Anna Őry-Nagy', '+44 7700 900123', '{constable}', '{warrington}', '{}', '${BEFORE}', '${BEFORE}', NULL),
    ('${TWIN}', '${TWIN}', 'PA-TWIN22', 'Anna Ory Nagy', NULL, '{}', '{}', '{}', '${BEFORE}', '${BEFORE}', NULL),
    ('${GONE}', NULL, 'erased-1', 'Erased', NULL, '{}', '{}', '{}', '${BEFORE}', '${BEFORE}', NULL);
  INSERT INTO consents (id, candidate_id, purpose, wording, version, how, given_at)
    VALUES ('${id(10)}', '${ANNA}', 'shareHistory', 'I agree', '1', 'registration', '${BEFORE}');
  INSERT INTO support_requests (id, candidate_id, kind, state, owner_id, requested_at, due_at, changed_at) VALUES
    ('${id(20)}', '${ANNA}', 'mentoring', 'underway', '${CORA}', '${BEFORE}', '2026-10-08T09:00:00Z', '2026-10-05T09:00:00Z'),
    ('${id(21)}', '${ANNA}', 'buddy', 'paused', '${CORA}', '${BEFORE}', '2026-10-08T09:00:00Z', '2026-10-31T23:30:00Z'),
    ('${id(22)}', '${ANNA}', 'skills', 'requested', NULL, '${BEFORE}', '2026-10-08T09:00:00Z', '${BEFORE}');
  INSERT INTO support_request_changes (request_id, from_state, to_state, by_role, at) VALUES
    ('${id(20)}', NULL, 'requested', 'candidate', '${BEFORE}'), ('${id(20)}', 'accepted', 'underway', 'coordinator', '2026-10-05T09:00:00Z');
  INSERT INTO stage_records (id, candidate_id, route, stage, state, happened_on, source, by_id, recorded_at) VALUES
    ('${id(30)}', '${ANNA}', 'constable', 'application', 'withdrew', '2026-09-01', 'candidate', '${ANNA}', '${BEFORE}'),
    ('${id(31)}', '${TWIN}', 'constable', 'application', 'deferred', '2026-09-02', 'coordinator', '${CORA}', '${BEFORE}');
  INSERT INTO contact_messages (id, topic, name, email, message, state, received_at, due_at, closed_at, outcome) VALUES
    ('${id(40)}', 'support', 'Jo', 'jo@people.example', 'Hello?', 'open', '${BEFORE}', '${BEFORE}', NULL, NULL),
    ('${id(41)}', 'access', 'Mo', 'mo@people.example', 'Hello!', 'closed', '${BEFORE}', '${BEFORE}', '${BEFORE}', 'phoned');
  INSERT INTO emails (id, account_id, candidate_id, kind, state, created_at) VALUES
    ('${id(50)}', '${ANNA}', '${ANNA}', 'requests.moved', 'queued', '${BEFORE}'), ('${id(51)}', '${ANNA}', '${ANNA}', 'requests.moved', 'failed', '${BEFORE}');
  INSERT INTO workshops (id, title, safe_label, starts_at, ends_at, booking_closes_at, offers_end_at, capacity, state, created_at) VALUES
    ('${id(60)}', 'A practice', 'Workshop', '2027-10-01T09:00:00Z', '2027-10-01T11:00:00Z', '2027-10-01T08:00:00Z', '2027-10-01T08:00:00Z', 1, 'published', '${BEFORE}');
  SELECT ask_for_place('${id(60)}', '${ANNA}', '${ANNA}', 'candidate', '${BEFORE}');
  SELECT ask_for_place('${id(60)}', '${TWIN}', '${TWIN}', 'candidate', '${BEFORE}');`

beforeAll(async () => {
  for (const name of names.filter((each) => each <= LAST_BEFORE))
    cpSync(path.join(MIGRATIONS, name), path.join(folder, name), { recursive: true })
  await onServer(`CREATE DATABASE ${NAME} OWNER portal`)
  await migrate(server('owner'), folder)
  await migrateJobs(server('owner'))
  owner = await opened(server('owner'))
  await owner.query(written)
  app = await opened(server('app'))
})

afterAll(async () => {
  await Promise.all([owner.end(), app.end()])
  await onServer(`DROP DATABASE IF EXISTS ${NAME} WITH (FORCE)`)
  rmSync(folder, { recursive: true, force: true })
})

it('brings a database of the first release up to date, and again does nothing', async () => {
  expect(later.length).toBeGreaterThan(20)
  const count = `SELECT (SELECT count(*) FROM accounts) || ' ' || (SELECT count(*) FROM candidates) || ' ' || (SELECT count(*) FROM support_requests)
    || ' ' || (SELECT count(*) FROM places) || ' ' || (SELECT count(*) FROM consents) || ' ' || (SELECT count(*) FROM emails) AS n`
  const before = await rows(count)
  expect(await migrate(server('owner'))).toEqual(later)
  expect(await migrate(server('owner'))).toEqual([])
  expect(await rows(count)).toEqual(before)
})

it('locks nobody out: whoever works here is confirmed from that day, and sets up codes at the next sign-in', async () => {
  const staff = await rows(`SELECT name, now() - confirmed_at < interval '1 hour' AS fresh, deactivated_at FROM accounts ORDER BY name`)
  expect(staff.map(({ name, fresh }) => [name, fresh])).toEqual([
    ['Anna Ory Nagy', null],
    ['Anna Őry-Nagy', null],
    ['Cora', true],
    ['Else', true],
    ['Ruth', true],
  ])
  expect(staff.every((each) => each['deactivated_at'] === null)).toBe(true)
  expect(await rows('SELECT FROM second_factors')).toEqual([])
})

it('finds people from before by name without accents, by phone, reference and e-mail, and those erased by nothing', async () => {
  for (const part of ['ory nagy', '07700900123', 'paanna22', 'anna@people'])
    expect(await rows(`SELECT id FROM candidates WHERE search LIKE '%' || $1 || '%' AND reference = 'PA-ANNA22'`, part), part).toHaveLength(
      1,
    )
  expect(await rows(`SELECT search, folded_name FROM candidates WHERE id = $1`, GONE)).toEqual([{ search: '', folded_name: '' }])
})

it('says when requests from before began, and looks at a pause without a day within a month', async () => {
  const found = await rows(`SELECT kind, state, began_at, review_on::text FROM support_requests ORDER BY kind`)
  expect(found).toEqual([
    { kind: 'buddy', state: 'paused', began_at: null, review_on: '2026-11-30' },
    { kind: 'mentoring', state: 'underway', began_at: new Date('2026-10-05T09:00:00Z'), review_on: null },
    { kind: 'skills', state: 'requested', began_at: null, review_on: null },
  ])
})

it('keeps messages, e-mails, consents and places as they stood', async () => {
  expect(await rows('SELECT state, outcome FROM contact_messages ORDER BY id')).toEqual([
    { state: 'open', outcome: null },
    { state: 'closed', outcome: 'phoned' },
  ])
  expect(await rows('SELECT state, reason FROM emails WHERE created_at = $1 AND kind = $2 ORDER BY id', BEFORE, 'requests.moved')).toEqual([
    { state: 'queued', reason: null },
    { state: 'failed', reason: null },
  ])
  expect(await rows('SELECT purpose, withdrawn_at FROM consents')).toEqual([{ purpose: 'shareHistory', withdrawn_at: null }])
  expect(await rows('SELECT state, coming_for FROM places ORDER BY arrival')).toEqual([
    { state: 'booked', coming_for: null },
    { state: 'waiting', coming_for: null },
  ])
})

it('joins two records from before although their stages lack what is asked today, and voids such a stage', async () => {
  const [joined] = await rows(
    `SELECT merge_candidates($1, $2, '{}', $1, NULL, NULL, $3, 'coordinator', now(), now() + interval '30 days') AS merge`,
    ...[ANNA, TWIN, CORA],
  )
  expect(joined?.['merge']).toBeTruthy()
  expect(await rows('SELECT count(*)::int AS n FROM stage_records WHERE candidate_id = $1', ANNA)).toEqual([{ n: 2 }])
  for (const record of [id(30), id(31)])
    expect(
      await rows('UPDATE stage_records SET voided_at = now(), voided_reason = $2 WHERE id = $1 RETURNING id', record, 'mistyped'),
    ).toHaveLength(1)
})

it.each(['withdrew', 'deferred'])('still asks it of a new record of somebody who %s', async (state) => {
  const added = rows(
    `INSERT INTO stage_records (id, candidate_id, route, stage, state, happened_on, source, recorded_at)
      VALUES (gen_random_uuid(), $1, 'constable', 'application', $2, '2026-11-01', 'candidate', now())`,
    ...[ANNA, state],
  )
  await expect(added).rejects.toMatchObject({ code: '23514', constraint: `stage_records_${state}` })
})
