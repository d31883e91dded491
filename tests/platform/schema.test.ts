import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { inject, expect, it } from 'vitest'
import pg from 'pg'
import { databaseUrl } from '../support/database.ts'
import { db } from '../../src/core/db.ts'
import { migrate } from '../../src/core/migrate.ts'

const engine = process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ?? findEngine()
if (engine === undefined)
  console.warn('NOT CHECKED: whether schema and migrations agree. Run `npx prisma -v` with a network, or set PRISMA_SCHEMA_ENGINE_BINARY.')

it.skipIf(engine === undefined)('keeps the migrations and the schema the same, as Prisma’s own engine sees them', () => {
  const shadow = inject('postgres').superuser.replace('DATABASE', 'postgres')
  const words = ['migrate', 'diff', '--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema', '--exit-code']
  const told = spawnSync(process.execPath, ['node_modules/prisma/build/index.js', ...words], {
    env: { ...process.env, DATABASE_URL: shadow, PRISMA_SCHEMA_ENGINE_BINARY: engine },
    encoding: 'utf8',
  })
  expect(told.stdout + told.stderr).toMatch(/No difference detected/)
})

/** Prisma's own engine, where it could be downloaded. */
function findEngine(): string | undefined {
  const folder = 'node_modules/@prisma/engines'
  const name = existsSync(folder) ? readdirSync(folder).find((file) => file.startsWith('schema-engine-')) : undefined
  return name === undefined ? undefined : path.resolve(folder, name)
}

it('keeps every time as an instant', async () => {
  const columns = await db.$queryRaw`SELECT table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'timestamp without time zone'`
  expect(columns).toEqual([])
  expect(await db.$queryRaw`SHOW timezone`).toEqual([{ TimeZone: 'UTC' }])
})

it('runs as a role that owns nothing and is no superuser', async () => {
  const [role] = await db.$queryRaw<{ super: boolean; tables: number }[]>`SELECT rolsuper AS super,
    (SELECT count(*)::int FROM pg_class c WHERE c.relowner = r.oid) AS tables FROM pg_roles r WHERE rolname = current_user`
  expect(role).toEqual({ super: false, tables: 0 })
})

it.each([
  ['events', `UPDATE events SET name = 'x'`],
  ['events', 'DELETE FROM events'],
  ['looks', `UPDATE looks SET purpose = 'x'`],
  ['looks', 'DELETE FROM looks'],
  ['place changes', `UPDATE place_changes SET to_state = 'x'`],
  ['place changes', 'DELETE FROM place_changes'],
  ['request changes', 'DELETE FROM support_request_changes'],
  ['consents, but for their end', `UPDATE consents SET wording = 'x'`],
  ['memberships, but for their end', `UPDATE memberships SET state = 'x'`],
  ['stages, but for voiding', `UPDATE stage_records SET state = 'passed'`],
  ['the force of the database', `UPDATE deployment SET force = 'hampshire'`],
  ['the moves of a place', 'DELETE FROM place_moves'],
])('lets the portal rewrite nothing of %s', async (_what, statement) => {
  await expect(db.$executeRawUnsafe(statement)).rejects.toThrow(/permission denied/)
})

it('notices a migration that was edited after it was applied', async () => {
  const client = new pg.Client({ connectionString: databaseUrl('owner') })
  await client.connect()
  expect(await migrate(databaseUrl('owner'))).toEqual([])
  const name = readdirSync('prisma/migrations').find((each) => each.endsWith('_tables')) ?? ''
  expect(readFileSync(`prisma/migrations/${name}/migration.sql`, 'utf8')).toContain('CREATE TABLE')
  await client.query(`UPDATE "_prisma_migrations" SET checksum = 'other' WHERE migration_name = $1`, [name])
  await expect(migrate(databaseUrl('owner'))).rejects.toThrow(/was changed after it was applied/)
  await client.end()
})
