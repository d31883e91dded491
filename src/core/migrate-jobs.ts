import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'

const LOCK = 72_707_371
const silent = new Logger(() => () => undefined)

/** What graphile-worker's own tables hold of a version; once the grants are made it is written down beside the schema. */
const STATE = `SELECT (SELECT max(id) FROM graphile_worker.migrations) AS version, obj_description('graphile_worker'::regnamespace) AS granted`

/** The queue's tables are closed to everyone but their owner by row level security; the role \`app\` gets a policy on each. */
const GRANTS = `DO $$
DECLARE t text;
BEGIN
  GRANT USAGE ON SCHEMA graphile_worker TO app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO app;
  GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA graphile_worker TO app;
  REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker FROM PUBLIC;
  GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO app;
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'graphile_worker' AND rowsecurity LOOP
    EXECUTE format('DROP POLICY IF EXISTS app ON graphile_worker.%I', t);
    EXECUTE format('CREATE POLICY app ON graphile_worker.%I TO app USING (true) WITH CHECK (true)', t);
  END LOOP;
  EXECUTE format('COMMENT ON SCHEMA graphile_worker IS %L', 'open to the role app at version ' || (SELECT max(id) FROM graphile_worker.migrations));
END $$`

/** Brings the queue's own tables up to date, as their owner, and opens them to the role `app`. One query where nothing changed. */
export async function migrateJobs(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined) // the query under way fails as well, and says so
  await client.connect()
  try {
    if (await open(client)) return
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await runMigrations({ connectionString: url, logger: silent })
    if (!(await open(client))) await client.query(GRANTS)
  } finally {
    await client.end()
  }
}

/** Whether the newest version that this code knows is there, and open to `app`. */
async function open(client: pg.Client): Promise<boolean> {
  const there = await client.query(`SELECT FROM pg_tables WHERE schemaname = 'graphile_worker' AND tablename = 'migrations'`)
  if (there.rowCount === 0) return false
  const { rows } = await client.query<{ version: number | null; granted: string | null }>(STATE)
  const [state] = rows
  return state?.version != null && state.version >= VERSION && state.granted === `open to the role app at version ${String(state.version)}`
}

/** The number of graphile-worker 0.17.3's last migration; a test holds it. */
const VERSION = 19
