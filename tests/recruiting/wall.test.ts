import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { databaseUrl } from '../support/database.ts'
import { db } from '../../src/core/db.ts'
import { aCandidate, anAccount, aWorkshop } from '../support/people.ts'
import { aTrainingSession } from '../support/training.ts'

let recruiter: pg.Client
const allowed = ['recruiting.candidates', 'recruiting.looks', 'recruiting.support_history']

beforeAll(async () => {
  recruiter = new pg.Client({ connectionString: databaseUrl('recruiter') })
  await recruiter.connect()
})

afterAll(() => recruiter.end())

/** The SQLSTATE with which a statement fails on the recruiter's connection; undefined where it does not fail. */
async function refusal(statement: string): Promise<string | undefined> {
  try {
    await recruiter.query('BEGIN')
    await recruiter.query(statement)
    return undefined
  } catch (error) {
    return (error as pg.DatabaseError).code ?? 'unknown'
  } finally {
    await recruiter.query('ROLLBACK')
  }
}

const own = `n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname NOT LIKE 'pg_temp%'`

it('logs in as a role of its own, no superuser, no member of anything', async () => {
  const { rows } = await recruiter.query(`SELECT session_user, current_user, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls
    FROM pg_roles WHERE rolname = current_user`)
  expect(rows).toEqual([
    {
      session_user: 'recruiter',
      current_user: 'recruiter',
      rolsuper: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolbypassrls: false,
    },
  ])
  const member = await db.$queryRaw`SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = 'recruiter'`
  expect(member).toEqual([])
})

it('reads three views and no other table, view or sequence of the catalogue', async () => {
  const { rows } = await recruiter.query<{ name: string; kind: string }>(
    `SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name, c.relkind::text AS kind
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f', 'S') AND ${own}`,
  )
  const readable: string[] = []
  for (const { name } of rows) {
    const code = await refusal(`SELECT * FROM ${name} LIMIT 1`)
    if (code === undefined) readable.push(name)
    else expect(`${name} ${code}`).toBe(`${name} 42501`)
  }
  expect(rows.length).toBeGreaterThan(30)
  expect(readable.sort()).toEqual(allowed)
})

it('writes nothing, whatever the table', async () => {
  const { rows } = await recruiter.query<{ name: string; first: string }>(
    `SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name, quote_ident(a.attname) AS first
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = 1
     WHERE c.relkind IN ('r', 'v', 'p') AND ${own}`,
  )
  for (const { name, first } of rows) {
    const statements = [
      `DELETE FROM ${name}`,
      `UPDATE ${name} SET ${first} = NULL`,
      `INSERT INTO ${name} DEFAULT VALUES`,
      `TRUNCATE ${name}`,
    ]
    for (const statement of statements) expect(await refusal(statement), statement).toMatch(/^(42501|55000|42809)$/)
  }
})

it('calls one function of ours and no other', async () => {
  const { rows } = await recruiter.query<{ name: string; may: boolean }>(
    `SELECT n.nspname || '.' || p.proname AS name,
       has_function_privilege(p.oid, 'EXECUTE') AND has_schema_privilege(n.oid, 'USAGE') AS may
     FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${own}`,
  )
  expect(rows.length).toBeGreaterThan(10)
  expect(rows.filter((row) => row.may).map((row) => row.name)).toEqual(['recruiting.look'])
})

