import pg from 'pg'
import { migrateJobs } from './migrate-jobs.ts'
import { migrate } from './migrate.ts'

type Urls = { owner: string; recruiter: string }

/** Checks that the database can be ours, brings it up to date, and makes it this force's. Returns the migrations it applied. */
export async function prepareDatabase({ owner, recruiter }: Urls, force: string): Promise<string[]> {
  const client = await connect(owner, 'DATABASE_URL')
  try {
    await checkOwner(client)
    await checkForce(client, force)
    const applied = await migrate(owner)
    await migrateJobs(owner)
    await client.query('INSERT INTO deployment (force) VALUES ($1) ON CONFLICT DO NOTHING', [force])
    await checkForce(client, force)
    await checkRecruiter(client, recruiter)
    return applied
  } finally {
    await client.end()
  }
}

async function connect(url: string, setting: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined) // the query under way fails as well, and says so
  try {
    await client.connect()
  } catch (cause) {
    throw new Error(`${setting}: could not connect: ${reason(cause)}`, { cause })
  }
  return client
}

/** The words of an error; one that stands for several (an address of both kinds) has none of its own. */
const reason = (error: unknown): string => {
  if (error instanceof AggregateError) return error.errors.map(reason).join('; ')
  return error instanceof Error ? error.message : String(error)
}

async function checkOwner(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; super: boolean; name: string }>(
    `SELECT current_setting('server_version_num')::int AS version, rolsuper AS super, rolname AS name FROM pg_roles WHERE rolname = session_user`,
  )
  const [found] = rows
  if (!found) return
  if (found.version < 150_000) {
    throw new Error(`DATABASE_URL: PostgreSQL 15 or newer is needed; this server is ${String(Math.floor(found.version / 10_000))}.`)
  }
  if (found.super) {
    throw new Error(
      `DATABASE_URL: "${found.name}" is a superuser, and the portal never runs as one. The README tells how to make an owner for its database.`,
    )
  }
}

async function checkForce(client: pg.Client, force: string): Promise<void> {
  const table = await client.query(`SELECT FROM pg_tables WHERE schemaname = 'public' AND tablename = 'deployment'`)
  if (table.rowCount === 0) return
  const { rows } = await client.query<{ force: string }>('SELECT force FROM deployment')
  const owner = rows[0]?.force
  if (owner !== undefined && owner !== force) {
    throw new Error(`FORCE is "${force}", but this database belongs to "${owner}". Set FORCE=${owner}, or use another database.`)
  }
}

const HERE = 'SELECT d.oid::text AS oid, pg_postmaster_start_time()::text AS since FROM pg_database d WHERE d.datname = current_database()'
const WHO = `SELECT rolsuper AS super, rolname AS name, pg_has_role(session_user, 'recruiter', 'USAGE') AS recruiter,
  pg_has_role(session_user, 'app', 'MEMBER') OR pg_has_role(session_user, $1::name, 'MEMBER') AS more FROM pg_roles WHERE rolname = session_user`

/** The wall between support and selection is this connection's role: it must lead to the same database, and be able to do nothing else. */
async function checkRecruiter(owner: pg.Client, url: string): Promise<void> {
  const client = await connect(url, 'RECRUITER_DATABASE_URL')
  try {
    const self = await owner.query<{ name: string }>('SELECT session_user AS name')
    const { rows } = await client.query<{ super: boolean; name: string; recruiter: boolean; more: boolean }>(WHO, [self.rows[0]?.name])
    const [role] = rows
    const [here, there] = await Promise.all([owner.query(HERE), client.query(HERE)])
    if (JSON.stringify(here.rows) !== JSON.stringify(there.rows)) {
      throw new Error('RECRUITER_DATABASE_URL leads to another database than DATABASE_URL.')
    }
    if (!role || role.super || role.more || !role.recruiter) {
      throw new Error(
        `RECRUITER_DATABASE_URL: "${role?.name ?? ''}" must be the role "recruiter" or a member of it, and neither a superuser nor a member of the portal's other roles.`,
      )
    }
  } finally {
    await client.end()
  }
}
