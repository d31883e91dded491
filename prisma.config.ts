import { fileURLToPath } from 'node:url'
import { defineConfig } from 'prisma/config'

// `generate` never runs the schema engine, yet the CLI tries to download it first, which fails behind a
// closed network. Naming any file that exists stops the download.
if (process.argv.includes('generate')) {
  process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= fileURLToPath(import.meta.url)
}

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  datasource: {
    url: process.env['DATABASE_URL'] ?? 'postgresql://localhost/portal',
    ...(process.env['SHADOW_DATABASE_URL'] === undefined ? {} : { shadowDatabaseUrl: process.env['SHADOW_DATABASE_URL'] }),
  },
})