it('becomes no other role, and makes nothing', async () => {
  const { rows } = await db.$queryRaw<{ rolname: string }[]>`SELECT rolname FROM pg_roles WHERE rolname <> 'recruiter'`.then((found) => ({
    rows: found,
  }))
  for (const { rolname } of rows) {
    expect(await refusal(`SET ROLE "${rolname}"`), rolname).toBe('42501')
    expect(await refusal(`SET SESSION AUTHORIZATION "${rolname}"`), rolname).toBe('42501')
  }
  await recruiter.query('SET ROLE NONE')
  expect((await recruiter.query('SELECT current_user')).rows).toEqual([{ current_user: 'recruiter' }])
  await recruiter.query('RESET SESSION AUTHORIZATION')
  expect((await recruiter.query('SELECT current_user')).rows).toEqual([{ current_user: 'recruiter' }])
  const making = [
    'CREATE TABLE public.mine (a int)',
    'CREATE TABLE recruiting.mine (a int)',
    'CREATE TEMP TABLE mine (a int)',
    'CREATE SCHEMA mine',
    'CREATE ROLE mine',
    'CREATE OR REPLACE FUNCTION recruiting.look(uuid, text, text, timestamptz) RETURNS uuid LANGUAGE sql AS $$ SELECT NULL::uuid $$',
    "COPY (SELECT 1) TO '/dev/null'",
    "SELECT pg_read_file('/etc/passwd')",
  ]
  for (const statement of making) expect(await refusal(statement), statement).toBe('42501')
})

it('shows nobody who has not agreed, through no view and by no trick of a leaking condition', async () => {
  const silent = await aCandidate({ name: 'Silent Person' })
  const workshop = await aWorkshop({ capacity: 5 })
  await db.place.create({
    data: { workshopId: workshop.id, candidateId: silent.id, arrival: 1, state: 'attended', askedAt: new Date(), walkIn: true },
  })
  for (const view of allowed) {
    const { rows } = await recruiter.query(`SELECT * FROM ${view} v WHERE v::text LIKE '%Silent%' OR v::text LIKE '%${silent.id}%'`)
    expect(rows, view).toEqual([])
  }
  // a condition that would raise an error on a hidden row raises none: security_barrier keeps it from being asked
  const { rows } = await recruiter.query(
    `SELECT count(*)::int AS n FROM recruiting.candidates WHERE 1 / (CASE WHEN name = 'Silent Person' THEN 0 ELSE 1 END) = 1`,
  )
  expect(rows).toEqual([{ n: 0 }])
})

it('shares the label of a restricted workshop only where three of its quarter carry it', async () => {
  const amara = await aCandidate()
  await db.consent.create({
    data: { candidateId: amara.id, purpose: 'shareHistory', wording: 'yes', version: '1', how: 'test', givenAt: new Date() },
  })
  const startsAt = new Date('2026-05-12T17:00:00Z')
  const held = { startsAt, state: 'held', restricted: true, safeLabel: 'Career workshop', capacity: 9 }
  const first = await aWorkshop(held)
  await db.place.create({
    data: { workshopId: first.id, candidateId: amara.id, arrival: 1, state: 'attended', askedAt: startsAt, walkIn: true },
  })
  const shown = async () =>
    (
      await recruiter.query<{ label: string; quarter: string }>(
        'SELECT label, quarter FROM recruiting.support_history WHERE candidate_id = $1',
        [amara.id],
      )
    ).rows
  await aWorkshop(held)
  await aWorkshop({ ...held, startsAt: new Date('2026-07-01T17:00:00Z') }) // another quarter does not count
  await aTrainingSession({ startsAt, state: 'held', safeLabel: 'Career workshop' }) // nor does one that no candidate can have been at
  expect(await shown()).toEqual([])
  await aWorkshop(held)
  expect(await shown()).toEqual([{ label: 'Career workshop', quarter: '2026 Q2' }])
})

it('keeps recruiters apart from the team, in either order and at once', async () => {
  const grant = (accountId: string, role: string) => db.accountRole.create({ data: { accountId, role, grantedAt: new Date() } })
  const tom = await anAccount({ roles: ['recruiter'] })
  for (const role of ['coordinator', 'lead', 'supporter']) await expect(grant(tom.id, role), role).rejects.toThrow()
  const priya = await anAccount({ roles: ['coordinator'] })
  await expect(grant(priya.id, 'recruiter')).rejects.toThrow()
  const nobodyYet = await anAccount({ roles: [] })
  const both = await Promise.allSettled([grant(nobodyYet.id, 'recruiter'), grant(nobodyYet.id, 'lead')])
  expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected'])
})
