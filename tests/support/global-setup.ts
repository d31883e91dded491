import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../src/core/embedded-postgres.ts'
import { migrateJobs } from '../../src/core/jobs.ts'
import { migrate } from '../../src/core/migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: string
  }
}

type Shared = { server?: Promise<{ url: string; stop: () => Promise<void> }>; users: number }
// Vitest loads this file once for each project, so what they share is kept outside the module.
const shared = ((globalThis as { testPostgres?: Shared }).testPostgres ??= { users: 0 })

/** One server for every project: a database named `template_for_tests`, migrated once, to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.server ??= begin()
  shared.users += 1
  const server = await shared.server
  project.provide('postgres', server.url)
  return async () => {
    shared.users -= 1
    if (shared.users > 0) return
    delete shared.server
    await server.stop()
  }
}

async function begin() {
  const started = performance.now()
  const given = process.env['TEST_DATABASE_URL']
  const folder = mkdtempSync(path.join(tmpdir(), 'test-postgres-'))
  const server = given === undefined ? await startEmbeddedPostgres(folder, { quick: true }) : undefined
  const url = given ?? server?.url('postgres') ?? ''
  const template = new URL(url)
  template.pathname = '/template_for_tests'
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('DROP DATABASE IF EXISTS template_for_tests')
  await client.query('CREATE DATABASE template_for_tests')
  await client.end()
  await migrate(template.href)
  await migrateJobs(template.href)
  if (process.env['TEST_TIMES']) console.log(`template ready in ${String(Math.round(performance.now() - started))} ms`)
  return {
    url,
    stop: async () => {
      await server?.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
