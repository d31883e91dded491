import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { asAccount, dropStaleLock, findPlaces, makeCluster, type Places } from './embedded-postgres-files.ts'
import { DATABASE, ROLES, type DatabaseRole } from './roles.ts'

const SUPERUSER = 'postgres'
const PATIENCE = 10_000

export type EmbeddedPostgres = {
  url: (role: DatabaseRole | typeof SUPERUSER, database?: string) => string
  /** What lies elsewhere than asked, in words. */
  moved: string[]
  stop: () => Promise<void>
}

// `postgres` ends with its parent however that dies: the pipe to the shell closes, `read` returns.
const SUPERVISE =
  'exec 3<&0; "$@" 3<&- </dev/null & pid=$!; ( read _ <&3; kill -INT $pid ) & exec 3<&-; wait $pid; status=$?; kill $! 2>/dev/null; exit $status'

type Options = { quick?: boolean; onLost?: (log: string) => void }

/**
 * Starts a private PostgreSQL that keeps its data in `folder` and listens on a Unix socket that only its own account
 * may pass. `quick` gives up safety against a power cut, for tests; `onLost` hears when it ends by itself.
 */
export async function startEmbeddedPostgres(folder: string, { quick = false, onLost }: Options = {}): Promise<EmbeddedPostgres> {
  const places = await findPlaces(folder)
  await makeCluster(places, SUPERUSER, quick)
  const url: EmbeddedPostgres['url'] = (role, database = DATABASE) =>
    `postgresql://${role}@localhost/${database}?host=${encodeURIComponent(places.sockets)}`
  const stop = await launchInTurn(places, command(places, quick), url(SUPERUSER, 'postgres'), onLost)
  await makeRoles(url(SUPERUSER, 'postgres'))
  return {
    url,
    moved: places.moved,
    stop: async () => {
      await stop()
      rmSync(places.sockets, { recursive: true, force: true })
    },
  }
}

function command({ bin, data, sockets }: Places, quick: boolean): string[] {
  const config = {
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    ...(quick && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }),
  }
  return [path.join(bin, 'postgres'), '-D', data, ...Object.entries(config).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** After kill -9 the previous server may still be closing: tries for a while, then says who is in the way. */
async function launchInTurn(places: Places, words: string[], url: string, onLost: Options['onLost']): Promise<() => Promise<void>> {
  for (const deadline = Date.now() + PATIENCE; ;) {
    const server = await launch(words, asAccount(places.data, places.account), url, deadline, onLost)
    if (server.ready) return server.stop
    const taken = server.log.includes('lock file')
    if (taken && (dropStaleLock(places) || Date.now() < deadline)) {
      await wait(50)
      continue
    }
    if (taken) throw new Error(`Another process is using the database in ${places.data}. Stop it, or set DATABASE_URL or DATA_DIR.`)
    throw new Error(`PostgreSQL did not start in ${places.data}:\n${server.log}`)
  }
}

/** The three roles and the database, as a DBA would make them. Safe to repeat, and after a kill at any moment. */
async function makeRoles(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const made = await client.query('SELECT FROM pg_roles WHERE rolname = ANY($1)', [ROLES])
    if (made.rowCount === 0) {
      await client.query(`BEGIN; ${ROLES.map((role) => `CREATE ROLE ${role} LOGIN;`).join(' ')} GRANT app TO portal; COMMIT`)
    }
    const there = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
    if (there.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER portal`)
  } finally {
    await client.end()
  }
}

type Launched = { ready: true; stop: () => Promise<void> } | { ready: false; log: string }

async function launch(
  words: string[],
  options: ReturnType<typeof asAccount>,
  url: string,
  deadline: number,
  onLost: Options['onLost'],
): Promise<Launched> {
  const child = spawn('/bin/sh', ['-c', SUPERVISE, 'sh', ...words], { ...options, stdio: ['pipe', 'ignore', 'pipe'], detached: true })
  const server = { log: '', running: true, wanted: true, ready: false }
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    server.log = (server.log + text).slice(-4000)
  })
  const ended = new Promise<void>((done) => {
    child.once('exit', () => {
      server.running = false
      if (server.ready && server.wanted) onLost?.(server.log)
      done()
    })
  })
  const stop = async () => {
    server.wanted = false
    child.ref()
    child.stdin.end()
    await ended
  }
  while (!(server.log.includes('ready to accept connections') && (await answers(url)))) {
    if (!server.running) return { ready: false, log: server.log }
    if (Date.now() > deadline) {
      await stop()
      return { ready: false, log: `not ready in time\n${server.log}` }
    }
    await wait(10)
  }
  server.ready = true
  child.unref()
  for (const stream of [child.stdin, child.stderr]) {
    ;(stream as unknown as { unref: () => void }).unref()
  }
  return { ready: true, stop }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}
