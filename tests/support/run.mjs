// `npm test`: the checks, then every test; with --full only the tests that have fuller numbers than there, at those.
// The last line is `N passed, N failed`. With names of files, only those tests.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'

const REPORT = 'node_modules/.cache/tests.json'
const names = process.argv.slice(2).filter((word) => word !== '--full')
const full = process.argv.includes('--full')
const run = (command, ...options) =>
  spawnSync(command, options, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...(full && { FULL: '1' }), PATH: `node_modules/.bin:${process.env.PATH}` },
  }).status === 0

/** A file that could not be read, and a run that ended badly with every test content, are failures too. */
function count(ended) {
  try {
    const { numPassedTests: passed, numFailedTests, testResults } = JSON.parse(readFileSync(REPORT, 'utf8'))
    const broken = testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.every((one) => one.status !== 'failed'),
    )
    const failed = numFailedTests + broken.length
    return { passed, failed: !ended && failed === 0 ? 1 : failed }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

/** The tests of tests/full, and those that ask for FULL. */
function withFullNumbers() {
  const all = readdirSync('tests', { recursive: true }).map((name) => path.join('tests', name))
  const tests = all.filter((name) => name.endsWith('.test.ts'))
  return tests.filter((name) => name.startsWith(path.join('tests', 'full')) || readFileSync(name, 'utf8').includes("env['FULL']"))
}

const checked = full || names.length > 0 ? undefined : run('npm', 'run', '--silent', 'check')
mkdirSync('node_modules/.cache', { recursive: true })
rmSync(REPORT, { force: true })
const prepared = run(process.execPath, 'src/build/prepare.mjs')
const ended = run(
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${REPORT}`,
  ...(full && names.length === 0 ? withFullNumbers() : names),
)
const tests = count(ended && prepared)
const passed = tests.passed + (checked === true ? 1 : 0)
const failed = tests.failed + (checked === false ? 1 : 0)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
