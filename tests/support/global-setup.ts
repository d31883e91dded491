import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/core/embedded-postgres.ts'
import { migrateJobs } from '../../src/core/migrate-jobs.ts'
import { migrate } from '../../src/core/migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** How to reach the test server as each role; `DATABASE` stands for the name of a database. */
    postgres: Record<'superuser' | 'owner' | 'app' | 'recruiter', string>
  }
}

type Server = { urls: Record<'superuser' | 'owner' | 'app' | 'recruiter', string>; stop: () => Promise<void> }
type Shared = { server?: Promise<Server>; users: number }
// Vitest loads this file once for each project, so what they share is kept outside the module.
const shared = ((globalThis as { testPostgres?: Shared }).testPostgres ??= { users: 0 })

/** One server for every project: a database named `template_for_tests`, migrated once by its owner, to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.server ??= begin()
  shared.users += 1
  const server = await shared.server
  project.provide('postgres', server.urls)
  return async () => {
    shared.users -= 1
    if (shared.users > 0) return
    delete shared.server
    await server.stop()
  }
}

async function begin(): Promise<Server> {
  const folder = mkdtempSync(path.join(tmpdir(), 'test-postgres-'))
  chmodSync(folder, 0o755) // where root runs the tests, another account keeps the database
  const server = await startEmbeddedPostgres(path.join(folder, 'postgres'), { quick: true })
  await makeTemplate(server)
  return {
    urls: {
      superuser: server.url('postgres', 'DATABASE'),
      owner: server.url('portal', 'DATABASE'),
      app: server.url('app', 'DATABASE'),
      recruiter: server.url('recruiter', 'DATABASE'),
    },
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function makeTemplate(server: EmbeddedPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: server.url('postgres', 'postgres') })
  await client.connect()
  await client.query('CREATE DATABASE template_for_tests OWNER portal')
  await client.end()
  const owner = server.url('portal', 'template_for_tests')
  await migrate(owner)
  await migrateJobs(owner)
}
