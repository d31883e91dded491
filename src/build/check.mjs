// `npm run check`: every check runs, so that one visit shows all that is wrong.
import { spawnSync } from 'node:child_process'

const checks = {
  types: ['tsc'],
  lint: ['eslint', '--cache', '--cache-location', 'node_modules/.cache/eslint/', '.'],
  format: ['prettier', '--check', '--log-level', 'warn', '--cache', '.'],
  'import rules': ['depcruise', 'src', '--config', '.dependency-cruiser.js'],
  'dead code': ['knip'],
  'whose data': ['node', 'src/build/check-annotations.mjs'],
}

const failed = Object.entries(checks).filter(([name, [command, ...options]]) => {
  const began = performance.now()
  const { status } = spawnSync(command, options, { stdio: ['ignore', 'inherit', 'inherit'] })
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  return status !== 0
})
if (failed.length > 0) process.exit(1)
