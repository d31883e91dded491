// Makes what git does not hold, and only where it is older than what it is made from: the Prisma clients, the
// styles and, unless called with `sources`, the compiled site. Without the tools to build, what was built serves.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const LOCK = 'node_modules/.package-lock.json'
const PRISMA = 'node_modules/prisma/build/index.js'
const STYLES = 'src/build/styles.mjs'

const times = (place) =>
  statSync(place).isDirectory()
    ? readdirSync(place, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => statSync(path.join(entry.parentPath, entry.name)).mtimeMs)
    : [statSync(place).mtimeMs]
const newest = (...places) => Math.max(0, ...places.filter((place) => existsSync(place)).flatMap(times))
const made = (stamp) => (existsSync(stamp) ? statSync(stamp).mtimeMs : 0)

/** Runs the commands where a source is newer than the stamp, which is dated by the start: an edit meanwhile counts as newer. */
function make(stamp, sources, ...commands) {
  if (newest(...sources) <= made(stamp)) return
  const began = String(Date.now())
  for (const command of commands) {
    const { status, stdout } = spawnSync(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' })
    if (status === 0) continue
    process.stderr.write(stdout)
    process.exit(status ?? 1)
  }
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, began)
}

process.chdir(path.join(import.meta.dirname, '../..'))
const installed = existsSync('node_modules/typescript') && existsSync('src/server.ts')
if (!installed && !existsSync('dist/server.js')) {
  console.error('Nothing is built, and the tools to build it are not installed. Run `npm ci` without --omit=dev first.')
  process.exit(1)
}
if (installed) {
  make(
    'src/generated/.made',
    ['prisma/schema', 'prisma/recruiter.prisma', LOCK],
    [PRISMA, 'generate'],
    [PRISMA, 'generate', '--schema', 'prisma/recruiter.prisma'],
  )
  make(
    'public/built/.made',
    [STYLES, 'public/css', 'public/themes', 'public/app.js', 'public/timeout.js', 'public/check-a-draw.mjs', 'public/register.js', LOCK],
    [STYLES],
  )
  if (!process.argv.includes('sources')) {
    make(
      'dist/.made',
      ['src', 'tsconfig.json', 'tsconfig.build.json', LOCK],
      ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
    )
  }
}
