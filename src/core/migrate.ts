import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

const LOCK = 72_707_369 // the advisory lock that Prisma's own schema engine takes
const FOLDER = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))
const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`
type Row = { migration_name: string; checksum: string; finished_at: Date | null }
type Migration = { name: string; script: string; checksum: string }

/** What `prisma migrate deploy` does, with `pg` alone: same lock, same table, same checksums. Returns what it applied. */
export async function migrate(url: string, folder = FOLDER): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined) // the query under way fails as well, and says so
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    const done = await applied(client)
    const missing = (await readMigrations(folder)).filter(({ name, checksum }) => {
      const known = done.get(name)
      if (known !== undefined && known !== checksum) throw new Error(`Migration ${name} was changed after it was applied.`)
      return known === undefined
    })
    for (const migration of missing) await apply(client, migration)
    return missing.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

async function applied(client: pg.Client): Promise<Map<string, string>> {
  await client.query(TABLE)
  const { rows } = await client.query<Row>(
    'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
  )
  const failed = rows.find((row) => row.finished_at === null)
  if (failed) throw new Error(`Migration ${failed.migration_name} failed earlier: see prisma migrate resolve.`)
  return new Map(rows.map((row) => [row.migration_name, row.checksum]))
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const script = await readFile(path.join(folder, name, 'migration.sql'), 'utf8')
      return { name, script, checksum: createHash('sha256').update(script).digest('hex') }
    }),
  )
}

/** Script and row in one transaction: whenever it is killed, both are there or neither. */
async function apply(client: pg.Client, { name, script, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN')
    await client.query(script)
    await client.query(
      'INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, clock_timestamp(), 1)',
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    const hint = error instanceof pg.DatabaseError && error.hint !== undefined ? `\n${error.hint}` : ''
    throw new Error(`Migration ${name} failed: ${String(error)}${hint}`, { cause: error })
  }
}
