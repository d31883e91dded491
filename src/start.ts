import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { openDatabase, pool } from './core/db.ts'
import { startEmbeddedPostgres } from './core/embedded-postgres.ts'
import { readSettings, type Env } from './core/env.ts'
import { createLog, type Log } from './core/log.ts'
import { prepareDatabase } from './core/prepare-database.ts'
import { asApp } from './core/roles.ts'
import { healthOf } from './health.ts'

const DRAIN = 10_000

/** Reading the portal's own files takes as long as PostgreSQL takes to start: the two happen side by side. */
async function load() {
  const [{ createApp }, { mailFolder, startClockwork }, { startDemonstration }, { demoCodeRoutes }, { demoMailRoutes }] = await Promise.all(
    [
      import('./app.ts'),
      import('./clockwork.ts'),
      import('./demonstration/start.ts'),
      import('./features/accounts/routes/demo-codes.ts'),
      import('./features/messages/routes.ts'),
    ],
  )
  return { createApp, mailFolder, startClockwork, startDemonstration, demoCodeRoutes, demoMailRoutes }
}
type Portal = Awaited<ReturnType<typeof load>>

/** Which parts run in this process; either alone needs a database that both can reach. */
export type Parts = { web: boolean; clockwork: boolean }
type Stop = () => Promise<void>

/** Starts the parts, and ends them in the opposite order when asked to; a start that fails says why in words. */
export async function run(parts: Parts): Promise<void> {
  try {
    const env = readSettings()
    if (!env.given && !(parts.web && parts.clockwork)) {
      throw new Error('DATABASE_URL: is needed to run the site and the clockwork apart. `npm start` runs both with a database of its own.')
    }
    const log = createLog(env.LOG_LEVEL)
    const stops: Stop[] = []
    stopWhenAsked(stops, log)
    await start(env, log, parts, stops)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}

async function start(env: Env, log: Log, parts: Parts, stops: Stop[]): Promise<void> {
  const [urls, portal] = await Promise.all([
    env.given ? { owner: env.given.owner, app: asApp(env.given.owner), recruiter: env.given.recruiter } : embedded(env, log, stops),
    load(),
  ])
  const applied = await prepareDatabase(urls, env.FORCE)
  if (applied.length > 0) log.info({ applied }, 'migrated')
  const onError = (error: Error) => {
    log.error({ err: error }, 'a database connection broke')
  }
  const database = openDatabase({ url: urls.app, recruiterUrl: urls.recruiter, onError })
  stops.push(() => database.close())
  const demonstration = env.given ? undefined : await portal.startDemonstration(env)
  if (parts.clockwork) {
    const jobs = await portal.startClockwork(env, log)
    stops.push(() => jobs.stop())
  }
  if (parts.web) stops.push(await serve(env, log, portal))
  if (demonstration) printAccounts(demonstration)
  const what = parts.web ? `Ready at ${env.BASE_URL.href}` : 'The clockwork runs'
  process.stdout.write(`${what} (${profileName(env)}, ${String(Math.round(performance.now()))} ms)\n`)
}

const profileName = (env: Env) => (env.given ? env.FORCE : `${env.FORCE}, demonstration`)

async function embedded(env: Env, log: Log, stops: Stop[]) {
  const database = await startEmbeddedPostgres(path.join(env.folder, 'postgres'), {
    onLost: (words) => {
      log.fatal({ words }, 'the embedded database ended')
      process.exit(1)
    },
  })
  stops.push(() => database.stop())
  for (const words of database.moved) process.stdout.write(`As root, under a folder that other accounts may not pass: ${words}\n`)
  return { owner: database.url('portal'), app: database.url('app'), recruiter: database.url('recruiter') }
}

async function serve(env: Env, log: Log, { createApp, demoCodeRoutes, demoMailRoutes, mailFolder }: Portal): Promise<Stop> {
  const health = healthOf(pool)
  const extraRoutes = env.given ? [] : [...demoMailRoutes(mailFolder(env)), ...demoCodeRoutes]
  const server = createServer(createApp({ env, log, extraRoutes, health: health.answer, demonstration: !env.given }))
  server.headersTimeout = 20_000
  server.requestTimeout = 60_000
  await new Promise<void>((listening, fail) => {
    server.once('error', fail).listen(env.PORT, env.HOST, () => {
      listening()
    })
  }).catch((error: unknown) => {
    throw taken(error) ? new Error(`PORT: something else is using ${env.HOST}:${String(env.PORT)}. Stop it, or set PORT.`) : error
  })
  log.debug({ address: server.address() as AddressInfo }, 'listening')
  return async () => {
    health.drain()
    await drain(server)
  }
}

const taken = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

/** Takes no new visits, lets those under way finish, and after a while closes the rest. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => {
    server.close(() => {
      done()
    })
  })
  server.closeIdleConnections()
  const impatience = setTimeout(() => {
    server.closeAllConnections()
  }, DRAIN)
  await closed
  clearTimeout(impatience)
}

function stopWhenAsked(stops: Stop[], log: Log): void {
  let stopping = false
  const stop = async () => {
    for (const each of stops.reverse()) await each()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      log.info(`${signal}: finishing what is under way`)
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'did not stop cleanly')
          process.exit(1)
        },
      )
    })
  }
}

function printAccounts({ accounts, file, filled }: Awaited<ReturnType<Portal['startDemonstration']>>): void {
  const one = new Map(accounts.toReversed().map((account) => [account.role, account]))
  const lines = [...one.values()].reverse().map(({ role, email, password }) => `  ${role.padEnd(14)} ${email.padEnd(34)} ${password}`)
  const made = filled ? 'A small force was made up for you to try.' : 'The demonstration is as you left it.'
  process.stdout.write(
    `${made} One account of each role (all are in ${file}, staff with the secret of their codes as totp; codes are at /demo/codes, e-mails at /demo/mail):\n${lines.join('\n')}\n`,
  )
}
